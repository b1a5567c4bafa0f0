import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventSchemas, parseEvent } from '../../src/mission/events/event.ts';
import type { MissionEvent } from '../../src/mission/events/event.ts';
import { unchangedBy } from '../../src/mission/events/unchangedBy.ts';
import { playMission } from '../support/missionModel/wholeMission.ts';
import { settings } from './settings.ts';

const runs = 60;
const nobody = { see: () => undefined };
const strange: unknown[] = [null, '', 'x', 'x'.repeat(30_000), 0, -1, 1.5, 2 ** 60, true, [], [[]], {}, { kind: 'x' }];

type Path = (string | number)[];

/** Every place in a value of JSON. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([name, part]) => placesIn(part, [...at, name]));
  return [at, ...inner];
}

/** A copy with another value in one place; undefined takes the field away. */
function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to;
  if (typeof value !== 'object' || value === null) return to;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const inner = changed(copy[name], rest, to);
  if (inner === undefined && !Array.isArray(copy)) Reflect.deleteProperty(copy, name);
  else copy[name] = inner ?? null;
  return copy;
}

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

function bodiesOf(seed: number): MissionEvent['body'][] {
  return playMission(seed, nobody).events.map(({ body }) => body);
}

describe('the check that spares schemas', () => {
  it('passes nothing that a schema would refuse, strip or change', () => {
    let passed = 0;
    let refused = 0;
    const property = fc.property(fc.nat(), fc.infiniteStream(fc.nat()), (seed, choices) => {
      const choose = <Value>(from: readonly Value[]): Value =>
        from[(choices.next().value as number) % from.length] as Value;
      for (const { type, ...body } of bodiesOf(seed)) {
        const [schema, place] = [eventSchemas[type], choose(placesIn(body))];
        const more = changed(body, [...place, 'further'], 1);
        const all = [body, more, changed(body, place, choose(strange)), changed(body, place, undefined)];
        for (const value of all.map(throughJson)) {
          const isUnchanged = unchangedBy(schema)(value);
          const parsed = schema.safeParse(value);
          if (isUnchanged) assert.deepEqual(parsed, { success: true, data: value }, JSON.stringify(value));
          if (isUnchanged) passed += 1;
          else refused += 1;
        }
      }
    });
    fc.assert(property, settings(runs));
    assert.ok(passed > 1000 && refused > 1000, `${passed} passed, ${refused} refused`);
  }).timeout(180_000);

  it('passes the events of a mission, but for those that are rare', () => {
    const rare = new Set(['missionCreated', 'planProposed', 'servicesWritten', 'baseChecked']);
    for (const body of bodiesOf(7)) {
      const { type, ...rest } = body;
      assert.equal(unchangedBy(eventSchemas[type])(rest), !rare.has(type), type);
    }
  });

  it('gives the very event that was read, where nothing of it is to be stripped', () => {
    const [, event] = playMission(7, nobody).events;
    const parsed = parseEvent(event);
    assert.ok(parsed.ok);
    assert.equal(parsed.event, event);
  });
});
