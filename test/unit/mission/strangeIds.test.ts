import assert from 'node:assert/strict';
import type { Author } from '../../../src/mission/events/author.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import { makeCheck } from '../../../src/mission/gates/checkEvent.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import { planGaps } from '../../../src/mission/plan.ts';
import { featureText } from '../../support/missionModel/texts.ts';
import { feature, run, running } from './stateOf.ts';

const turn = run(1, { role: 'orchestrator', subject: { kind: 'turn', causes: ['message:m1'] } });
const state = running({ milestones: { M1: {} }, features: [feature('F1', 'M1')], runs: [turn] });
const strange = 'constructor';

const events: readonly [Author, EventBody][] = [
  [
    'orchestrator',
    { type: 'itemSettled', run: 1, item: strange, decision: { fate: 'waitsForUser', question: 'What now?' } },
  ],
  ['orchestrator', { type: 'featuresWritten', run: 1, features: [featureText('F2', strange)], place: 'back' }],
  ['orchestrator', { type: 'featureCancelled', run: 1, feature: strange, reason: 'no more' }],
  ['orchestrator', { type: 'assertionRemoved', run: 1, id: strange, reason: 'no more', answers: [] }],
  ['user', { type: 'overrideGiven', kind: 'item', id: strange, reason: 'good enough' }],
  ['user', { type: 'overrideGiven', kind: 'assertion', id: strange, reason: 'good enough' }],
  ['user', { type: 'userAnswered', ask: strange, answers: ['this'] }],
  ['code', { type: 'findingAnswered', run: 1, answer: { finding: strange, answer: 'gone', where: 'seen' } }],
];

describe('an id that is a word of the language', () => {
  for (const [author, body] of events)
    it(`names nothing in ${body.type}${body.type === 'overrideGiven' ? ` (${body.kind})` : ''}`, () => {
      const refusal = makeCheck()(state, body, { limits: defaultLimits, now: 1, author });
      assert.match(refusal ?? 'accepted', /there is no|constructor/);
    });

  it('names no skill', () => {
    const plan = {
      ...state,
      features: { F1: { ...feature('F1', 'M1'), text: featureText('F1', 'M1', { skill: strange }) } },
    };
    assert.deepEqual(planGaps(plan), [
      'F1 names the skill "constructor", which does not exist; write it with write_skill',
    ]);
  });
});
