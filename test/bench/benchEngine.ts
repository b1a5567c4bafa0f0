import path from 'node:path';
import { modelTable } from '../../src/adapters/model/modelFacts.ts';
import { environmentSecrets } from '../../src/adapters/node/environmentSecrets.ts';
import type { Limits } from '../../src/mission/limits.ts';
import { defaultLimits } from '../../src/mission/limits.ts';
import type { ModelChoice } from '../../src/mission/role.ts';
import { nodeEngine } from '../../src/nodeEngine.ts';
import { Missions } from '../../src/runner/missions.ts';
import { asList, asObject } from '../support/modelServer/json.ts';
import type { Policy } from '../support/modelServer/policy.ts';
import { policyModel } from '../support/smallMission/policyModel.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';

/** Models of the worker, by wire format; all other roles are played in process. */
export const workerModels = {
  anthropic: { provider: 'anthropic', model: 'claude-sonnet-5-5', effort: 'medium' },
  openai: { provider: 'openai', model: 'gpt-6.1-sol', effort: 'medium' },
} as const satisfies Record<string, ModelChoice>;

export type WireChoice = keyof typeof workerModels;

/** Where a bench run lives: always at the same paths, since a mission names its repository by path. */
export interface BenchPlaces {
  repository: string;
  root: string;
}

export function benchPlaces(folder: string): BenchPlaces {
  return { repository: path.join(folder, 'repository'), root: path.join(folder, 'home') };
}

/** More turns than a run takes by default; everything else as users have it. */
const limits: Limits = { ...defaultLimits, maxTurns: 100_000 };

export interface BenchEngineOptions {
  root: string;
  /** Folder of the built-in skills. */
  skills: URL;
  /** Of the server that workers ask. */
  url: string | null;
  /** Told of every tool call before it is made. */
  onCall?: (tool: string) => void;
}

/** The real engine. */
export function benchMissions({ root, skills, url, onCall }: BenchEngineOptions): Missions {
  const table = modelTable();
  if (!table.ok) throw new Error(table.problem);
  const keys = { ANTHROPIC_API_KEY: 'bench', OPENAI_API_KEY: 'bench' };
  return new Missions(
    nodeEngine({
      root,
      skills,
      models: {
        secrets: environmentSecrets(keys),
        baseUrls: url === null ? {} : { anthropic: url, openai: `${url}/v1` },
        facts: table.table,
        further: { scripted: policyModel(twoFeatures(smallPolicy({ defect: false }))) },
      },
      limits,
      activity: {
        tell: (_run, piece) => {
          if (piece.kind === 'call') onCall?.(piece.name);
        },
      },
      log: {
        debug: () => undefined,
        warn: (message) => {
          console.error(message);
        },
      },
      environment: process.env,
    }),
  );
}

/** The small mission's plan with its one feature cut in two, so that two workers of one skill follow each other. */
function twoFeatures(policy: Policy): Policy {
  return async (request) => {
    const { text, calls } = await policy(request);
    const cut = calls.map((call) => (call.name === 'write_features' ? { ...call, input: inTwo(call.input) } : call));
    return { text, calls: cut };
  };
}

function inTwo(input: unknown): unknown {
  const [whole] = asList(asObject(input)['features']).map(asObject);
  const claims = asList(whole?.['claims']);
  const features = claims.map((claim, index) => ({ ...whole, id: `F${index + 1}`, claims: [claim] }));
  return { ...asObject(input), features };
}
