import { openQuestion } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { topRun } from '../shared/stateLine.ts';

/** When the orchestrator reads what is said now. */
export function queuedNote(state: MissionState): string {
  if (state.pause) return 'Queued: read when the mission goes on';
  if (openQuestion(state)) return 'Queued: read once the question is answered';
  const run = topRun(state);
  if (!run || run.role === 'orchestrator') return 'Read at the orchestrator’s next step';
  return `Queued: read when run ${run.run} ends`;
}
