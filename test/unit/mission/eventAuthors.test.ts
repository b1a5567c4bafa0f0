import assert from 'node:assert/strict';
import { authorSchema } from '../../../src/mission/events/author.ts';
import { eventAuthors, eventSchemas } from '../../../src/mission/events/event.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import { makeCheck } from '../../../src/mission/gates/checkEvent.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import { emptyState } from '../../../src/mission/state.ts';

describe('who may append what', () => {
  it('is said for every event, and for nothing else', () => {
    assert.deepEqual(Object.keys(eventAuthors).sort(), Object.keys(eventSchemas).sort());
  });

  it('names at least one author for each, and only known ones', () => {
    for (const [type, authors] of Object.entries(eventAuthors)) {
      assert.ok(authors.length > 0, type);
      for (const author of authors) assert.ok(authorSchema.safeParse(author).success, `${type}: ${author}`);
      assert.equal(new Set(authors).size, authors.length, type);
    }
  });

  it('leaves verdicts, seals and the end to code, and the user’s word to the user', () => {
    for (const type of [
      'scrutinyJudged',
      'assertionJudged',
      'testingJudged',
      'roundClosed',
      'milestoneSealed',
      'missionCompleted',
    ] as const)
      assert.deepEqual(eventAuthors[type], ['code']);
    for (const type of ['planApproved', 'planRejected', 'overrideGiven', 'userAnswered', 'budgetsChanged'] as const)
      assert.deepEqual(eventAuthors[type], ['user']);
  });

  it('is checked before every gate', () => {
    const body: EventBody<'planApproved'> = { type: 'planApproved', planVersion: 1 };
    const refusal = makeCheck()(emptyState(), body, { limits: defaultLimits, now: 0, author: 'orchestrator' });
    assert.equal(refusal, 'orchestrator may not append planApproved');
  });
});
