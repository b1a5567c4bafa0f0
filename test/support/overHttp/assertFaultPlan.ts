import assert from 'node:assert/strict';
import type { Halt } from '../../../src/runner/missions.ts';
import { httpMission, type HttpMission } from './httpMission.ts';
import {
  assertEveryRequestIsJournaled,
  assertRetriesAreTheFaults,
  assertToolsRanOnce,
  assertWaitsAreHonoured,
} from './missionFigures.ts';
import { randomFaults } from './randomFaults.ts';

/** More pauses than faults would be a circle. */
const mostPauses = 40;

/** Carries the mission to its end as a patient user would: what is put right is resumed. */
async function carryPatiently(mission: HttpMission): Promise<Halt> {
  for (let pauses = 0; pauses < mostPauses; pauses++) {
    const halt = await mission.carry();
    if (halt.kind === 'done') return halt;
    const { pause } = mission.mission.state;
    assert.ok(pause && pause.until === null, JSON.stringify(halt));
    assert.ok(pause.detail.length > 20 && pause.goesOn.length > 20, JSON.stringify(pause));
    assert.deepEqual(await mission.mission.resume(), { ok: true });
  }
  throw new Error(`paused ${String(mostPauses)} times: ${JSON.stringify(mission.mission.state.pause)}`);
}

/** One mission under the faults of this seed: completed, each pause with its reason, no tool run from half a call or twice. */
export async function assertFaultPlan(seed: number): Promise<void> {
  const { provider, faults } = randomFaults(seed);
  const mission = await httpMission({ provider, faults, stallLimitMs: 250 });
  try {
    await carryPatiently(mission);
    assert.equal(mission.mission.state.phase, 'completed');
    assertEveryRequestIsJournaled(mission);
    assertRetriesAreTheFaults(mission);
    assertWaitsAreHonoured(mission);
    await assertToolsRanOnce(mission);
  } finally {
    await mission.dispose();
  }
}
