import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/mission/events/event.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import { nextStep, rules } from '../../../src/mission/nextStep.ts';
import type { AttemptState, Cause, MissionState, Pause } from '../../../src/mission/state.ts';
import { emptyState } from '../../../src/mission/state.ts';
import { assertion, feature, item, round, run, running } from './stateOf.ts';

const one = 'VAL-PAGE-001';
const done = { status: 'done' as const, commits: ['c1'], claims: [one] };
const key = { milestone: 'M1', round: 1 };
const subject = { kind: 'round' as const, ...key };
const cause: Cause = { id: 'message:m1', kind: 'message', text: 'Hello' };
const pause: Pause = { reason: 'user', detail: 'A break.', goesOn: 'Resume.', until: null };
const held = item('I1', { status: 'decided', fate: { fate: 'waitsForUser', question: 'Which colour?' } });
const passedRound = round({ closed: 'passed', scrutiny: { passed: true, reasons: [] } });
const ready = { features: [feature('F1', 'M1', done)], assertions: [assertion(1)] };
const proven = { ...ready, assertions: [assertion(1, { status: 'passed' })] };
const check: EventBody<'baseChecked'> = {
  type: 'baseChecked',
  commit: 'c0',
  contractVersion: 0,
  servicesVersion: 0,
  setup: { ok: true, output: null },
  gates: [],
  assertions: [],
};

const attempt: AttemptState = {
  run: 1,
  feature: 'F1',
  attempt: 1,
  base: 'c1',
  tip: 'x',
  files: [],
  handoff: null,
  judged: null,
  commit: null,
  partial: false,
  undone: false,
};
const attempted = run(1, {
  role: 'worker',
  subject: { kind: 'attempt', feature: 'F1', attempt: 1, base: 'c1' },
  outcome: 'completed',
});

function inRound(
  changes: Parameters<typeof round>[0],
  more: Partial<Parameters<typeof running>[0]> = {},
): MissionState {
  return running({ ...ready, milestones: { M1: { rounds: [round(changes)] } }, ...more });
}

const scrutinyPassed = { passed: true, reasons: [] };
const gates = [
  {
    name: 'test',
    kind: 'test',
    command: 't',
    exitCode: 0,
    ended: 'exit',
    testsRun: 3,
    failingTests: [],
    holds: true,
    why: '',
    output: null,
  },
];

const failing = gates.map((gate) => ({ ...gate, holds: false }));

