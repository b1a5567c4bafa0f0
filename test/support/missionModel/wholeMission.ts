import type { MissionEvent } from '../../../src/mission/events/event.ts';
import type { Limits } from '../../../src/mission/limits.ts';
import { nextStep } from '../../../src/mission/nextStep.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import { Chance } from './chance.ts';
import { moodFrom } from './mood.ts';
import type { Mood } from './mood.ts';
import { progress } from './progress.ts';
import { Simulation } from './simulation.ts';
import type { Witness } from './simulation.ts';
import { userWhim } from './userPlay.ts';
import { modelLimits } from './world.ts';
import type { Proposal, World } from './world.ts';

export interface PlayedMission {
  end: 'done' | 'paused' | 'endless';
  state: MissionState;
  events: MissionEvent[];
  resumes: number;
}

const maxEvents = 5000;
const maxSeed = 2 ** 31;

function describe(events: readonly MissionEvent[]): string {
  return events
    .slice(-25)
    .map(({ seq, author, body }) => `${String(seq)} ${author} ${JSON.stringify(body)}`)
    .join('\n');
}

/** A pause that comes back at once, although the user did what it asked for, would never end. */
function checkThatItGoesOn(simulation: Simulation, limits: Limits, reason: string): void {
  const { state, events } = simulation;
  const step = nextStep(state, limits);
  if (step.kind === 'pause' && step.reason === reason)
    throw new Error(`after the user's resume it pauses again at once (${reason}: ${step.detail})\n${describe(events)}`);
}

function appendAll(simulation: Simulation, proposals: readonly Proposal[]): void {
  for (const proposal of proposals) {
    const refusal = simulation.propose(proposal);
    if (refusal !== null)
      throw new Error(
        `refused: ${proposal.author} ${JSON.stringify(proposal.body)}\n${refusal}\nafter\n${describe(simulation.events)}`,
      );
  }
}

interface Setting {
  seed: number;
  mood: Mood;
  /** After so many pauses that need the user, the mission is left there. */
  maxResumes: number;
  witness: Witness;
}

/** A whole mission in a mood that the seed chooses. */
export function playMission(seed: number, witness: Witness): PlayedMission {
  const chance = new Chance(seed);
  return playIn({
    seed: chance.between(0, maxSeed),
    mood: moodFrom(chance),
    maxResumes: chance.between(0, 8),
    witness,
  });
}

/**
 * A whole mission by chance: `nextStep` says whose turn it is, players do it as real ones would. Throws when a gate refuses what
 * was asked for, or when a pause cannot be left.
 */
export function playIn({ seed, mood, maxResumes, witness }: Setting): PlayedMission {
  const chance = new Chance(seed);
  const limits = modelLimits;
  const simulation = new Simulation({ limits, witness });
  const { state, events } = simulation;
  const world: World = { state, limits, chance, mood };
  let resumes = 0;
  while (events.length < maxEvents) {
    if (nextStep(state, limits).kind === 'done') return { end: 'done', state, events, resumes };
    const whim = userWhim(world);
    if (whim) appendAll(simulation, whim);
    const { pause } = state;
    if (pause?.until === null) {
      if (resumes === maxResumes) return { end: 'paused', state, events, resumes };
      resumes += 1;
    }
    const proposals = progress(world);
    if (proposals.length === 0)
      throw new Error(`nobody goes on at ${JSON.stringify(nextStep(state, limits))}\n${describe(events)}`);
    appendAll(simulation, proposals);
    if (pause) checkThatItGoesOn(simulation, limits, pause.reason);
  }
  return { end: 'endless', state, events, resumes };
}
