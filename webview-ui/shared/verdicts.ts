import { liveAssertions } from '../../src/mission/plan.ts';
import { featuresOf } from '../../src/mission/scope.ts';
import type { AssertionState, ItemState, MissionState } from '../../src/mission/state.ts';
import type { Tone } from './tone.ts';

/** What is known of an assertion at the moment. `accepted`: the user took it as it is. */
export type Verdict = 'passed' | 'failed' | 'blocked' | 'stale' | 'pending' | 'accepted';

export interface Sign {
  icon: string;
  tone?: Tone;
  /** As it begins a line. */
  word: string;
}

/** In the order in which people ask about them in bars and tables. */
export const verdicts: readonly Verdict[] = ['passed', 'accepted', 'failed', 'blocked', 'stale', 'pending'];

export const verdictSigns: Readonly<Record<Verdict, Sign>> = {
  passed: { icon: 'pass', tone: 'passed', word: 'Passed' },
  accepted: { icon: 'account', word: 'Accepted' },
  failed: { icon: 'error', tone: 'failed', word: 'Failed' },
  blocked: { icon: 'circle-slash', tone: 'blocked', word: 'Blocked' },
  stale: { icon: 'issue-reopened', tone: 'stale', word: 'Stale' },
  pending: { icon: 'circle-outline', tone: 'pending', word: 'Pending' },
};

export function verdictOf({ status, stale, overridden }: AssertionState): Verdict {
  if (overridden !== null) return 'accepted';
  return status === 'passed' && stale ? 'stale' : status;
}

export type VerdictCounts = Record<Verdict, number> & { all: number };

export function countVerdicts(assertions: readonly AssertionState[]): VerdictCounts {
  const counts = { passed: 0, accepted: 0, failed: 0, blocked: 0, stale: 0, pending: 0, all: assertions.length };
  for (const assertion of assertions) counts[verdictOf(assertion)] += 1;
  return counts;
}

/** `20 of 22 passed, 2 stale`: what does not hold is named, what has not been tried is not. */
export function verdictSentence(counts: VerdictCounts): string {
  const exceptions = exceptionWords(counts);
  return [`${counts.passed} of ${counts.all} passed`, ...exceptions].join(', ');
}

export function exceptionWords(counts: VerdictCounts): string[] {
  const named = verdicts.filter((verdict) => verdict !== 'passed' && verdict !== 'pending' && counts[verdict] > 0);
  return named.map((verdict) => `${counts[verdict]} ${verdictSigns[verdict].word.toLowerCase()}`);
}

/** Live assertions that a milestone's features claim. */
export function assertionsOfMilestone(state: MissionState, milestone: string): AssertionState[] {
  const claimed = new Set(featuresOf(state, milestone).flatMap(({ text }) => text.claims));
  return liveAssertions(state).filter(({ text }) => claimed.has(text.id));
}

/** The middle of an id: `VAL-TAG-003` is of area `TAG`. */
export function areaOf(assertion: string): string {
  return assertion.split('-')[1] ?? assertion;
}

const fateSigns: Readonly<Record<NonNullable<ItemState['fate']>['fate'], Sign>> = {
  fix: { icon: 'tools', word: 'Fix' },
  reopen: { icon: 'issue-reopened', word: 'Re-opened' },
  extend: { icon: 'diff-added', word: 'Extends' },
  putOff: { icon: 'calendar', word: 'Put off' },
  waitsForUser: { icon: 'bell', tone: 'attention', word: 'Waits for you' },
  dismiss: { icon: 'circle-slash', word: 'Dismissed' },
};

export function fateOf(item: ItemState): Sign {
  if (item.fate) return fateSigns[item.fate.fate];
  return item.status === 'resolved'
    ? { icon: 'pass', tone: 'passed', word: 'Gone' }
    : { icon: 'circle-outline', word: 'Open' };
}
