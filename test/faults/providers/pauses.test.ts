import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import { assertReachesThePlan } from '../../support/overHttp/assertReachesThePlan.ts';
import { httpMission, type HttpMission, type HttpMissionOptions } from '../../support/overHttp/httpMission.ts';
import {
  assertEveryRequestIsJournaled,
  assertToolsRanOnce,
  assertWaitsAreHonoured,
  eventsOf,
} from '../../support/overHttp/missionFigures.ts';
import { startShutter } from '../../support/overHttp/shutter.ts';
import { isFlowTester, isMidWork, isScout } from '../../support/overHttp/whoAsks.ts';

/** Resolves with the first event like this. */
function heard(mission: HttpMission, isIt: (event: MissionEvent) => boolean): Promise<MissionEvent> {
  return new Promise((resolve) => {
    const stop = mission.mission.listen((event) => {
      if (!isIt(event)) return;
      stop();
      resolve(event);
    });
  });
}

function untilOf({ body }: MissionEvent): number {
  return body.type === 'missionPaused' ? (body.until ?? 0) : 0;
}

const isPause = ({ body }: MissionEvent): boolean => body.type === 'missionPaused';

async function untilStalled({ server }: HttpMission, count: number): Promise<void> {
  while (server.requests.filter(({ fault }) => fault === 'stall').length < count) await sleep(5);
}

describe('a pause', () => {
  let started: HttpMission | null = null;
  const start = async (options: Partial<HttpMissionOptions>): Promise<HttpMission> =>
    (started = await httpMission({ provider: 'anthropic', ...options }));
  afterEach(async () => {
    await started?.dispose();
    started = null;
  });

  it('by the user ends the model calls in flight at the server, and the same runs go on', async () => {
    const stall = { kind: 'stall' } as const;
    const mission = await start({
      provider: 'openai',
      stallLimitMs: 60_000,
      faults: [
        { match: isScout, times: 2, fault: stall },
        { match: isMidWork, fault: stall },
        { match: isFlowTester, fault: stall },
      ],
    });
    // Two scouts side by side, then the worker, then the flow tester.
    for (const stalled of [2, 3, 4]) {
      const halting = mission.carry();
      await untilStalled(mission, stalled);
      const { openRuns } = mission.mission.state;
      assert.deepEqual(await mission.mission.pause(), { ok: true });
      assert.deepEqual((await halting).kind, 'awaitUser');
      assert.equal(mission.mission.state.pause?.reason, 'user');
      assert.deepEqual(mission.mission.state.openRuns, openRuns, 'the runs stay open');
      await sleep(20);
      assert.equal(mission.server.requests.filter(({ closedEarly }) => closedEarly).length, stalled);
      const sent = mission.server.requests.length;
      await sleep(50);
      assert.equal(mission.server.requests.length, sent, 'nothing is sent while the mission is paused');
      await mission.mission.resume();
    }
    assert.deepEqual(await mission.carry(), { kind: 'done' });
    assertEveryRequestIsJournaled(mission);
    await assertToolsRanOnce(mission);
    assert.ok(eventsOf(mission, 'runEnded').every(({ outcome }) => outcome === 'completed'));
  });

  it('is one, where runs side by side fail at the same moment', async () => {
    const faults = [{ match: isScout, times: 2, fault: { kind: 'stall' as const } }];
    const mission = await start({ stallLimitMs: 60_000, faults });
    const shutter = await startShutter(mission.server.url);
    try {
      await mission.reopen({ baseUrls: shutter.baseUrls });
      const reaching = assertReachesThePlan(mission);
      await untilStalled(mission, 2);
      await shutter.shut();
      await shutter.open();
      await reaching;
      assert.equal(eventsOf(mission, 'modelCallFailed').filter(({ kind }) => kind === 'streamCut').length, 2);
      assertWaitsAreHonoured(mission);
    } finally {
      await mission.mission.close();
      await shutter.shut();
    }
  });

  it('waits as long as each of the runs side by side was told', async () => {
    const mission = await start({
      provider: 'compatible',
      faults: [
        { match: isScout, fault: { kind: 'rateLimited', retryAfterMs: 100 } },
        { match: isScout, fault: { kind: 'rateLimited', retryAfterMs: 900 } },
      ],
    });
    await assertReachesThePlan(mission);
    const [first, second] = mission.server.requests.filter(({ fault }) => fault === 'rateLimited');
    const [again, last] = mission.server.requests.filter(({ isRetry }) => isRetry);
    assert.ok(first && second && again && last);
    assert.ok(again.arrivedAtMs - first.arrivedAtMs >= 100, 'the first waits 100 ms');
    assert.ok(last.arrivedAtMs - second.arrivedAtMs >= 900, 'the second waits 900 ms');
  });

  it('with a countdown ends at once when the user says so', async () => {
    const mission = await start({ faults: [{ at: 3, fault: { kind: 'rateLimited', retryAfterSeconds: 600 } }] });
    const reaching = assertReachesThePlan(mission);
    const paused = await heard(mission, isPause);
    assert.ok(untilOf(paused) - paused.at > 590_000);
    assert.deepEqual(await mission.mission.resume(), { ok: true });
    await reaching;
  });

  it('with a countdown becomes a pause of the user, who alone ends it', async () => {
    const mission = await start({ faults: [{ at: 3, fault: { kind: 'rateLimited', retryAfterMs: 300 } }] });
    const halting = mission.carryToPlan();
    await heard(mission, isPause);
    assert.deepEqual(await mission.mission.pause(), { ok: true });
    assert.equal((await halting).kind, 'awaitUser');
    await sleep(400);
    assert.deepEqual([mission.mission.state.pause?.reason, mission.server.requests.length], ['user', 3]);
    await mission.mission.resume();
    await assertReachesThePlan(mission);
  });

  it('with a countdown survives a restart, and ends at its time', async () => {
    const mission = await start({ faults: [{ at: 3, fault: { kind: 'rateLimited', retryAfterMs: 1_200 } }] });
    const halting = mission.carryToPlan();
    const until = untilOf(await heard(mission, isPause));
    await mission.reopen();
    assert.deepEqual(await halting, { kind: 'stopped' });
    assert.equal(mission.mission.state.pause?.until, until);
    await assertReachesThePlan(mission);
    const resumed = eventsOf(mission, 'missionResumed');
    assert.deepEqual([resumed.length, resumed[0]?.by, (resumed[0]?.at ?? 0) >= until], [1, 'deadline', true]);
  });
});
