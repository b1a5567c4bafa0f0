import { chooseModels, reasonsByRole } from '../../mission/defaultModels.ts';
import type { Budgets } from '../../mission/events/life.ts';
import { roles } from '../../mission/role.ts';
import type { ModelChoice, RoleModels } from '../../mission/role.ts';
import type { MissionState } from '../../mission/state.ts';
import type { Action } from '../../protocol/actions.ts';
import type { MissionSummary, ProviderState, WindowState } from '../../protocol/toWebview.ts';
import type { Missions, NewMission } from '../../runner/missions.ts';

const listed = 30;
const microDollarsPerDollar = 1_000_000;
const noBudget: Budgets['mission'] = { microDollars: null, tokens: null, milliseconds: null };

export interface Surroundings {
  folder: string | null;
  problem: WindowState['problem'];
  providers: ProviderState[];
  suggestedGoal: string | null;
  rehearsal: ModelChoice;
  /** A sentence where user testing could not open a browser; null where it can. */
  browserProblem: string | null;
}

/** What a window knows of its surroundings, and what a new mission needs beyond its goal. */
export class NewMissions {
  readonly #missions: Missions;
  readonly #surroundings: () => Surroundings;
  #summaries: MissionSummary[] = [];
  readonly #known = new Map<string, MissionSummary>();
  notice: string | null = null;
  awaySince: number | null = null;

  constructor(missions: Missions, surroundings: () => Surroundings) {
    this.#missions = missions;
    this.#surroundings = surroundings;
  }

  window(): WindowState {
    const { folder, problem, providers, suggestedGoal, rehearsal } = this.#surroundings();
    const models = chooseModels((provider) => isUsable(providers, provider));
    return {
      problem,
      folder,
      missions: this.#summaries,
      providers,
      defaults: models === null ? null : { models, reasons: reasonsByRole() },
      suggestedGoal,
      rehearsal,
      sandbox: 'off',
      awaySince: this.awaySince,
      notice: this.notice,
    };
  }

  /** Reads the newest missions anew; those that have ended are read once. */
  async refresh(): Promise<void> {
    const ids = (await this.#missions.list()).slice(0, listed);
    const summaries: MissionSummary[] = [];
    for (const id of ids) {
      const known = this.#known.get(id);
      const summary = known ?? (await this.#summarise(id));
      if (!summary) continue;
      if (['completed', 'completedWithExceptions', 'abandoned'].includes(summary.phase)) this.#known.set(id, summary);
      summaries.push(summary);
    }
    this.#summaries = summaries;
  }

  /** The request for a mission, or a sentence that says what is missing. */
  prepare(
    action: Extract<Action, { kind: 'startMission' }>,
  ): { ok: true; mission: NewMission } | { ok: false; problem: string } {
    const { folder, problem, providers, browserProblem } = this.#surroundings();
    if (problem !== null) return { ok: false, problem: problem.text };
    if (folder === null) return { ok: false, problem: 'Open a folder with a git repository first.' };
    const models = action.models ?? chooseModels((provider) => isUsable(providers, provider));
    if (models === null)
      return {
        ok: false,
        problem: 'No model can be used yet. Add a key, or choose the rehearsal to watch without one.',
      };
    const missing = roles.map((role) => providers.find(({ provider }) => provider === models[role].provider)?.problem);
    const first = missing.find((text) => typeof text === 'string');
    if (typeof first === 'string') return { ok: false, problem: first };
    if (browserProblem !== null) return { ok: false, problem: browserProblem };
    const mission = {
      ...noBudget,
      ...(action.budgetDollars !== null && { microDollars: Math.ceil(action.budgetDollars * microDollarsPerDollar) }),
    };
    return {
      ok: true,
      mission: {
        folder,
        goal: action.goal.trim(),
        models,
        budgets: { mission, milestone: noBudget, run: noBudget },
        sandbox: 'off',
        scripted: isScripted(models),
      },
    };
  }

  async #summarise(id: string): Promise<MissionSummary | null> {
    const viewed = await this.#missions.view(id);
    return viewed.ok ? summaryOf(viewed.state) : null;
  }
}

function summaryOf({ missionId, goal, folder, phase, pause, at }: MissionState): MissionSummary {
  return { mission: missionId, goal, folder, phase, pause: pause?.reason ?? null, at };
}

function isUsable(providers: readonly ProviderState[], name: string): boolean {
  return providers.some(({ provider, problem }) => provider === name && problem === null);
}

function isScripted(models: RoleModels): boolean {
  return Object.values(models).every(({ provider }) => provider === 'rehearsal');
}
