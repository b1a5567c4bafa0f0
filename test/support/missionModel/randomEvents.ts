import { gates, makeCheck } from '../../../src/mission/gates/checkEvent.ts';
import type { GateName, Gates } from '../../../src/mission/gates/checkEvent.ts';
import { Chance } from './chance.ts';
import { intrusions } from './intrusions.ts';
import { moodFrom } from './mood.ts';
import { nearlyLegal } from './nearlyLegal.ts';
import { progress } from './progress.ts';
import { Simulation } from './simulation.ts';
import type { Witness } from './simulation.ts';
import { userWhim } from './userPlay.ts';
import { modelLimits } from './world.ts';
import type { Proposal, World } from './world.ts';

/** How a step is chosen; the rest are intrusions. */
const progressShare = 0.74;
const nearlyShare = 0.12;
const againShare = 0.04;

/** All gates but one. */
export function without(name: GateName): Gates {
  return Object.fromEntries(Object.entries(gates).filter(([key]) => key !== name));
}

function again({ events }: Simulation, chance: Chance): Proposal[] {
  const event = chance.pick(events);
  return event ? [{ author: event.author, body: event.body }] : [];
}

function nearly(world: World): Proposal[] {
  const batch = progress(world);
  const place = world.chance.between(0, batch.length - 1);
  // Changed in one place, or with one event of the batch left out.
  if (batch.length > 1 && world.chance.is(0.3)) return batch.filter((_, other) => other !== place);
  return batch.flatMap((proposal, other) => {
    return other === place ? (nearlyLegal(world.state, proposal, world.chance) ?? []) : proposal;
  });
}

function proposals(simulation: Simulation, world: World): Proposal[] {
  const { chance } = world;
  const share = chance.next();
  if (share < progressShare) return userWhim(world) ?? progress(world);
  if (share < progressShare + nearlyShare) return nearly(world);
  if (share < progressShare + nearlyShare + againShare) return again(simulation, chance);
  return chance.pick(intrusions)?.(world) ?? [];
}

/**
 * Proposes events by chance: mostly what is due, and nearly legal and illegal ones among them. Each of `steps` is the seed of
 * one step, so that a failing case shrinks by leaving steps out. Accepted events are folded and shown to the witness.
 */
export function proposeByChance(
  { mood: moodSeed, steps }: { mood: number; steps: readonly number[] },
  witness: Witness,
  active: Gates = gates,
): Simulation {
  const simulation = new Simulation({ limits: modelLimits, witness, check: makeCheck(active) });
  const mood = moodFrom(new Chance(moodSeed));
  for (const seed of steps) {
    const world: World = { state: simulation.state, limits: modelLimits, chance: new Chance(seed), mood };
    for (const proposal of proposals(simulation, world)) simulation.propose(proposal);
  }
  return simulation;
}
