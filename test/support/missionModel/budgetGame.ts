import type { budgetRefusal } from '../../../src/mission/budget.ts';
import type { CallBound, Reserved, ReservedByScope } from '../../../src/mission/budget.ts';
import type { EventBody, MissionEvent } from '../../../src/mission/events/event.ts';
import type { Budget, Budgets } from '../../../src/mission/events/life.ts';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../../src/mission/state.ts';
import type { MissionState, RunState } from '../../../src/mission/state.ts';
import type { Chance } from './chance.ts';
import { playMission } from './wholeMission.ts';

export type Refusal = typeof budgetRefusal;

interface Call {
  run: number;
  milestone: string | null;
  bound: CallBound;
}

/** The milestone a run works for, by its own subject. */
function milestoneOf(state: MissionState, { subject }: RunState): string | null {
  if (subject.kind === 'attempt') return state.features[subject.feature]?.text.milestone ?? null;
  return subject.kind === 'round' || subject.kind === 'featureReview' || subject.kind === 'flow'
    ? subject.milestone
    : null;
}

function sum(calls: readonly Call[]): Reserved {
  return {
    microDollars: calls.reduce((total, call) => total + (call.bound.microDollars ?? 0), 0),
    tokens: calls.reduce((total, call) => total + call.bound.tokens, 0),
  };
}

/** What was spent, kept apart from the state: by run, by milestone and in all. */
class Purse {
  readonly #spent = new Map<string, Reserved & { ms: number }>();

  of(scope: string): Reserved & { ms: number } {
    return this.#spent.get(scope) ?? { microDollars: 0, tokens: 0, ms: 0 };
  }

  add(scope: string, spent: Partial<Reserved & { ms: number }>): void {
    const before = this.of(scope);
    this.#spent.set(scope, {
      microDollars: before.microDollars + (spent.microDollars ?? 0),
      tokens: before.tokens + (spent.tokens ?? 0),
      ms: before.ms + (spent.ms ?? 0),
    });
  }
}

function randomBudget(chance: Chance, size: number): Budget {
  const some = (least: number): number | null => (chance.is(0.5) ? chance.between(least, least * size) : null);
  return { microDollars: some(3000), tokens: some(2000), milliseconds: some(20_000) };
}

/** Model calls of the open runs of some mission, in flight side by side, against budgets that are soon used up. */
export class BudgetGame {
  readonly #state: MissionState = emptyState();
  readonly #purse = new Purse();
  readonly #refusal: Refusal;
  readonly #chance: Chance;
  readonly #budgets: Budgets;
  #flying: Call[] = [];
  /** Calls that were made. */
  made = 0;
  refused = 0;

