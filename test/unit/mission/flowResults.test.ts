import assert from 'node:assert/strict';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import { emptyState } from '../../../src/mission/state.ts';

describe('results of flow testers', () => {
  it('stand as they were first reported in a round, whoever reports again', () => {
    const state = emptyState();
    let seq = 0;
    const apply = (author: MissionEvent['author'], body: MissionEvent['body']): void => {
      seq += 1;
      applyEvent(state, { seq, at: seq, author, body });
    };
    const scope = { features: [], assertions: ['VAL-A-001'] };
    const report = (run: number, result: 'failed' | 'passed'): void => {
      const results = [{ assertion: 'VAL-A-001', result, steps: [], note: '' }];
      apply('flowTester', {
        type: 'flowReported',
        milestone: 'M1',
        round: 1,
        run,
        report: { results, findings: [], answers: [] },
      });
    };
    apply('orchestrator', {
      type: 'milestonesWritten',
      run: 1,
      milestones: [{ id: 'M1', title: 'First', outcome: 'It works.' }],
    });
    apply('code', { type: 'roundOpened', milestone: 'M1', round: 1, commit: 'c', scope });
    report(5, 'failed');
    report(6, 'passed');
    assert.deepEqual(state.milestones['M1']?.rounds[0]?.flows['VAL-A-001'], {
      run: 5,
      result: { assertion: 'VAL-A-001', result: 'failed', steps: [], note: '' },
    });
  });
});
