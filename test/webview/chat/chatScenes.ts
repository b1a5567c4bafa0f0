import type { EventBody } from '../../../src/mission/events/event.ts';
import type { ActivityPiece } from '../../../src/protocol/toWebview.ts';
import { missionAt, recordedEvents, seqOf, snapshotOf } from '../../support/webview/recordedMission.ts';
import { windowState } from '../../support/webview/windows.ts';
import type { Scene } from '../../support/webview/webviewPage.ts';

export const hourMs = 3_600_000;
const noBudget = { microDollars: null, tokens: null, milliseconds: null };

export type ChatScene = Pick<Scene, 'snapshot' | 'window'> &
  Partial<Pick<Scene, 'now' | 'remembered'>> & {
    /** What runs do at the moment. */
    live?: { run: number; piece: ActivityPiece }[];
  };

export const planned = seqOf('planApproved') - 1;
const testing = seqOf('runStarted', ({ role }) => role === 'flowTester') + 60;
const lostRound = seqOf('roundClosed', ({ milestone }) => milestone === 'M2') + 1;

export function at(seq: number, added: EventBody[] = [], isPriced = true): ChatScene {
  return { snapshot: snapshotOf(missionAt(seq, added, isPriced)), window: windowState() };
}

export function pausedBy(
  reason: EventBody<'missionPaused'>['reason'],
  changes: Partial<EventBody<'missionPaused'>> = {},
): EventBody {
  return {
    type: 'missionPaused',
    reason,
    detail: 'the work stopped here',
    goesOn: 'Change what stopped it, then resume.',
    until: null,
    ...changes,
  };
}

/** Eight dollars for the mission. */
export const smallBudget: EventBody = {
  type: 'budgetsChanged',
  budgets: { mission: { ...noBudget, microDollars: 8_000_000 }, milestone: noBudget, run: noBudget },
};

const asked: EventBody = {
  type: 'orchestratorAsked',
  ask: 'A28-1',
  run: 28,
  questions: [{ question: 'May the port 4390 be used for a proxy?', options: ['Yes', 'No'] }],
};

function editedPlan(): ChatScene {
  const scene = at(planned);
  const id = scene.snapshot?.state.missionId ?? '';
  return {
    ...scene,
    remembered: {
      [`plan.editing.${id}`]: true,
      [`edit.${id}.F2.struck`]: 'yes',
      'fold.edit.F1': true,
      'fold.edit.VAL-API-001': true,
    },
  };
}

function unfoldedPlan(): ChatScene {
  const sections = ['contract', 'area.API', 'requirements', 'boundaries', 'commands', 'base', 'models', 'F1'];
  return {
    ...at(planned),
    remembered: Object.fromEntries(sections.map((section) => [`fold.plan.${section}`, true])),
  };
}

function redBase(): EventBody {
  const { state } = missionAt(planned);
  const { baseCheck } = state;
  if (!baseCheck) throw new Error('the recorded mission has no check of the base');
  const [first, ...others] = baseCheck.gates;
  if (!first) throw new Error('the recorded mission has no gates');
  return {
    ...baseCheck,
    gates: [{ ...first, exitCode: 1, failingTests: ['a book is listed', 'a book is read'] }, ...others],
  };
}

function missionsBefore(): ChatScene {
  const folder = '/home/reader/shelf';
  return {
    snapshot: null,
    window: windowState({
      providers: windowState().providers.map((provider) => ({ ...provider, problem: null })),
      missions: [
        { mission: 'done', goal: 'Lend books to friends', folder, phase: 'completed', pause: null, at: -2 * hourMs },
        { mission: 'stopped', goal: 'Rate books', folder, phase: 'running', pause: 'budget', at: -30 * hourMs },
        { mission: 'other', goal: 'Sell books', folder: '/home/reader/shop', phase: 'scoping', pause: null, at: 0 },
      ],
    }),
  };
}

/** Every state that the chat draws. */
export const chatScenes: Readonly<Record<string, () => ChatScene>> = {
  'no mission, no key': () => ({ snapshot: null, window: windowState({ defaults: null }) }),
  'no mission, models and earlier missions': missionsBefore,
  'no mission, no folder': () => ({
    snapshot: null,
    window: windowState({
      folder: null,
      suggestedGoal: null,
      problem: { text: 'No folder is open. A mission works in a git repository.', action: 'openFolder' },
      notice: 'The mission could not be opened.',
    }),
  }),
  'researchers at work': () => ({
    ...at(13),
    now: missionAt(13).state.at + 72_000,
    live: [
      { run: 2, piece: { kind: 'call', name: 'read_file', summary: '{"path":"src/book.js"}' } },
      { run: 3, piece: { kind: 'text', text: 'I look for the form.' } },
    ],
  }),
  questions: () => at(seqOf('orchestratorAsked')),
  'a plan whose base is checked': () => at(seqOf('planProposed')),
  'a plan': () => at(planned),
  'a plan, unfolded': unfoldedPlan,
  'a plan, edited': editedPlan,
  'a plan on a red base': () => at(planned, [redBase()]),
  'a worker, and a message that waits': () =>
    at(seqOf('handoffReceived') - 2, [{ type: 'userSaid', message: 'm1', text: 'Keep the form small, please.' }]),
  'flow testers': () => at(testing),
  'a question while running': () => at(lostRound + 1, [asked]),
  'paused by the budget': () =>
    at(testing, [smallBudget, pausedBy('budget', { goesOn: 'Raise the budget, then resume.' })]),
  'paused by the user': () =>
    at(testing, [pausedBy('user', { detail: 'Paused by the user.', goesOn: 'Resume when you like.' })]),
  waiting: () =>
    at(testing, [
      pausedBy('rateLimit', { until: missionAt(testing).state.at + 600_000, goesOn: 'Goes on by itself.' }),
    ]),
  'after an absence': () => {
    const scene = at(lostRound);
    const now = (scene.snapshot?.state.at ?? 0) + 8 * hourMs;
    return { ...scene, now, window: windowState({ awaySince: missionAt(planned + 2).state.at }) };
  },
  'carried by another window': () => {
    const scene = at(seqOf('orchestratorAsked'));
    return { ...scene, snapshot: scene.snapshot && { ...scene.snapshot, ownership: 'viewer' } };
  },
  completed: () => at(recordedEvents().length),
  'ended before approval': () => at(planned, [{ type: 'missionAbandoned', reason: 'cancelled by the user' }]),
};