  constructor(chance: Chance, refusal: Refusal) {
    this.#chance = chance;
    this.#refusal = refusal;
    const { events } = playMission(chance.between(1, 400), { see: () => undefined });
    const last = chance.between(10, events.length - 1);
    for (const event of events.slice(0, last)) applyEvent(this.#state, event);
    if (this.#state.pause !== null) this.#append({ type: 'missionResumed', by: 'user' }, 0);
    for (const { ask, answers } of Object.values(this.#state.asks))
      if (answers === null) this.#append({ type: 'userAnswered', ask, answers: ['this'] }, 0);
    this.#state.activeMs = 0;
    this.#state.milestoneMs = {};
    for (const run of Object.values(this.#state.runs)) run.activeMs = 0;
    this.#budgets = {
      mission: randomBudget(chance, 8),
      milestone: randomBudget(chance, 5),
      run: randomBudget(chance, 3),
    };
    this.#append({ type: 'budgetsChanged', budgets: this.#budgets }, 0);
  }

  /** One thing happens: a call is asked for, or one in flight ends. Throws when a budget is overdrawn. */
  step(): void {
    const end = this.#chance.is(0.45) ? this.#chance.pick(this.#flying) : undefined;
    if (end) this.#finish(end);
    else this.#ask();
  }

  #ask(): void {
    const chance = this.#chance;
    const run = chance.pick(this.#state.openRuns.flatMap((number) => this.#state.runs[number] ?? []));
    if (!run) return;
    const milestone = milestoneOf(this.#state, run);
    const priced = chance.between(1, 2500);
    const bound = { tokens: chance.between(1, 1800), microDollars: chance.is(0.9) ? priced : null };
    const reserved: ReservedByScope = {
      mission: sum(this.#flying),
      milestone: sum(this.#flying.filter((call) => call.milestone === milestone)),
      run: sum(this.#flying.filter((call) => call.run === run.run)),
    };
    const wait = chance.between(0, 4000);
    const now = this.#state.at + wait;
    if (this.#refusal(this.#state, run, { bound, reserved, now }) !== null) {
      this.refused += 1;
      return;
    }
    this.made += 1;
    this.#checkTime(run, milestone, wait);
    this.#flying.push({ run: run.run, milestone, bound });
    // The worst that may come: every call in flight costs all that it may.
    this.#checkSums();
  }

  #finish(call: Call): void {
    const { chance, bound, run } = { chance: this.#chance, ...call };
    this.#flying = this.#flying.filter((other) => other !== call);
    const input = chance.between(0, bound.tokens);
    const output = chance.between(0, bound.tokens - input);
    const microDollars = bound.microDollars === null ? null : chance.between(0, bound.microDollars);
    const tokens = { inputTokens: input, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: output };
    for (const scope of this.#scopes(call))
      this.#purse.add(scope, { tokens: input + output, microDollars: microDollars ?? 0 });
    const wait = chance.between(0, 3000);
    this.#append({ type: 'usageRecorded', run, call: 1, ...tokens, microDollars, known: true }, wait);
    this.#checkSums();
  }

  #scopes({ run, milestone }: Pick<Call, 'run' | 'milestone'>): string[] {
    return ['mission', `run ${String(run)}`, ...(milestone === null ? [] : [`milestone ${milestone}`])];
  }

  #checkTime(run: RunState, milestone: string | null, wait: number): void {
    for (const scope of this.#scopes({ run: run.run, milestone })) {
      const limit = this.#budgetOf(scope).milliseconds;
      const ms = this.#purse.of(scope).ms + wait;
      if (limit !== null && ms >= limit)
        throw new Error(`${scope}: a call begins after ${String(ms)} of ${String(limit)} ms`);
    }
  }

  #budgetOf(scope: string): Budget {
    if (scope === 'mission') return this.#budgets.mission;
    return scope.startsWith('run') ? this.#budgets.run : this.#budgets.milestone;
  }

  #checkSums(): void {
    const scopes = new Set(this.#flying.flatMap((call) => this.#scopes(call)).concat('mission'));
    for (const scope of scopes) {
      const flying = sum(this.#flying.filter((call) => this.#scopes(call).includes(scope)));
      const spent = this.#purse.of(scope);
      const { tokens, microDollars } = this.#budgetOf(scope);
      if (tokens !== null && spent.tokens + flying.tokens > tokens) throw new Error(`${scope}: tokens overdrawn`);
      if (microDollars !== null && spent.microDollars + flying.microDollars > microDollars)
        throw new Error(`${scope}: money overdrawn`);
    }
  }

  /** Time passes for all open runs, and once for the milestone of the top-level one. */
  #append(body: EventBody, wait: number): void {
    const state = this.#state;
    for (const number of state.openRuns) {
      const run = state.runs[number];
      this.#purse.add(`run ${String(number)}`, { ms: wait });
      const milestone = run?.parent === null ? milestoneOf(state, run) : null;
      if (milestone !== null) this.#purse.add(`milestone ${milestone}`, { ms: wait });
    }
    if (state.openRuns.length > 0) this.#purse.add('mission', { ms: wait });
    const event: MissionEvent = { seq: state.seq + 1, at: state.at + wait, author: 'runner', body };
    applyEvent(state, event);
  }
}
