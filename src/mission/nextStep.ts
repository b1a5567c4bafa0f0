import { budgetIsUsedUp } from './budget.ts';
import type { PauseReason } from './events/life.ts';
import type { Limits } from './limits.ts';
import {
  attemptsInARow,
  completionProblems,
  featuresOf,
  heldItems,
  openItems,
  openQuestion,
  openRound,
  sealProblems,
} from './scope.ts';
import type { AttemptState, Cause, FeatureState, MilestoneState, MissionState, RoundState, RunState } from './state.ts';
import { recordReasons, scrutinyReasons } from './verdict.ts';

/** What happens next in a mission. `run` is the open run to go on with, or null for a fresh one. */
export type Step =
  | { kind: 'orchestratorTurn'; scoping: boolean; causes: Cause[]; run: number | null }
  | { kind: 'checkBase' }
  | { kind: 'begin' }
  | { kind: 'work'; feature: string; run: number | null }
  | { kind: 'settleAttempt'; feature: string; attempt: number }
  | { kind: 'openRound'; milestone: string; round: number }
  | { kind: 'scrutinize'; milestone: string; round: number; run: number | null }
  | { kind: 'judgeScrutiny'; milestone: string; round: number }
  | { kind: 'testAsUser'; milestone: string; round: number; run: number | null }
  | { kind: 'judgeTesting'; milestone: string; round: number }
  | { kind: 'closeRound'; milestone: string; round: number; result: 'passed' | 'failed' | 'superseded' }
  | { kind: 'seal'; milestone: string; round: number }
  | { kind: 'complete' }
  | { kind: 'pause'; reason: PauseReason; detail: string; goesOn: string }
  | { kind: 'awaitUser'; for: 'approval' | 'answer' | 'pause'; detail: string }
  | { kind: 'wait'; until: number }
  | { kind: 'done' };

interface Rule {
  name: string;
  apply(state: MissionState, limits: Limits): Step | null;
}

function pause(reason: PauseReason, detail: string, goesOn: string): Step {
  return { kind: 'pause', reason, detail, goesOn };
}

function topRun(state: MissionState): RunState | null {
  const open = state.openRuns.map((run) => state.runs[run]).find((run) => run?.parent === null);
  return open ?? null;
}

function goOnWith(run: RunState, state: MissionState): Step {
  const { subject } = run;
  if (subject.kind === 'attempt') return { kind: 'work', feature: subject.feature, run: run.run };
  if (subject.kind === 'round') {
    const kind = run.role === 'scrutiny' ? 'scrutinize' : 'testAsUser';
    return { kind, milestone: subject.milestone, round: subject.round, run: run.run };
  }
  return { kind: 'orchestratorTurn', scoping: subject.kind === 'scoping', causes: state.causes, run: run.run };
}

function unsettledAttempt(state: MissionState): AttemptState | null {
  for (const feature of Object.values(state.features)) {
    const last = feature.attempts.at(-1);
    if (last && state.runs[last.run]?.ended && last.commit === null && !last.undone) return last;
  }
  return null;
}

function orchestratorTurn(state: MissionState, limits: Limits): Step {
  if (state.failedTurns < limits.maxFailedTurns)
    return { kind: 'orchestratorTurn', scoping: state.approvedPlanVersion === null, causes: state.causes, run: null };
  return pause(
    'stalled',
    `${String(state.failedTurns)} turns of the orchestrator failed in a row`,
    'Look at the last runs, change the model of the orchestrator if needed, then resume.',
  );
}

function validatorRan(state: MissionState, round: RoundState, role: string): boolean {
  return Object.values(state.runs).some(
    (run) =>
      run.role === role &&
      run.subject.kind === 'round' &&
      run.subject.milestone === round.milestone &&
      run.subject.round === round.round &&
      run.ended?.outcome === 'completed',
  );
}

/** Work that was added to a milestone whose round is open. */
function hasPendingWork(state: MissionState, milestone: string): boolean {
  return featuresOf(state, milestone).some((feature) => feature.status === 'pending');
}

function validatorsStalled(state: MissionState, role: string, limits: Limits): Step | null {
  if ((state.deadValidators[role] ?? 0) < limits.maxDeadValidators) return null;
  return pause(
    'stalled',
    `${role} died ${String(state.deadValidators[role])} times in this round`,
    `Look at its last runs, change the model of ${role} if needed, then resume.`,
  );
}

