import type { PauseReason } from '../../src/mission/events/life.ts';
import type { Pause } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';

/** Why a mission stands still, in at most 60 characters. */
export const pauseCauses: Readonly<Record<PauseReason, string>> = {
  user: 'by you',
  budget: 'the budget does not cover the next call',
  rateLimit: 'the provider was asked for too much',
  outage: 'the provider does not answer',
  noMoney: 'no credit at the provider',
  modelSetup: 'a model cannot be used',
  attemptsUsedUp: 'attempts used up',
  stalled: 'it comes no further by itself',
  disk: 'the disk refuses to write',
  branchChanged: 'the repository changed under it',
  decisionNeeded: 'a decision is needed',
  windowClosed: 'the window was closed',
};

/** A text as a sentence: a capital at its beginning, a full stop at its end. */
export function sentence(text: string): string {
  const line = oneLine(text);
  const ended = /[.!?…]$/.test(line) || line === '' ? line : `${line}.`;
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

/** What happened, as a sentence. */
export function pauseDetail({ reason, detail }: Pause): string {
  return reason === 'user' ? 'You paused the mission.' : sentence(detail);
}
