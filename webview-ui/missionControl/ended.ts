import type { MissionState } from '../../src/mission/state.ts';

/** Whether nothing follows any more. */
export function hasEnded({ phase }: MissionState): boolean {
  return phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
}
