import type { Budget } from './events/life.ts';
import type { MissionState, RunState, UsageTotals } from './state.ts';
import { milestoneOf } from './fold/runs.ts';
import { isRunning } from './scope.ts';

/** What calls in flight may still cost, summed up by scope. Money in millionths of a US dollar. */
export interface Reserved {
  microDollars: number;
  tokens: number;
}

export interface CallBound {
  /** Null where the model's price is not known. */
  microDollars: number | null;
  tokens: number;
}

export function totalTokens(usage: UsageTotals): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
}

interface Scope {
  name: string;
  budget: Budget;
  usage: UsageTotals | undefined;
  reserved: Reserved;
  milliseconds: number;
}

function scopeRefusal(scope: Scope, bound: CallBound): string | null {
  const { budget, usage, reserved, milliseconds, name } = scope;
  const tokens = usage ? totalTokens(usage) : 0;
  const money = usage?.microDollars ?? 0;
  if (budget.tokens !== null && tokens + reserved.tokens + bound.tokens > budget.tokens)
    return `the token budget of the ${name} (${String(budget.tokens)}) does not cover the next call: ${String(tokens)} used, up to ${String(bound.tokens)} needed`;
  const needed = bound.microDollars ?? 0;
  if (budget.microDollars !== null && money + reserved.microDollars + needed > budget.microDollars)
    return `the money budget of the ${name} ($${(budget.microDollars / 1e6).toFixed(2)}) does not cover the next call: $${(money / 1e6).toFixed(2)} spent, up to $${(needed / 1e6).toFixed(2)} needed`;
  if (budget.milliseconds !== null && milliseconds >= budget.milliseconds)
    return `the time budget of the ${name} (${String(Math.round(budget.milliseconds / 60_000))} minutes) is used up`;
  return null;
}

export interface ReservedByScope {
  mission: Reserved;
  milestone: Reserved;
  run: Reserved;
}

function timeSinceLastEvent(state: MissionState, now: number): number {
  return isRunning(state) ? Math.max(0, now - state.at) : 0;
}

/**
 * Rule 11 of product.md section 6: a call starts only if spent + reserved + its own upper bound stays within every budget.
 * Returns the sentence that refuses, or null. `now` is ms since 1970.
 */
export function budgetRefusal(
  state: MissionState,
  run: RunState,
  request: { bound: CallBound; reserved: ReservedByScope; now: number },
): string | null {
  const { bound, reserved, now } = request;
  const milestone = milestoneOf(state, run);
  const passed = timeSinceLastEvent(state, now);
  const scopes: Scope[] = [
    {
      name: 'mission',
      budget: state.budgets.mission,
      usage: state.usage,
      reserved: reserved.mission,
      milliseconds: state.activeMs + passed,
    },
    {
      name: 'run',
      budget: state.budgets.run,
      usage: run.usage,
      reserved: reserved.run,
      milliseconds: run.activeMs + passed,
    },
  ];
  if (milestone !== null)
    scopes.push({
      name: `milestone ${milestone}`,
      budget: state.budgets.milestone,
      usage: state.milestoneUsage[milestone],
      reserved: reserved.milestone,
      milliseconds: (state.milestoneMs[milestone] ?? 0) + passed,
    });
  for (const scope of scopes) {
    const refusal = scopeRefusal(scope, bound);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** A budget that is used up before any call: no run starts on it. */
export function budgetIsUsedUp(state: MissionState, now: number): string | null {
  const reserved = { microDollars: 0, tokens: 0 };
  const scope: Scope = {
    name: 'mission',
    budget: state.budgets.mission,
    usage: state.usage,
    reserved,
    milliseconds: state.activeMs + timeSinceLastEvent(state, now),
  };
  return scopeRefusal(scope, { microDollars: 1, tokens: 1 });
}
