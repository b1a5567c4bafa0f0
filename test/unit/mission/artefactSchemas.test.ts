import assert from 'node:assert/strict';
import { z } from 'zod';
import * as contract from '../../../src/mission/artefacts/contract.ts';
import * as handoff from '../../../src/mission/artefacts/handoff.ts';
import * as plan from '../../../src/mission/artefacts/plan.ts';
import * as reports from '../../../src/mission/artefacts/reports.ts';
import * as services from '../../../src/mission/artefacts/services.ts';
import { eventSchemas } from '../../../src/mission/events/event.ts';

const modules: Readonly<Record<string, unknown>>[] = [contract, handoff, plan, reports, services];
const artefacts = modules.flatMap((module) =>
  Object.entries(module).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[name, schema] as const] : [])),
);

/** Every object of a schema, however deep. */
function objects(schema: unknown): { type?: unknown; properties?: unknown; additionalProperties?: unknown }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return ['properties' in schema ? [schema] : [], ...Object.values(schema).map(objects)].flat();
}

describe('the JSON Schema', () => {
  it(`of each of the ${String(artefacts.length)} artefacts can be generated`, () => {
    assert.ok(artefacts.length >= 25);
    for (const [name, schema] of artefacts) assert.ok('$schema' in z.toJSONSchema(schema), name);
  });

  it('of an artefact says for each object what it is made of', () => {
    for (const [name, schema] of artefacts)
      for (const one of objects(z.toJSONSchema(schema))) assert.equal(one.type, 'object', name);
  });

  it('of every event can be generated', () => {
    for (const [type, schema] of Object.entries(eventSchemas)) assert.ok('properties' in z.toJSONSchema(schema), type);
  });

  it('carries the descriptions that tell an agent what is wanted', () => {
    const text = JSON.stringify(z.toJSONSchema(contract.assertionSchema));
    assert.match(text, /every expectation value occurs in it literally/);
    assert.match(text, /must fail on the untouched base/);
  });
});
