import assert from 'node:assert/strict';
import { roundScope, sealProblems } from '../../../src/mission/scope.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import { assertion, feature, item, round, running } from './stateOf.ts';

const done = { status: 'done' as const, commits: ['c1'] };
const one = 'VAL-PAGE-001';
const two = 'VAL-PAGE-002';

function problems(state: MissionState, id: string): string[] {
  const milestone = state.milestones[id];
  assert.ok(milestone);
  return sealProblems(state, milestone);
}

describe('the scope of a round', () => {
  it('is every feature with unreviewed commits and every assertion of the milestone that is not proven', () => {
    const state = running({
      milestones: { M1: {}, M2: {} },
      features: [
        feature('F1', 'M1', { ...done, claims: [one] }),
        feature('F2', 'M1', { ...done, reviewedCommit: 'c1', claims: [two] }),
        feature('F3', 'M2', { ...done, claims: ['VAL-PAGE-003'] }),
      ],
      assertions: [assertion(1), assertion(2, { status: 'passed' }), assertion(3)],
    });
    assert.deepEqual(roundScope(state, 'M1'), { features: ['F1'], assertions: [one] });
  });

  it('takes in what became stale, here and in sealed milestones, but not in other open ones', () => {
    const state = running({
      milestones: { M1: { sealedAt: 'c0' }, M2: {}, M3: {} },
      features: [
        feature('F1', 'M1', { ...done, reviewedCommit: 'c1', claims: [one] }),
        feature('F2', 'M2', { ...done, reviewedCommit: 'c1', claims: [two] }),
        feature('F3', 'M3', { ...done, claims: ['VAL-PAGE-003'] }),
      ],
      assertions: [
        assertion(1, { status: 'passed', stale: true }),
        assertion(2, { status: 'passed', stale: true }),
        assertion(3, { status: 'failed' }),
      ],
    });
    assert.deepEqual(roundScope(state, 'M2'), { features: [], assertions: [one, two] });
  });

  it('leaves out what was removed, overridden or cancelled', () => {
    const state = running({
      milestones: { M1: {} },
      features: [
        feature('F1', 'M1', { ...done, claims: [one, two] }),
        feature('F2', 'M1', { ...done, status: 'cancelled', claims: ['VAL-PAGE-003'] }),
      ],
      assertions: [assertion(1, { removed: 'dropped' }), assertion(2, { overridden: 'good enough' }), assertion(3)],
    });
    assert.deepEqual(roundScope(state, 'M1'), { features: ['F1'], assertions: [] });
  });

  describe('after a failed assertion was put off', () => {
    const finding = item('I1', {
      status: 'decided',
      milestone: 'misc-1',
      fate: { fate: 'putOff', feature: 'F2' },
      origin: { kind: 'assertion', run: 3, assertion: one },
    });
    const state = running({
      milestones: { M1: { rounds: [round({ closed: 'passed' })] }, 'misc-1': {} },
      features: [feature('F1', 'M1', { ...done, reviewedCommit: 'c1', claims: [one] }), feature('F2', 'misc-1', done)],
      assertions: [assertion(1, { status: 'failed' })],
      items: [finding],
    });

    it('is that of the milestone it was put off to', () => {
      assert.deepEqual(roundScope(state, 'M1').assertions, []);
      assert.deepEqual(roundScope(state, 'misc-1'), { features: ['F2'], assertions: [one] });
    });

    it('lets the first milestone be sealed, and not the other', () => {
      assert.deepEqual(problems(state, 'M1'), []);
      assert.deepEqual(problems(state, 'misc-1'), [
        'its last round has not passed',
        `${one} is failed`,
        'I1 is unresolved',
      ]);
    });
  });
});

describe('a milestone', () => {
  const parts = {
    milestones: { M1: { rounds: [round({ closed: 'passed' as const })] } },
    features: [feature('F1', 'M1', { ...done, claims: [one] })],
    assertions: [assertion(1, { status: 'passed' })],
  };

  it('can be sealed after a passed round on the tip', () => {
    assert.deepEqual(problems(running(parts), 'M1'), []);
  });

  it('is not sealed when the branch moved, an assertion is stale, or an item waits for the user', () => {
    assert.deepEqual(problems(running(parts, { head: 'c2' }), 'M1'), ['the branch moved since its last round']);
    const stale = { ...parts, assertions: [assertion(1, { status: 'passed', stale: true })] };
    assert.deepEqual(problems(running(stale), 'M1'), [`${one} is stale`]);
    const held = item('I1', {
      severity: 'nonBlocking',
      status: 'decided',
      fate: { fate: 'waitsForUser', question: 'Which?' },
    });
    assert.deepEqual(problems(running({ ...parts, items: [held] }), 'M1'), ['I1 is unresolved']);
  });
});
