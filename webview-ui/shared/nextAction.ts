import { defaultLimits } from '../../src/mission/limits.ts';
import { nextStep } from '../../src/mission/nextStep.ts';
import type { Step } from '../../src/mission/nextStep.ts';
import { openQuestion } from '../../src/mission/scope.ts';
import type { MissionState, RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';

const titleCharacters = 36;
const goesOnCharacters = 160;

function featureName(state: MissionState, feature: string): string {
  return `${feature} ${oneLine(state.features[feature]?.text.title ?? '', titleCharacters)}`.trimEnd();
}

function stepWords(state: MissionState, step: Step): string {
  switch (step.kind) {
    case 'work':
      return `a worker builds ${featureName(state, step.feature)}`;
    case 'settleAttempt':
      return `the handoff of ${step.feature} is compared with the record`;
    case 'openRound':
      return `round ${step.round} of ${step.milestone}: scrutiny, then user testing`;
    case 'scrutinize':
    case 'judgeScrutiny':
      return `scrutiny of ${step.milestone}, round ${step.round}`;
    case 'testAsUser':
    case 'judgeTesting':
      return `user testing of ${step.milestone}, round ${step.round}`;
    case 'closeRound':
      return `round ${step.round} of ${step.milestone} is closed`;
    case 'seal':
      return `${step.milestone} is sealed`;
    case 'complete':
      return 'the mission completes';
    case 'checkBase':
      return 'the gates and command assertions are tried on the untouched base';
    case 'begin':
      return 'the mission branch is made';
    case 'orchestratorTurn':
      return step.scoping ? 'the orchestrator goes on scoping' : 'the orchestrator decides how to go on';
    case 'awaitUser':
      return step.for === 'approval' ? 'read the plan in the chat, then approve it' : 'answer in the chat';
    case 'pause':
      return oneLine(step.goesOn, goesOnCharacters);
    case 'wait':
    case 'done':
      return '';
  }
}

/** What follows if the open run does what it is there for. */
function afterRun(state: MissionState, run: RunState): string {
  const { subject } = run;
  if (subject.kind === 'scoping') return 'the plan comes to you for approval';
  if (subject.kind === 'round') {
    const again = `a fix and round ${subject.round + 1}`;
    return run.role === 'scrutiny'
      ? `user testing if it passes, else ${again}`
      : `${subject.milestone} is sealed if all of it holds, else ${again}`;
  }
  if (subject.kind === 'turn') return stepWords(state, nextStep({ ...state, openRuns: [], causes: [] }, defaultLimits));
  if (subject.kind === 'attempt') {
    const feature = state.features[subject.feature];
    if (!feature) return '';
    const done = { ...feature, status: 'done' as const, attempts: [] };
    const then = { ...state, openRuns: [], causes: [], features: { ...state.features, [subject.feature]: done } };
    return stepWords(then, nextStep(then, defaultLimits));
  }
  return '';
}

function atEnd(state: MissionState): string | null {
  switch (state.phase) {
    case 'completed':
      return 'review the branch and merge it. Nothing was pushed.';
    case 'completedWithExceptions':
      return 'read what you accepted, then review the branch. Nothing was pushed.';
    case 'abandoned':
      return `the branch stays as it is${state.branch === null ? '' : `: ${state.branch}`}`;
    default:
      return null;
  }
}

/** What comes next, to follow the word "Next"; empty where nothing does. */
export function nextAction(state: MissionState): string {
  const end = atEnd(state);
  if (end !== null) return end;
  const { pause } = state;
  if (pause?.until === null) return oneLine(pause.goesOn, goesOnCharacters);
  const ask = openQuestion(state);
  if (ask) return `answer ${count(ask.questions.length, 'question')} in the chat`;
  const top = state.openRuns.map((run) => state.runs[run]).find((run) => run?.parent === null);
  if (pause) return top ? 'the call that failed is made again' : 'the mission goes on by itself';
  return top ? afterRun(state, top) : stepWords(state, nextStep(state, defaultLimits));
}
