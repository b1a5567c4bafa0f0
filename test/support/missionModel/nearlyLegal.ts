import { parseEvent } from '../../../src/mission/events/event.ts';
import { roles } from '../../../src/mission/role.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import type { Chance } from './chance.ts';
import type { Proposal } from './world.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Leaf {
  holder: Json[] | { [key: string]: Json };
  key: string | number;
  value: Json;
}

function leaves(value: Json, found: Leaf[] = []): Leaf[] {
  if (value === null || typeof value !== 'object') return found;
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [key, inner] of entries) {
    if (key !== 'type' && key !== 'choice') found.push({ holder: value, key, value: inner });
    leaves(inner, found);
  }
  return found;
}

const words: Readonly<Record<string, readonly string[]>> = {
  outcome: ['completed', 'partial', 'failed'],
  result: ['passed', 'failed', 'superseded', 'blocked'],
  verdict: ['passed', 'failed', 'blocked'],
  answer: ['gone', 'stillThere'],
  severity: ['blocking', 'nonBlocking'],
  role: roles,
  skill: ['', 'backend', 'frontend'],
  by: ['user', 'deadline', 'windowOpened'],
};

/** Other values that could stand under a key: ids of the mission's own things, or the words of the event's vocabulary. */
function others(state: MissionState, key: string | number): readonly string[] {
  switch (key) {
    case 'feature':
      return Object.keys(state.features);
    case 'milestone':
      return state.milestoneOrder;
    case 'assertion':
    case 'id':
      return Object.keys(state.assertions);
    case 'item':
    case 'finding':
      return Object.keys(state.items);
    case 'evidence':
      return Object.keys(state.evidence);
    case 'base':
    case 'commit':
      return [state.head ?? '', ...Object.values(state.features).flatMap((feature) => feature.commits)];
    default:
      return words[key] ?? [];
  }
}

function changed(state: MissionState, { key, value }: Leaf, chance: Chance): Json | undefined {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return Math.max(0, value + chance.oneOf(-1, 1, -value));
  if (Array.isArray(value)) return value.filter((_, place) => place !== chance.between(0, value.length - 1));
  return typeof value === 'string' ? chance.pick(others(state, key)) : undefined;
}

const changes = 2;

/** The event with something about it changed; null where the change makes no event. */
export function nearlyLegal(state: MissionState, { author, body }: Proposal, chance: Chance): Proposal | null {
  const copy = JSON.parse(JSON.stringify(body)) as Json;
  for (let count = chance.between(1, changes); count > 0; count -= 1) {
    const leaf = chance.pick(leaves(copy));
    const value = leaf && changed(state, leaf, chance);
    if (leaf && value !== undefined) Object.assign(leaf.holder, { [leaf.key]: value });
  }
  const parsed = parseEvent({ seq: 1, at: 1, author, body: copy });
  return parsed.ok ? { author, body: parsed.event.body } : null;
}
