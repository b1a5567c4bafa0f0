import assert from 'node:assert/strict';
import { pauseReasonSchema } from '../../../src/mission/events/life.ts';
import type { MissionPhase, MissionState } from '../../../src/mission/state.ts';
import { emptyState } from '../../../src/mission/state.ts';
import type { Halt } from '../../../src/runner/missions.ts';
import { exitCodeOf, exitCodes } from '../../../src/terminal/exitCodes.ts';

const phases: MissionPhase[] = [
  'none',
  'scoping',
  'awaitingApproval',
  'running',
  'completed',
  'completedWithExceptions',
  'abandoned',
];
const halts: Halt[] = [
  { kind: 'done' },
  { kind: 'stopped' },
  { kind: 'disk', why: 'full' },
  { kind: 'awaitUser', for: 'approval', detail: '' },
  { kind: 'awaitUser', for: 'answer', detail: '' },
  { kind: 'awaitUser', for: 'pause', detail: '' },
];

function stateIn(phase: MissionPhase): MissionState {
  return { ...emptyState(), phase };
}

describe('exit codes', () => {
  it('are all different', () => {
    const codes = Object.values(exitCodes);
    assert.equal(new Set(codes).size, codes.length);
  });

  it('are 0 for a mission that is completed and done, and for nothing else', () => {
    const zero = phases.flatMap((phase) =>
      halts.flatMap((halt) => (exitCodeOf(halt, stateIn(phase)) === 0 ? [[phase, halt.kind]] : [])),
    );
    assert.deepEqual(zero, [['completed', 'done']]);
  });

  it('tell a budget, a model and a disk from a pause that needs a person', () => {
    const codes = Object.fromEntries(
      pauseReasonSchema.options.map((reason) => {
        const pause = { reason, detail: '', goesOn: '', until: null };
        return [reason, exitCodeOf({ kind: 'awaitUser', for: 'pause', detail: '' }, { ...stateIn('running'), pause })];
      }),
    );
    const { paused, budget, model, journal } = exitCodes;
    const rest = [
      'user',
      'rateLimit',
      'outage',
      'attemptsUsedUp',
      'stalled',
      'branchChanged',
      'decisionNeeded',
      'windowClosed',
    ];
    assert.deepEqual(codes, {
      ...Object.fromEntries(rest.map((reason) => [reason, paused])),
      budget,
      noMoney: model,
      modelSetup: model,
      disk: journal,
    });
  });
});
