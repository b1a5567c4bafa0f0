import { totalTokens } from '../../src/mission/budget.ts';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import { isRunning } from '../../src/mission/scope.ts';
import type { MissionState, RunState, UsageTotals } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { dollarFigure, durationFigure, moneyFigure, tokenFigure } from './figures.ts';
import { countVerdicts, exceptionWords } from './verdicts.ts';

export interface Metric {
  name: string;
  value: string;
  /** Follows the value, smaller. */
  of: string;
  detail: string;
}

/** Time at work; `now` counts since the last event while something runs. */
export function workedMs(state: MissionState, now: number): number {
  return state.activeMs + (isRunning(state) ? Math.max(0, now - state.at) : 0);
}

/** Time that a run was at work. */
export function runMs(state: MissionState, run: RunState, now: number): number {
  return run.activeMs + (run.ended === null && isRunning(state) ? Math.max(0, now - state.at) : 0);
}

/** Money of a run or a mission; the word where a price is not known. */
export function costWords({ microDollars, calls, unpricedCalls }: UsageTotals): string {
  if (calls > 0 && unpricedCalls === calls) return 'no price';
  return unpricedCalls > 0 ? `${moneyFigure(microDollars)} and more` : moneyFigure(microDollars);
}

/** `2.1M in, 38.6M cached, 0.5M out`: what was read anew, read from the cache, and written. */
export function tokenSplit({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }: UsageTotals): string {
  const fresh = tokenFigure(inputTokens + cacheWriteTokens);
  return `${fresh} in, ${tokenFigure(cacheReadTokens)} cached, ${tokenFigure(outputTokens)} out`;
}

function timeMetric(state: MissionState, now: number): Metric {
  const limit = state.budgets.mission.milliseconds;
  const estimated = state.proposal?.estimate.minutes;
  const detail = estimated
    ? `estimated ${minutes(estimated[0])} to ${minutes(estimated[1])}`
    : 'at work, without waiting';
  return {
    name: 'Time',
    value: durationFigure(workedMs(state, now)),
    of: limit === null ? '' : `of ${durationFigure(limit)}`,
    detail,
  };
}

function minutes(number: number): string {
  return durationFigure(Math.round(number) * 60_000);
}

function featureMetric(state: MissionState): Metric {
  const features = liveFeatures(state);
  const done = features.filter(({ status }) => status === 'done').length;
  const fixes = features.filter(({ text }) => isFix(text)).length;
  const planned = `${features.length - fixes} planned${fixes === 0 ? '' : `, ${count(fixes, 'fix', 'fixes')}`}`;
  const detail = features.length === 0 ? 'not written yet' : planned;
  return { name: 'Features done', value: String(done), of: `of ${features.length}`, detail };
}

/** Whether a feature was written to repair something. */
export function isFix({ fixes }: { fixes: { findings: string[]; assertions: string[] } }): boolean {
  return fixes.findings.length + fixes.assertions.length > 0;
}

function assertionMetric(state: MissionState): Metric {
  const counts = countVerdicts(liveAssertions(state));
  const exceptions = exceptionWords(counts).join(', ');
  const tried = counts.pending === 0 ? 'all with evidence' : `${counts.pending} not tried yet`;
  const rest = counts.all === 0 ? 'not written yet' : tried;
  const detail = exceptions === '' ? rest : exceptions;
  return { name: 'Assertions passed', value: String(counts.passed), of: `of ${counts.all}`, detail };
}

/** Time, features, assertions and tokens; the cost is drawn with its budget. */
export function metrics(state: MissionState, now: number): Metric[] {
  const limit = state.budgets.mission.tokens;
  const tokens = {
    name: 'Tokens',
    value: tokenFigure(totalTokens(state.usage)),
    of: limit === null ? '' : `of ${tokenFigure(limit)}`,
    detail: tokenSplit(state.usage),
  };
  return [timeMetric(state, now), featureMetric(state), assertionMetric(state), tokens];
}

export interface CostMetric extends Metric {
  /** Shares of the budget, 1 = all of it; null without a budget. */
  bar: { spent: number; low: number | null; high: number | null; sentence: string } | null;
}

/** The plan's estimate of money, where it says anything. */
function estimatedCost({ proposal }: MissionState): [number, number] | null {
  const cost = proposal?.estimate.cost ?? null;
  return cost !== null && cost[1] > 0 ? cost : null;
}

function costDetail(state: MissionState): string {
  const estimated = estimatedCost(state);
  if (estimated) return `Estimate ${dollarFigure(estimated[0])} to ${dollarFigure(estimated[1])}`;
  if (state.scripted) return 'The rehearsal is free';
  const { unpricedCalls } = state.usage;
  return unpricedCalls > 0 ? `${count(unpricedCalls, 'call')} without a known price` : 'No estimate';
}

/** What was spent, of the budget, beside the estimate of the plan. Where no price is known there is nothing to draw. */
export function costMetric(state: MissionState): CostMetric {
  const { usage, budgets } = state;
  const budget = budgets.mission.microDollars;
  const estimated = estimatedCost(state);
  const detail = costDetail(state);
  const value = costWords(usage);
  if (budget === null) return { name: 'Cost', value, of: '', detail, bar: null };
  const share = (dollars: number | undefined): number | null =>
    dollars === undefined ? null : (dollars * 1e6) / budget;
  const sentence = `${value} of ${moneyFigure(budget)} spent. ${detail}`;
  const bar = { spent: usage.microDollars / budget, low: share(estimated?.[0]), high: share(estimated?.[1]), sentence };
  return { name: 'Cost', value, of: `of ${moneyFigure(budget)}`, detail, bar };
}
