import type { Chance } from '../missionModel/chance.ts';
import type { Kill } from './trap.ts';

/** The order in which an undisturbed mission passes its points. */
export type Passes = readonly string[];

/** A kill with its place among the passes of an undisturbed mission. */
export interface PlacedKill {
  point: string;
  place: number;
  delayMs: number;
}

/** How long what has begun may go on before the kill, in ms. */
const longestDelayMs: Record<string, number> = {
  'during a command': 25,
  'during making a clone': 12,
  'during git commit': 20,
  'during git acceptAttempt': 25,
  'during git restore': 15,
  'during starting a service': 60,
};
const usualDelayMs = 3;

/** Chooses by seed which of the passes of a point dies, and when. */
export function placeKill(point: string, passes: Passes, chance: Chance): PlacedKill {
  const places = passes.flatMap((name, place) => (name === point ? [place] : []));
  const place = chance.pick(places);
  if (place === undefined) throw new Error(`An undisturbed mission never passes "${point}".`);
  const longest = longestDelayMs[point];
  const delay = longest === undefined ? Math.max(0, chance.next() * 2 - 1) * usualDelayMs : chance.next() * longest;
  return { point, place, delayMs: Math.round(delay * 10) / 10 };
}

/** The kills as the process must be told them that goes on after `since` (a place, or -1 for the first process). */
export function ordersFor(placed: readonly PlacedKill[], passes: Passes, since: number): Kill[] {
  return placed.map(({ point, place, delayMs }) => {
    const occurrence = passes.slice(since + 1, place + 1).filter((name) => name === point).length;
    return { point, occurrence: Math.max(1, occurrence), delayMs };
  });
}

const recoveryPoints = [
  'after taking the lease',
  'during reaping what was left',
  'before discarding every clone',
  'during discarding every clone',
  'before run log modelIntent',
  'after run log notice',
] as const;
const longestRecoveryMs = 60;

/** A second kill while the next process is still finding its way. */
export function recoveryKill(chance: Chance): Kill {
  const point = chance.pick(recoveryPoints) ?? recoveryPoints[0];
  const delayMs = chance.is(0.5) ? 0 : chance.between(0, longestRecoveryMs);
  return { point, occurrence: 1, delayMs };
}