function scrutinyStep(state: MissionState, round: RoundState, limits: Limits): Step {
  const key = { milestone: round.milestone, round: round.round };
  if (validatorRan(state, round, 'scrutiny')) return { kind: 'judgeScrutiny', ...key };
  if (hasPendingWork(state, round.milestone)) return { kind: 'closeRound', ...key, result: 'superseded' };
  return validatorsStalled(state, 'scrutiny', limits) ?? { kind: 'scrutinize', ...key, run: null };
}

function testingStep(state: MissionState, round: RoundState, limits: Limits): Step {
  const key = { milestone: round.milestone, round: round.round };
  if (validatorRan(state, round, 'userTester')) return { kind: 'judgeTesting', ...key };
  if (hasPendingWork(state, round.milestone)) return { kind: 'closeRound', ...key, result: 'superseded' };
  // Nothing to test is decided by code, without a run (product.md section 4).
  if (round.scope.assertions.length === 0) return { kind: 'judgeTesting', ...key };
  return validatorsStalled(state, 'userTester', limits) ?? { kind: 'testAsUser', ...key, run: null };
}

function roundStep(state: MissionState, round: RoundState, limits: Limits): Step {
  const key = { milestone: round.milestone, round: round.round };
  const { scrutiny, testing } = round;
  if (testing !== null) return { kind: 'closeRound', ...key, result: testing.passed ? 'passed' : 'failed' };
  if (scrutiny === null) return scrutinyStep(state, round, limits);
  if (scrutiny.passed) return testingStep(state, round, limits);
  // Every blocking finding was dismissed in the turn that followed: judged again without a rerun.
  if (scrutinyReasons(state, round).length === 0) return { kind: 'judgeScrutiny', ...key };
  return { kind: 'closeRound', ...key, result: 'failed' };
}

function isEligible(state: MissionState, feature: FeatureState): boolean {
  if (feature.status !== 'pending') return false;
  if (heldItems(state).some((item) => item.feature === feature.text.id)) return false;
  return feature.text.dependsOn.every((id) => state.features[id]?.status === 'done');
}

function workStep(state: MissionState, { text, failedAttempts }: FeatureState, limits: Limits): Step {
  if (failedAttempts >= limits.maxAttemptsPerFeature)
    return pause(
      'attemptsUsedUp',
      `${text.id} (${text.title}) failed ${String(failedAttempts)} times`,
      'Look at its attempts; talk to the orchestrator or change the worker model, then resume for a fresh set of attempts.',
    );
  if (attemptsInARow(state) >= limits.maxAttemptsPerMission)
    return pause(
      'stalled',
      `${String(limits.maxAttemptsPerMission)} attempts were made and the mission is not done`,
      'See whether it comes nearer to its end; talk to the orchestrator, then resume for as many attempts again.',
    );
  return { kind: 'work', feature: text.id, run: null };
}

function milestoneStep(state: MissionState, milestone: MilestoneState, limits: Limits): Step | null {
  const { id } = milestone.text;
  const features = featuresOf(state, id);
  const next = features.find((feature) => isEligible(state, feature));
  if (next) return workStep(state, next, limits);
  if (features.some((feature) => feature.status !== 'done')) return null;
  // The user's answer may change the milestone; it is validated when it is complete.
  if (heldItems(state).some((item) => item.milestone === id)) return null;
  const problems = sealProblems(state, milestone);
  if (problems.length === 0) return { kind: 'seal', milestone: id, round: milestone.rounds.length };
  if (milestone.rounds.length - milestone.roundsForgiven >= limits.maxRoundsPerMilestone)
    return pause(
      'stalled',
      `${id} used up its ${String(limits.maxRoundsPerMilestone)} rounds: ${problems.join('; ')}`,
      'Talk to the orchestrator, or override what you accept, then resume for a fresh set of rounds.',
    );
  return { kind: 'openRound', milestone: id, round: milestone.rounds.length + 1 };
}

function baseCheckIsCurrent(state: MissionState): boolean {
  const check = state.baseCheck;
  return (
    check !== null &&
    check.contractVersion === state.versions.contract &&
    check.servicesVersion === state.versions.services
  );
}

