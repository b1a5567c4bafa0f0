import type { Cause, MissionState } from '../state.ts';

/** A cause is owed once, however often it comes up before its turn. */
export function addCause(state: MissionState, cause: Cause): void {
  if (!state.causes.some((present) => present.id === cause.id)) state.causes.push(cause);
}
