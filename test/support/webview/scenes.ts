import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import type { ToHost } from '../../../src/protocol/toHost.ts';
import type { Reply, Snapshot, TranscriptEntry, WindowState } from '../../../src/protocol/toWebview.ts';
import { missionAt, seqOf, snapshotOf } from './recordedMission.ts';
import { windowState } from './windows.ts';

export interface SceneData {
  snapshot: Snapshot | null;
  window: WindowState;
  /** ms since 1970. */
  now: number;
}

const hourMs = 3_600_000;

/** Just before the user testing that fails, while flow testers are at work. */
const running = seqOf('assertionJudged', ({ milestone }) => milestone === 'M2') - 12;
const turn = seqOf('itemSettled');
const end = seqOf('missionCompleted');

function scene(
  seq: number,
  added: readonly MissionEvent['body'][] = [],
  changes: Partial<WindowState> = {},
): SceneData {
  const snapshot = snapshotOf(missionAt(seq, added, true));
  return { snapshot, window: windowState(changes), now: snapshot.state.at + 4000 };
}

function paused(reason: 'user' | 'budget' | 'rateLimit', until: number | null): MissionEvent['body'] {
  const words = {
    user: ['paused by the user', 'Resume when you like.'],
    budget: [
      'the money budget of the mission ($12.00) does not cover the next call: $11.62 spent, up to $0.51 needed',
      'Raise the budget, then resume.',
    ],
    rateLimit: ['Anthropic answers that too much was asked of it (status 429)', 'It goes on by itself.'],
  } as const;
  const [detail, goesOn] = words[reason];
  return { type: 'missionPaused', reason, detail, goesOn, until };
}

const budgets: MissionEvent['body'] = {
  type: 'budgetsChanged',
  budgets: {
    mission: { microDollars: 60_000_000, tokens: null, milliseconds: null },
    milestone: { microDollars: null, tokens: null, milliseconds: null },
    run: { microDollars: null, tokens: null, milliseconds: null },
  },
};

function awayWhileM2(): SceneData {
  const { snapshot, window, now } = scene(running, [budgets]);
  const since = missionAt(seqOf('roundOpened')).state.at;
  return { snapshot, window: { ...window, awaySince: since }, now: now + 20 * 60_000 };
}

/** States of a mission, each by its name, made of the recorded one. */
export const scenes = {
  none: (): SceneData => ({ snapshot: null, window: windowState(), now: 0 }),
  scoping: () => scene(seqOf('runStarted', ({ role }) => role === 'scout')),
  question: () => scene(seqOf('orchestratorAsked')),
  approval: () => scene(seqOf('planApproved') - 1),
  worker: () => scene(seqOf('handoffReceived', ({ feature }) => feature === 'F3') - 2),
  running: awayWhileM2,
  turn: () => scene(turn, [budgets]),
  waiting: () => {
    const { state } = missionAt(running);
    return scene(running, [budgets, paused('rateLimit', state.at + 0.4 * hourMs)]);
  },
  budget: () => scene(running, [paused('budget', null)]),
  paused: () => scene(running, [paused('user', null)]),
  viewer: () => {
    const data = scene(running);
    return { ...data, snapshot: data.snapshot && { ...data.snapshot, ownership: 'viewer' as const } };
  },
  completed: () => scene(end),
} as const satisfies Record<string, () => SceneData>;
export type SceneName = keyof typeof scenes;

const read = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, name));

/** A host with one transcript and one picture. */
export function playedReply(message: ToHost): Reply | undefined {
  if (message.kind === 'readRunLog') {
    const entries = JSON.parse(read('transcript.json').toString('utf8')) as TranscriptEntry[];
    return { ok: true, value: { kind: 'transcript', entries } };
  }
  if (message.kind === 'readBlob')
    return {
      ok: true,
      value: { kind: 'blob', mime: 'image/png', text: null, base64: read('shelf.png').toString('base64') },
    };
  return undefined;
}
