import { defaultLimits } from '../../src/mission/limits.ts';
import { nextStep } from '../../src/mission/nextStep.ts';
import { heldItems } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import type { Action, Place, Target } from '../../src/protocol/actions.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { pauseNames, roleNames } from '../../src/wording/words.ts';
import { sentence } from './pauseWords.ts';
import type { Tone } from './tone.ts';

export type Press = { kind: 'act'; action: Action } | { kind: 'show'; place: Place };

export interface Need {
  id: string;
  icon: string;
  tone: Tone | undefined;
  /** A short sentence in strong letters, then the text. */
  lead: string;
  text: string;
  /** Since when (ms since 1970), where that is known. */
  since: number | null;
  /** The first is the one to press. */
  presses: { label: string; press: Press }[];
}

const resume = { label: 'Resume', press: { kind: 'act', action: { kind: 'resume' } } } as const;
const toChat = (label: string): Need['presses'][number] => ({
  label,
  press: { kind: 'show', place: { kind: 'chat' } },
});
const toTab = (label: string, tab: Extract<Target, { kind: 'tab' }>['tab']): Need['presses'][number] => ({
  label,
  press: { kind: 'show', place: { kind: 'missionControl', target: { kind: 'tab', tab } } },
});

function questions(state: MissionState): Need[] {
  return Object.values(state.asks)
    .filter(({ answers }) => answers === null)
    .map((ask) => ({
      id: `ask:${ask.ask}`,
      icon: 'bell',
      tone: 'attention',
      lead: `The orchestrator asks ${count(ask.questions.length, 'question')}.`,
      text: oneLine(ask.questions[0]?.question ?? ''),
      since: ask.askedAt,
      presses: [toChat('Answer…')],
    }));
}

function approval(state: MissionState): Need[] {
  if (state.phase !== 'awaitingApproval' || state.pause !== null) return [];
  const step = nextStep(state, defaultLimits);
  if (step.kind !== 'awaitUser' || step.for !== 'approval') return [];
  const text = 'Nothing touches your files before you approve it.';
  return [
    {
      id: 'approval',
      icon: 'bell',
      tone: 'attention',
      lead: 'The plan waits for your approval.',
      text,
      since: state.at,
      presses: [toChat('Read the plan')],
    },
  ];
}

function pausePresses(state: MissionState): Need['presses'] {
  switch (state.pause?.reason) {
    case 'budget':
      return [toTab('Change the budget', 'setup'), resume];
    case 'modelSetup':
    case 'noMoney':
      return [toTab('Set up models', 'setup'), resume];
    case 'attemptsUsedUp':
    case 'stalled':
    case 'decisionNeeded':
      return [toChat('Talk to the orchestrator'), resume];
    default:
      return [resume];
  }
}

function pause(state: MissionState): Need[] {
  const { pause: paused } = state;
  // Who paused it knows that, and the header has the way on.
  if (!paused || paused.until !== null || paused.reason === 'user') return [];
  const lead = `Paused: ${pauseNames[paused.reason]}.`;
  const text = `${sentence(paused.detail)} ${sentence(paused.goesOn)}`;
  return [
    { id: 'pause', icon: 'debug-pause', tone: 'attention', lead, text, since: null, presses: pausePresses(state) },
  ];
}

function held(state: MissionState): Need[] {
  return heldItems(state).flatMap((item) =>
    item.fate?.fate === 'waitsForUser'
      ? [
          {
            id: `item:${item.item}`,
            icon: 'bell',
            tone: 'attention' as const,
            lead: `${item.item} waits for you.`,
            text: oneLine(item.fate.question),
            since: null,
            presses: [toChat('Answer…')],
          },
        ]
      : [],
  );
}

function end(state: MissionState): Need[] {
  if (state.phase !== 'completed' && state.phase !== 'completedWithExceptions') return [];
  return [
    {
      id: 'end',
      icon: 'git-merge',
      tone: 'passed',
      lead: 'The mission has ended.',
      text: 'Its branch waits for your review.',
      since: state.at,
      presses: [
        { label: 'Review changes', press: { kind: 'show', place: { kind: 'missionChanges' } } },
        { label: 'Open report', press: { kind: 'show', place: { kind: 'report' } } },
      ],
    },
  ];
}

/** Models that are chosen and cannot be used. */
function models(state: MissionState, window: WindowState): Need[] {
  if (state.phase === 'completed' || state.phase === 'completedWithExceptions' || state.phase === 'abandoned')
    return [];
  return window.providers.flatMap(({ provider, title, problem }) => {
    const roles = Object.entries(state.models).filter(([, choice]) => choice.provider === provider);
    if (problem === null || roles.length === 0) return [];
    const names = Object.entries(roleNames).filter(([role]) => roles.some(([used]) => used === role));
    const who =
      names.length === Object.keys(roleNames).length ? 'Every role' : names.map(([, name]) => name).join(', ');
    return [
      {
        id: `provider:${provider}`,
        icon: 'warning',
        tone: 'attention' as const,
        lead: `${title} cannot be used.`,
        text: `${who} ${names.length === 1 || who === 'Every role' ? 'needs' : 'need'} it. ${problem}`,
        since: null,
        presses: [toTab('Set up models', 'setup')],
      },
    ];
  });
}

/** Everything that only a person can move, most urgent first. */
export function needsYou(state: MissionState, window: WindowState): Need[] {
  return [
    ...approval(state),
    ...pause(state),
    ...questions(state),
    ...held(state),
    ...models(state, window),
    ...end(state),
  ];
}