/** What is the case → the step, in the order of the rules. */
const table: readonly [string, MissionState, object][] = [
  ['the mission has ended', running({ milestones: {} }, { phase: 'completed', pause }), { kind: 'done' }],
  [
    'the user paused it, whatever else is due',
    running({ milestones: {} }, { pause, causes: [cause] }),
    { kind: 'awaitUser', for: 'pause' },
  ],
  [
    'it is paused until a time',
    running({ milestones: {} }, { pause: { ...pause, until: 99 } }),
    { kind: 'wait', until: 99 },
  ],
  [
    'scoping waits for an answer',
    running(
      { milestones: {}, runs: [run(1, { role: 'orchestrator', subject: { kind: 'scoping' } })] },
      {
        phase: 'scoping',
        approvedPlanVersion: null,
        asks: { A1: { ask: 'A1', run: 1, questions: [], askedAt: 1, answers: null, answeredAt: null } },
      },
    ),
    { kind: 'awaitUser', for: 'answer', detail: 'A1' },
  ],
  [
    'a run is open, whatever causes there are',
    running({ milestones: {}, runs: [run(1, { role: 'scrutiny', subject })] }, { causes: [cause] }),
    { kind: 'scrutinize', ...key, run: 1 },
  ],
  [
    'an attempt has ended and is not settled, before its cause is dealt with',
    running(
      { milestones: { M1: {} }, features: [feature('F1', 'M1', { attempts: [attempt] })], runs: [attempted] },
      { causes: [cause] },
    ),
    { kind: 'settleAttempt', feature: 'F1', attempt: 1 },
  ],
  [
    'nothing is planned yet',
    running({ milestones: {} }, { phase: 'scoping', approvedPlanVersion: null }),
    { kind: 'orchestratorTurn', scoping: true, run: null },
  ],
  [
    'scoping failed too often',
    running({ milestones: {} }, { phase: 'scoping', approvedPlanVersion: null, failedTurns: 3 }),
    { kind: 'pause', reason: 'stalled' },
  ],
  [
    'the plan waits and its base is not checked',
    running({ milestones: {} }, { phase: 'awaitingApproval' }),
    { kind: 'checkBase' },
  ],
  [
    'the plan waits',
    running({ milestones: {} }, { phase: 'awaitingApproval', baseCheck: check }),
    { kind: 'awaitUser', for: 'approval' },
  ],
  [
    'the user says something about the plan that waits',
    running(
      { milestones: {} },
      { phase: 'awaitingApproval', baseCheck: check, approvedPlanVersion: null, causes: [cause] },
    ),
    { kind: 'orchestratorTurn', scoping: true },
  ],
  [
    'testing failed and its findings have no fate yet, so that one turn answers all of it',
    inRound({ scrutiny: scrutinyPassed, testing: { passed: false, reasons: ['x'] } }, { items: [item('I1')] }),
    { kind: 'closeRound', ...key, result: 'failed' },
  ],
  [
    'a gate of scrutiny failed',
    inRound({ gates: failing, scrutiny: { passed: false, reasons: ['x'] } }, { items: [item('I1')] }),
    { kind: 'closeRound', ...key, result: 'failed' },
  ],
  [
    'scrutiny failed on findings alone, which may still be dismissed',
    { ...inRound({ gates, scrutiny: { passed: false, reasons: ['x'] } }, { items: [item('I1')] }), causes: [cause] },
    { kind: 'orchestratorTurn', scoping: false, causes: [cause] },
  ],
  [
    'a finding survived its fixes, before it gets another turn',
    running({ milestones: { M1: {} }, items: [item('I1', { survivedFixes: 2 })] }, { causes: [cause] }),
    { kind: 'pause', reason: 'decisionNeeded' },
  ],
  [
    'something is owed, before the branch is made',
    running({ milestones: {} }, { causes: [cause], branch: null }),
    { kind: 'orchestratorTurn', scoping: false, causes: [cause], run: null },
  ],
  ['the plan is approved', running({ milestones: {} }, { branch: null, head: null }), { kind: 'begin' }],
  ['a round is open', inRound({}), { kind: 'scrutinize', ...key, run: null }],
  [
    'scrutiny has run',
    inRound({}, { runs: [run(1, { role: 'scrutiny', subject, outcome: 'completed' })] }),
    { kind: 'judgeScrutiny', ...key },
  ],
  [
    'work was added before scrutiny ran',
    inRound({}, { features: [feature('F1', 'M1', done), feature('F2', 'M1')] }),
    { kind: 'closeRound', ...key, result: 'superseded' },
  ],
  [
    'scrutiny failed',
    inRound({ gates, scrutiny: { passed: false, reasons: ['x'] } }, { items: [held] }),
    { kind: 'closeRound', ...key, result: 'failed' },
  ],
  [
    'scrutiny failed on findings that were all dismissed since',
    inRound({ gates, scrutiny: { passed: false, reasons: ['x'] } }),
    { kind: 'judgeScrutiny', ...key },
  ],
  ['scrutiny passed', inRound({ scrutiny: scrutinyPassed }), { kind: 'testAsUser', ...key, run: null }],
  [
    'scrutiny passed and there is nothing to test',
    inRound({ scrutiny: scrutinyPassed, scope: { features: [], assertions: [] } }),
    { kind: 'judgeTesting', ...key },
  ],
  [
    'testing has run',
    inRound({ scrutiny: scrutinyPassed }, { runs: [run(1, { role: 'userTester', subject, outcome: 'completed' })] }),
    { kind: 'judgeTesting', ...key },
  ],
  [
    'work was added after scrutiny',
    inRound({ scrutiny: scrutinyPassed }, { features: [feature('F1', 'M1', done), feature('F2', 'M1')] }),
    { kind: 'closeRound', ...key, result: 'superseded' },
  ],
  [
    'testing failed, also when its repair is planned already',
    inRound(
      { scrutiny: scrutinyPassed, testing: { passed: false, reasons: ['x'] } },
      { features: [feature('F1', 'M1', done), feature('F2', 'M1')] },
    ),
    { kind: 'closeRound', ...key, result: 'failed' },
  ],
  [
    'testing passed',
    inRound({ scrutiny: scrutinyPassed, testing: scrutinyPassed }),
    { kind: 'closeRound', ...key, result: 'passed' },
  ],
  [
    'a feature is pending',
    running({ milestones: { M1: {} }, features: [feature('F1', 'M1')] }),
    { kind: 'work', feature: 'F1', run: null },
  ],
  [
    'a feature used up its attempts',
    running({ milestones: { M1: {} }, features: [feature('F1', 'M1', { failedAttempts: 3 })] }),
    { kind: 'pause', reason: 'attemptsUsedUp' },
  ],
  ['the features are done', running({ ...ready, milestones: { M1: {} } }), { kind: 'openRound', ...key }],
  [
    'the rounds are used up',
    running({ ...ready, milestones: { M1: { rounds: Array.from({ length: 6 }, () => round({ closed: 'failed' })) } } }),
    { kind: 'pause', reason: 'stalled' },
  ],
  ['a round passed', running({ ...proven, milestones: { M1: { rounds: [passedRound] } } }), { kind: 'seal', ...key }],
  [
    'a milestone waits for the user and the next one can begin',
    running({
      ...ready,
      features: [feature('F1', 'M1', done), feature('F2', 'M2')],
      items: [held],
      milestones: { M1: {}, M2: {} },
    }),
    { kind: 'work', feature: 'F2', run: null },
  ],
  [
    'everything left waits for the user',
    running({ ...ready, items: [held], milestones: { M1: {} } }),
    { kind: 'pause', reason: 'decisionNeeded', detail: 'Which colour?' },
  ],
  [
    'a milestone without features stands before the next one',
    running({ milestones: { M1: {}, M2: {} }, features: [feature('F2', 'M2')] }),
    { kind: 'work', feature: 'F2', run: null },
  ],
  [
    'everything is sealed and proven',
    running({ ...proven, milestones: { M1: { sealedAt: 'c1' } } }),
    { kind: 'complete' },
  ],
  [
    'everything is sealed and something is not proven',
    running({ ...ready, milestones: { M1: { sealedAt: 'c1' } } }),
    { kind: 'pause', reason: 'stalled', detail: `nothing can go on: ${one} is pending` },
  ],
];

describe('nextStep', () => {
  for (const [what, state, expected] of table)
    it(`${JSON.stringify(expected).slice(0, 60)} when ${what}`, () => {
      assert.partialDeepStrictEqual(nextStep(state, defaultLimits), expected);
    });

  it('starts no run on a budget that is used up, but goes on with what needs none', () => {
    const spent = { mission: { microDollars: null, tokens: 10, milliseconds: null } };
    const usage = { ...emptyState().usage, inputTokens: 10 };
    const budgets = { ...emptyState().budgets, ...spent };
    const working = running({ milestones: { M1: {} }, features: [feature('F1', 'M1')] }, { budgets, usage });
    assert.partialDeepStrictEqual(nextStep(working, defaultLimits), { kind: 'pause', reason: 'budget' });
    const finished = running({ ...proven, milestones: { M1: { sealedAt: 'c1' } } }, { budgets, usage });
    assert.deepEqual(nextStep(finished, defaultLimits), { kind: 'complete' });
  });

  it('has rules with a name each, no two the same', () => {
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });
});
