import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelTable } from '../../../src/adapters/model/modelFacts.ts';
import { environmentSecrets } from '../../../src/adapters/node/environmentSecrets.ts';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import type { Limits } from '../../../src/mission/limits.ts';
import type { ModelChoice, RoleModels } from '../../../src/mission/role.ts';
import { roles } from '../../../src/mission/role.ts';
import { nodeEngine } from '../../../src/nodeEngine.ts';
import type { EngineParts, Halt, Mission, NewMission } from '../../../src/runner/missions.ts';
import { Missions } from '../../../src/runner/missions.ts';
import type { FaultRule } from '../modelServer/faults.ts';
import type { ModelServer, ModelServerOptions } from '../modelServer/modelServer.ts';
import { startModelServer } from '../modelServer/modelServer.ts';
import { smallPolicy } from '../smallMission/smallPolicy.ts';
import { smallRepository } from '../smallMission/smallRepository.ts';
import { newMission } from '../smallMission/testEngine.ts';
import { steadyPolicy } from './steadyPolicy.ts';

export type ProviderName = 'anthropic' | 'openai' | 'compatible';
export const providers: readonly ProviderName[] = ['anthropic', 'openai', 'compatible'];
export const testKey = 'sk-test-9f8e7d6c5b4a39281706';
export const testModel = 'test-model';

export interface HttpMissionOptions {
  provider: ProviderName;
  faults?: FaultRule[];
  server?: Partial<ModelServerOptions>;
  /** The key of the engine, if not the one that the server takes. */
  key?: string;
  model?: string;
  limits?: Partial<Limits>;
  stallLimitMs?: number;
  requestTimeoutMs?: number;
  mission?: Partial<NewMission>;
  /** Facts of models, as a user would give them. */
  facts?: unknown;
}

/** Quick waits; everything else as shipped. */
const quickLimits: Partial<Limits> = { backoffBaseMs: 20, maxBackoffMs: 200 };

export function modelsOf(choice: ModelChoice): RoleModels {
  return Object.fromEntries(roles.map((role) => [role, choice])) as RoleModels;
}

/** The repository of the small mission, whose program leaves a line in `ticks` each time it runs. */
function tickingRepository(ticks: string): string {
  const folder = smallRepository();
  const program =
    "import { appendFileSync } from 'node:fs';\nimport { greet } from './greet.js';\n\n" +
    `appendFileSync(${JSON.stringify(ticks)}, 'tick\\n');\nconsole.log(greet(process.argv[2]));\n`;
  writeFileSync(path.join(folder, 'cli.js'), program);
  execFileSync('git', ['commit', '-q', '-a', '-m', 'a greeter that leaves a line'], { cwd: folder, stdio: 'pipe' });
  writeFileSync(ticks, '');
  return folder;
}

/** A small mission, carried by the real engine over HTTP. */
export class HttpMission {
  readonly server: ModelServer;
  readonly folder: string;
  /** LONGHAUL_HOME of the engine. */
  readonly root: string;
  /** A line for each time that the repository's program ran. */
  readonly ticks: string;
  readonly events: MissionEvent[] = [];
  /** What the engine said to the terminal. */
  readonly said: string[] = [];
  readonly engine: EngineParts;
  readonly #options: HttpMissionOptions;
  #mission: Mission | null = null;

  constructor(options: HttpMissionOptions, server: ModelServer) {
    this.#options = options;
    this.server = server;
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-root-')));
    this.ticks = path.join(this.root, 'ticks');
    this.folder = tickingRepository(this.ticks);
    this.engine = this.#newEngine(options.key ?? testKey, server.baseUrls);
  }

  get mission(): Mission {
    if (!this.#mission) throw new Error('the mission is not open');
    return this.#mission;
  }

  get choice(): ModelChoice {
    return { provider: this.#options.provider, model: this.#options.model ?? testModel, effort: null };
  }

  async create(): Promise<void> {
    const { mission = {} } = this.#options;
    const models = modelsOf(this.choice);
    const request = newMission(this.folder, 'Greet by name', { models, scripted: false, ...mission });
    const created = await new Missions(this.engine).create(request);
    if (!created.ok) throw new Error(created.problem.message);
    this.#take(created.mission);
  }

  /** Closes the mission and opens it again, as another process would, maybe with another key or another address. */
  async reopen(how: { key?: string; baseUrls?: ModelServer['baseUrls'] } = {}): Promise<void> {
    const { missionId } = this.mission.state;
    await this.mission.close();
    const engine = this.#newEngine(how.key ?? testKey, how.baseUrls ?? this.server.baseUrls);
    const opened = await new Missions(engine).open(missionId);
    if (!opened.ok) throw new Error(opened.problem.message);
    this.#take(opened.mission);
  }

  /** Carries the mission on, answering and approving; stops at a pause, at the end, or when it was stopped. */
  carry(): Promise<Halt> {
    return this.#carry({ approving: true });
  }

  /** The same, but not beyond the plan: `approval` is the halt then. */
  carryToPlan(): Promise<Halt> {
    return this.#carry({ approving: false });
  }

  async #carry({ approving }: { approving: boolean }): Promise<Halt> {
    for (;;) {
      const halt = await this.mission.run();
      if (halt.kind !== 'awaitUser') return halt;
      if (halt.for === 'approval' && approving) await this.mission.approve();
      else if (halt.for === 'answer') await this.mission.answer(halt.detail, ['Hello, Ada!']);
      else return halt;
    }
  }

  async dispose(): Promise<void> {
    await this.#mission?.close();
    await this.server.close();
    for (const folder of [this.root, this.folder]) rmSync(folder, { recursive: true, force: true });
  }

  #take(mission: Mission): void {
    this.#mission = mission;
    mission.listen((event) => this.events.push(event));
  }

  #newEngine(key: string, baseUrls: ModelServer['baseUrls']): EngineParts {
    const { limits, stallLimitMs = 5_000, requestTimeoutMs = 5_000, facts } = this.#options;
    const table = modelTable({ overrides: facts });
    if (!table.ok) throw new Error(table.problem);
    const keys = { ANTHROPIC_API_KEY: key, OPENAI_API_KEY: key, LONGHAUL_COMPATIBLE_KEY: key };
    const say = (message: string): void => {
      this.said.push(message);
    };
    return nodeEngine({
      root: this.root,
      skills: new URL('../../../skills/', import.meta.url),
      models: { secrets: environmentSecrets(keys), baseUrls, facts: table.table, stallLimitMs, requestTimeoutMs },
      limits: { ...defaultLimits, ...quickLimits, ...limits },
      activity: { tell: () => undefined },
      log: { debug: say, warn: say },
      environment: { ...process.env, ...keys },
    });
  }
}

/** Starts server, engine and mission; `dispose` ends all of it. */
export async function httpMission(options: HttpMissionOptions): Promise<HttpMission> {
  const server = await startModelServer({
    policy: steadyPolicy(smallPolicy()),
    apiKey: testKey,
    reasoning: true,
    faults: options.faults ?? [],
    ...options.server,
  });
  const started = new HttpMission(options, server);
  await started.create();
  return started;
}
