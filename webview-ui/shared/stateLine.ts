import { defaultLimits } from '../../src/mission/limits.ts';
import { nextStep } from '../../src/mission/nextStep.ts';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import { featuresOf, openQuestion, openRound } from '../../src/mission/scope.ts';
import { scopingPhases } from '../../src/mission/artefacts/plan.ts';
import type { MissionState, RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { phaseNames } from '../../src/wording/planningLines.ts';
import { pauseNames } from '../../src/wording/words.ts';
import { clockFigure } from './figures.ts';
import type { Tone } from './tone.ts';
import { nextAction } from './nextAction.ts';
import { pauseCauses } from './pauseWords.ts';

/** Where a mission stands, in one fixation: icon, word, reason, and what comes next. */
export interface StateLine {
  icon: string;
  tone: Tone | undefined;
  isTurning: boolean;
  word: string;
  /** Follows the word; may be empty. */
  reason: string;
  /** Follows "Next"; may be empty. */
  next: string;
}

const reasonCharacters = 60;

/** The run that nobody started but the mission itself, while it is open. */
export function topRun(state: MissionState): RunState | null {
  const open = state.openRuns.map((run) => state.runs[run]);
  return open.find((run) => run?.parent === null) ?? null;
}

function milestoneTitle(state: MissionState, milestone: string): string {
  return `“${oneLine(state.milestones[milestone]?.text.title ?? milestone, 28)}”`;
}

function turnReason(state: MissionState): string {
  const failed = state.causes.find(({ kind }) => kind === 'round');
  const milestone = state.milestoneOrder
    .map((id) => state.milestones[id])
    .find((candidate) => candidate?.rounds.at(-1)?.closed === 'failed' && candidate.sealedAt === null);
  const round = milestone?.rounds.at(-1);
  if (failed && milestone && round) {
    const lost = Object.values(round.verdicts).filter((verdict) => verdict !== 'passed').length;
    const what = lost === 0 ? '' : `: ${lost} of ${count(round.scope.assertions.length, 'assertion')}`;
    return `Round ${round.round} of ${milestoneTitle(state, milestone.text.id)} failed${what}`;
  }
  const [cause] = state.causes;
  if (!cause) return 'decides how to go on';
  return state.causes.length === 1
    ? oneLine(cause.text, reasonCharacters)
    : `decides on ${count(state.causes.length, 'matter')}`;
}

/** How far a round's validators are, as the journal tells it. */
function roundReason(state: MissionState, run: RunState, key: { milestone: string; round: number }): string {
  const round = state.milestones[key.milestone]?.rounds.find((candidate) => candidate.round === key.round);
  const what = `${milestoneTitle(state, key.milestone)}, round ${key.round}`;
  if (!round) return what;
  if (run.role === 'scrutiny')
    return `Scrutiny of ${what}: ${Object.keys(round.reviews).length} of ${round.scope.features.length} reviewed`;
  const tried = new Set([...Object.keys(round.verdicts), ...Object.keys(round.flows)]).size;
  return `User testing ${what}: ${tried} of ${round.scope.assertions.length} tried`;
}

function workReason(state: MissionState, run: RunState): string {
  const { subject } = run;
  switch (subject.kind) {
    case 'attempt': {
      const title = oneLine(state.features[subject.feature]?.text.title ?? '', 44);
      return `${subject.feature} ${title}${subject.attempt === 1 ? '' : `, attempt ${subject.attempt}`}`;
    }
    case 'round':
      return roundReason(state, run, subject);
    default:
      return '';
  }
}

function scopingLine(state: MissionState): Omit<StateLine, 'next'> {
  const phase = scopingPhases.find((candidate) => candidate === state.scopingPhase);
  const step = phase ? `${phaseNames[phase]}, step ${scopingPhases.indexOf(phase) + 1} of ${scopingPhases.length}` : '';
  if (openQuestion(state))
    return { icon: 'bell', tone: 'attention', isTurning: false, word: 'Scoping', reason: 'Waits for your answer' };
  return { icon: 'sync', tone: 'running', isTurning: true, word: 'Scoping', reason: step };
}

/** What code does by itself while no run is at work. */
function codeReason(state: MissionState): string {
  const round = openRound(state);
  if (round?.gates === null)
    return `Gates of ${milestoneTitle(state, round.milestone)}, round ${round.round}, in a clean checkout`;
  const attempts = Object.values(state.features).flatMap((feature) => feature.attempts);
  const isCompared = attempts.some(({ handoff, judged, undone }) => handoff && !judged && !undone);
  return isCompared ? 'The handoff is compared with the record' : 'Between two runs';
}

function runningLine(state: MissionState): Omit<StateLine, 'next'> {
  const run = topRun(state);
  if (run?.role === 'orchestrator')
    return {
      icon: 'compass',
      tone: 'running',
      isTurning: false,
      word: 'Orchestrator’s turn',
      reason: turnReason(state),
    };
  const reason = run ? workReason(state, run) : codeReason(state);
  return { icon: 'sync', tone: 'running', isTurning: true, word: 'Running', reason };
}

function pausedLine(state: MissionState, now: number): Omit<StateLine, 'next'> | null {
  const { pause } = state;
  if (!pause) return null;
  if (pause.until !== null) {
    const reason = `${pauseNames[pause.reason]}, goes on by itself at ${clockFigure(pause.until, now)}`;
    return { icon: 'watch', tone: 'running', isTurning: false, word: 'Waiting', reason };
  }
  const reason = pauseCauses[pause.reason];
  return { icon: 'debug-pause', tone: 'attention', isTurning: false, word: 'Paused', reason };
}

function endLine(state: MissionState, now: number): Omit<StateLine, 'next'> | null {
  const at = clockFigure(state.at, now);
  if (state.phase === 'completed')
    return {
      icon: 'pass',
      tone: 'passed',
      isTurning: false,
      word: 'Completed',
      reason: `at ${at}. Every assertion holds`,
    };
  if (state.phase === 'completedWithExceptions') {
    const granted = liveAssertions(state).filter(({ overridden }) => overridden !== null).length;
    const reason = `at ${at}. ${granted === 0 ? 'You dismissed a finding' : `You accepted ${count(granted, 'assertion')} as they are`}`;
    return { icon: 'pass', tone: 'attention', isTurning: false, word: 'Completed with exceptions', reason };
  }
  if (state.phase === 'abandoned')
    return { icon: 'circle-slash', tone: 'pending', isTurning: false, word: 'Abandoned', reason: `at ${at}` };
  return null;
}

function approvalLine(state: MissionState): Omit<StateLine, 'next'> {
  const size = `${count(state.milestoneOrder.filter((id) => featuresOf(state, id).length > 0).length, 'milestone')}, ${count(liveFeatures(state).length, 'feature')}`;
  const step = nextStep(state, defaultLimits);
  if (step.kind === 'awaitUser')
    return { icon: 'bell', tone: 'attention', isTurning: false, word: 'Waits for your approval', reason: size };
  const reason = step.kind === 'checkBase' ? 'the untouched base is checked' : 'the orchestrator changes the plan';
  return { icon: 'sync', tone: 'running', isTurning: true, word: 'Planning', reason };
}

function presentLine(state: MissionState, now: number): Omit<StateLine, 'next'> {
  const line = endLine(state, now) ?? pausedLine(state, now);
  if (line) return line;
  if (state.phase === 'scoping') return scopingLine(state);
  return state.phase === 'awaitingApproval' ? approvalLine(state) : runningLine(state);
}

/** `now` in ms since 1970, for clock times. */
export function stateLine(state: MissionState, now: number): StateLine {
  return { ...presentLine(state, now), next: nextAction(state) };
}
