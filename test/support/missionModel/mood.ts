import type { Chance } from './chance.ts';

/** How often what happens in a simulated mission; probabilities from 0 to 1. */
export interface Mood {
  /** Per event of a run: the run fails, is killed or becomes unreadable. */
  runDies: number;
  runIsPartial: number;
  /** A worker run that changed nothing. */
  emptyAttempt: number;
  undone: number;
  handoffFinding: number;
  reviewFinding: number;
  scrutinyFinding: number;
  flowFinding: number;
  blocking: number;
  gateFails: number;
  assertionFails: number;
  assertionBlocked: number;
  /** A tester says passed and the evidence does not show it. */
  falsePass: number;
  /** A finding is still there although its repair is done. */
  stillThere: number;
  unanswered: number;
  reopen: number;
  extend: number;
  putOff: number;
  waitsForUser: number;
  dismiss: number;
  secondDisagrees: number;
  addsAssertion: number;
  cancels: number;
  asks: number;
  userSays: number;
  userPauses: number;
  userOverrides: number;
  rejects: number;
  baseProblem: number;
  outage: number;
}

/** Things go well, mostly. */
export const smooth: Mood = {
  runDies: 0.003,
  runIsPartial: 0.03,
  emptyAttempt: 0.02,
  undone: 0.05,
  handoffFinding: 0.05,
  reviewFinding: 0.08,
  scrutinyFinding: 0.03,
  flowFinding: 0.03,
  blocking: 0.4,
  gateFails: 0.06,
  assertionFails: 0.06,
  assertionBlocked: 0.02,
  falsePass: 0.01,
  stillThere: 0.1,
  unanswered: 0.05,
  reopen: 0.1,
  extend: 0.15,
  putOff: 0.08,
  waitsForUser: 0.03,
  dismiss: 0.12,
  secondDisagrees: 0.3,
  addsAssertion: 0.03,
  cancels: 0.03,
  asks: 0.03,
  userSays: 0.004,
  userPauses: 0.002,
  userOverrides: 0.0005,
  rejects: 0.1,
  baseProblem: 0.08,
  outage: 0.004,
};

/** Everything goes wrong more often; still fair: each thing goes right sooner or later. */
function rougher(factor: number): Mood {
  return Object.fromEntries(
    Object.entries(smooth).map(([key, value]) => [key, Math.min(0.75, value * factor)]),
  ) as Record<keyof Mood, number>;
}

const stubborn: Mood = { ...smooth, stillThere: 0.7, assertionFails: 0.3, gateFails: 0.2 };
const dying: Mood = { ...smooth, runDies: 0.06, runIsPartial: 0.3, emptyAttempt: 0.2 };
const delaying: Mood = { ...rougher(2), putOff: 0.5, waitsForUser: 0.3, dismiss: 0.3 };

const moods: readonly Mood[] = [smooth, smooth, rougher(2), rougher(4), stubborn, dying, delaying];

/** One of the moods, every probability of it between nothing and half as much again. */
export function moodFrom(chance: Chance): Mood {
  const base = chance.pick(moods) ?? smooth;
  const shaken = Object.entries(base).map(([key, value]) => [key, Math.min(0.8, value * chance.next() * 1.5)]);
  return Object.fromEntries(shaken) as Record<keyof Mood, number>;
}
