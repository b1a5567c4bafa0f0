import type { EventBody } from '../events/event.ts';
import type { runEvents } from '../events/runs.ts';
import { emptyUsage } from '../state.ts';
import type { FeatureState, MissionState, RunState, UsageTotals } from '../state.ts';
import { addCause } from './addCause.ts';
import type { Reducers } from './reducers.ts';

/** The milestone a run's usage counts for; null outside milestones. */
export function milestoneOf(state: MissionState, run: RunState): string | null {
  const { subject } = run;
  if (subject.kind === 'attempt') return state.features[subject.feature]?.text.milestone ?? null;
  return 'milestone' in subject ? subject.milestone : null;
}

function addUsage(total: UsageTotals, body: EventBody<'usageRecorded'>): void {
  total.inputTokens += body.inputTokens;
  total.cacheReadTokens += body.cacheReadTokens;
  total.cacheWriteTokens += body.cacheWriteTokens;
  total.outputTokens += body.outputTokens;
  total.calls += 1;
  if (body.microDollars === null) total.unpricedCalls += 1;
  else total.microDollars += body.microDollars;
}

function endAttempt(state: MissionState, feature: FeatureState, body: EventBody<'runEnded'>): void {
  if (body.outcome === 'completed' || body.outcome === 'partial') return;
  const attempt = feature.attempts.at(-1);
  feature.status = 'pending';
  feature.failedAttempts += 1;
  feature.partials = 0;
  const number = String(attempt?.attempt ?? 0);
  const text = `attempt ${number} of ${feature.text.id} (${feature.text.title}) ended ${body.outcome}: ${body.reason}`;
  addCause(state, { id: `attempt:${feature.text.id}/${number}`, kind: 'attempt', text });
}

function endValidator(state: MissionState, role: string, outcome: EventBody<'runEnded'>['outcome']): void {
  if (outcome === 'completed') state.deadValidators[role] = 0;
  else state.deadValidators[role] = (state.deadValidators[role] ?? 0) + 1;
}

export const runReducers: Reducers<keyof typeof runEvents> = {
  runStarted(state, body, stamp) {
    const { run, role, subject, parent, choice } = body;
    state.runs[run] = {
      run,
      role,
      subject,
      parent,
      choice,
      startedAt: stamp.at,
      activeMs: 0,
      usage: emptyUsage(),
      failuresInARow: 0,
      lastCall: 0,
      delivered: false,
      ended: null,
    };
    state.runCount = run;
    state.openRuns.push(run);
    if (role === 'orchestrator' && state.phase === 'awaitingApproval') state.phase = 'scoping';
    if (subject.kind !== 'attempt') return;
    const feature = state.features[subject.feature];
    if (!feature) return;
    feature.status = 'inProgress';
    const { attempt, base } = subject;
    feature.attempts.push({
      run,
      feature: subject.feature,
      attempt,
      base,
      tip: null,
      files: [],
      handoff: null,
      judged: null,
      commit: null,
      partial: false,
      undone: false,
    });
  },
  usageRecorded(state, body) {
    const run = state.runs[body.run];
    addUsage(state.usage, body);
    if (!run) return;
    addUsage(run.usage, body);
    if (body.known) run.failuresInARow = 0;
    run.lastCall = Math.max(run.lastCall, body.call);
    const milestone = milestoneOf(state, run);
    if (milestone === null) return;
    addUsage((state.milestoneUsage[milestone] ??= emptyUsage()), body);
  },
  modelCallFailed(state, body) {
    const run = state.runs[body.run];
    if (!run) return;
    run.failuresInARow += 1;
    run.lastCall = Math.max(run.lastCall, body.call);
  },
  actionDenied() {
    // Kept for the report; no rule depends on it.
  },
  runEnded(state, body, stamp) {
    const run = state.runs[body.run];
    if (!run) return;
    const { subject } = run;
    const { outcome, reason, turns, toolCalls } = body;
    run.ended = { outcome, reason, turns, toolCalls, at: stamp.at };
    state.openRuns = state.openRuns.filter((open) => open !== body.run);
    state.doneCalls = state.doneCalls.filter((call) => !call.startsWith(`${String(body.run)}:`));
    // A turn without an end counts as failed. A plan that was proposed resets nothing: its base check may fail.
    if (run.role === 'orchestrator' && !run.delivered) state.failedTurns += 1;
    if (run.delivered && subject.kind === 'turn') state.failedTurns = 0;
    if (run.role === 'scrutiny' || run.role === 'userTester') endValidator(state, run.role, outcome);
    const feature = subject.kind === 'attempt' ? state.features[subject.feature] : undefined;
    if (feature) endAttempt(state, feature, body);
  },
};
