import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelTable } from '../../../src/adapters/model/modelFacts.ts';
import { environmentSecrets } from '../../../src/adapters/node/environmentSecrets.ts';
import type { Limits } from '../../../src/mission/limits.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import type { RoleModels } from '../../../src/mission/role.ts';
import { roles } from '../../../src/mission/role.ts';
import { nodeEngine } from '../../../src/nodeEngine.ts';
import type { ModelPort } from '../../../src/ports/model.ts';
import { Missions } from '../../../src/runner/missions.ts';
import type { NewMission } from '../../../src/runner/missions.ts';

export interface TestEngine {
  missions: Missions;
  /** LONGHAUL_HOME of the engine. */
  root: string;
}

/** The real engine on Node with one model for all roles, in a root of its own. */
export function testEngine(model: ModelPort, options: { limits?: Partial<Limits>; root?: string } = {}): TestEngine {
  const root = options.root ?? realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-root-')));
  const table = modelTable();
  if (!table.ok) throw new Error(table.problem);
  const engine = nodeEngine({
    root,
    skills: new URL('../../../skills/', import.meta.url),
    models: { secrets: environmentSecrets({}), baseUrls: {}, facts: table.table, further: { scripted: model } },
    limits: { ...defaultLimits, ...options.limits },
    activity: { tell: () => undefined },
    log: {
      debug: () => undefined,
      warn: (message) => {
        console.error(message);
      },
    },
    environment: process.env,
  });
  return { missions: new Missions(engine), root };
}

const noBudget = { microDollars: null, tokens: null, milliseconds: null };

export function scriptedModels(): RoleModels {
  return Object.fromEntries(
    roles.map((role) => [role, { provider: 'scripted', model: 'policy', effort: null }]),
  ) as RoleModels;
}

/** A request for a mission with scripted models and no budget. */
export function newMission(folder: string, goal: string, changes: Partial<NewMission> = {}): NewMission {
  const budgets = { mission: noBudget, milestone: noBudget, run: noBudget };
  return { folder, goal, models: scriptedModels(), budgets, sandbox: 'off', scripted: true, ...changes };
}
