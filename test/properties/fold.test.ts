import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseEvent } from '../../src/mission/events/event.ts';
import type { MissionEvent } from '../../src/mission/events/event.ts';
import { applyEvent } from '../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../src/mission/state.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { playMission } from '../support/missionModel/wholeMission.ts';
import { settings } from './settings.ts';

const runs = 150;
const nobody = { see: () => undefined };

function fold(events: readonly MissionEvent[], from: MissionState = emptyState()): MissionState {
  for (const event of events) applyEvent(from, event);
  return from;
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

describe('the fold', () => {
  it('gives the same state from the same events, also when they come from a journal or after a snapshot', () => {
    const property = fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
      const { state, events } = playMission(seed, nobody);
      const parsed = throughJson(events).map((value) => {
        const one = parseEvent(value);
        assert.ok(one.ok, JSON.stringify(value));
        return one.event;
      });
      assert.deepEqual(fold(parsed), state);
      const middle = Math.floor(events.length * share);
      const snapshot = throughJson(fold(events.slice(0, middle)));
      assert.deepEqual(fold(events.slice(middle), snapshot), state);
    });
    fc.assert(property, settings(runs));
  }).timeout(180_000);

  it('never changes the events it reads', () => {
    const property = fc.property(fc.nat(), (seed) => {
      const { state, events } = playMission(seed, nobody);
      const frozen = throughJson(events);
      freeze(frozen);
      assert.deepEqual(fold(frozen), state);
    });
    fc.assert(property, settings(runs / 3));
  }).timeout(180_000);
});
