import assert from 'node:assert/strict';
import type { HttpMission } from './httpMission.ts';
import { assertEveryRequestIsJournaled, assertRetriesAreTheFaults, assertToolsRanOnce } from './missionFigures.ts';

/** Carries a mission to its plan, which is enough to see how a wait or a pause ends. */
export async function assertReachesThePlan(mission: HttpMission): Promise<void> {
  const halt = await mission.carryToPlan();
  assert.deepEqual([halt.kind, halt.kind === 'awaitUser' && halt.for], ['awaitUser', 'approval'], JSON.stringify(halt));
  assertEveryRequestIsJournaled(mission);
  assertRetriesAreTheFaults(mission);
  await assertToolsRanOnce(mission);
}