/** The whole control flow of a mission, first match wins. "Why did it do that?" is answered here. */
export const rules: readonly Rule[] = [
  {
    name: 'ended',
    apply: (state) =>
      state.phase === 'completed' || state.phase === 'completedWithExceptions' || state.phase === 'abandoned'
        ? { kind: 'done' }
        : null,
  },
  {
    name: 'paused',
    apply: ({ pause: paused }) => {
      if (!paused) return null;
      return paused.until === null
        ? { kind: 'awaitUser', for: 'pause', detail: `${paused.detail.replace(/\.?$/, '.')} ${paused.goesOn}` }
        : { kind: 'wait', until: paused.until };
    },
  },
  {
    name: 'scopingAsksTheUser',
    apply: (state) => {
      const ask = openQuestion(state);
      return ask ? { kind: 'awaitUser', for: 'answer', detail: ask.ask } : null;
    },
  },
  {
    name: 'openRunGoesOn',
    apply: (state) => {
      const run = topRun(state);
      return run ? goOnWith(run, state) : null;
    },
  },
  {
    name: 'attemptIsSettled',
    apply: (state) => {
      const attempt = unsettledAttempt(state);
      return attempt ? { kind: 'settleAttempt', feature: attempt.feature, attempt: attempt.attempt } : null;
    },
  },
  { name: 'scoping', apply: (state, limits) => (state.phase === 'scoping' ? orchestratorTurn(state, limits) : null) },
  {
    name: 'approval',
    apply: (state, limits) => {
      if (state.phase !== 'awaitingApproval') return null;
      if (state.causes.length > 0) return orchestratorTurn(state, limits);
      return baseCheckIsCurrent(state)
        ? { kind: 'awaitUser', for: 'approval', detail: 'the plan' }
        : { kind: 'checkBase' };
    },
  },
  {
    // A round that has its verdict is closed before anything follows from it: one turn then answers all of it. Findings
    // alone get their turn first: when all of them are dismissed, scrutiny is judged again without a rerun.
    name: 'decidedRoundCloses',
    apply: (state, limits) => {
      const round = openRound(state);
      if (!round) return null;
      const isLost = round.scrutiny?.passed === false && recordReasons(round).length > 0;
      return isLost || round.testing !== null ? roundStep(state, round, limits) : null;
    },
  },
  {
    name: 'findingSurvivedItsFixes',
    apply: (state, limits) => {
      const stubborn = openItems(state).find((item) => item.survivedFixes >= limits.maxSurvivedFixes);
      if (!stubborn) return null;
      const detail = `${stubborn.item} is still there after ${String(stubborn.survivedFixes)} fixes: ${stubborn.summary}`;
      return pause(
        'decisionNeeded',
        detail,
        'Say how to go on (a message to the orchestrator), or override the item, then resume.',
      );
    },
  },
  {
    name: 'causesGiveTheTurn',
    apply: (state, limits) => (state.causes.length > 0 ? orchestratorTurn(state, limits) : null),
  },
  { name: 'begin', apply: (state) => (state.branch === null ? { kind: 'begin' } : null) },
  {
    name: 'openRoundGoesOn',
    apply: (state, limits) => {
      const round = openRound(state);
      return round ? roundStep(state, round, limits) : null;
    },
  },
  {
    name: 'milestonesInOrder',
    apply: (state, limits) => {
      for (const id of state.milestoneOrder) {
        const milestone = state.milestones[id];
        if (!milestone || milestone.sealedAt !== null || featuresOf(state, id).length === 0) continue;
        const step = milestoneStep(state, milestone, limits);
        if (step) return step;
        // Only what waits for the user lets later milestones begin before this one is sealed.
        if (!heldItems(state).some((item) => item.milestone === id)) return null;
      }
      return null;
    },
  },
  { name: 'complete', apply: (state) => (completionProblems(state).length === 0 ? { kind: 'complete' } : null) },
];

/** No run starts on a budget that is used up. Without an open run no time passes, so the last event's time will do. */
function withinBudget(state: MissionState, step: Step): Step {
  if (!('run' in step) || step.run !== null) return step;
  const problem = budgetIsUsedUp(state, state.at);
  return problem === null ? step : pause('budget', problem, 'Raise the budget, then resume.');
}

/** Pure: the same state and limits always give the same step. */
export function nextStep(state: MissionState, limits: Limits): Step {
  for (const rule of rules) {
    const step = rule.apply(state, limits);
    if (step) return withinBudget(state, step);
  }
  const ask = Object.values(state.asks).find((candidate) => candidate.answers === null);
  if (ask) return { kind: 'awaitUser', for: 'answer', detail: ask.ask };
  const held = heldItems(state).flatMap((item) => (item.fate?.fate === 'waitsForUser' ? [item.fate.question] : []));
  if (held.length > 0) return pause('decisionNeeded', held.join(' '), 'Answer in the chat, then resume.');
  return pause(
    'stalled',
    `nothing can go on: ${completionProblems(state).join('; ')}`,
    'Send the orchestrator a message, then resume.',
  );
}
