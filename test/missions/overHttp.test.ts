import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { FaultRule } from '../support/modelServer/faults.ts';
import { httpMission, providers, testKey, type HttpMission } from '../support/overHttp/httpMission.ts';
import {
  assertEveryRequestIsJournaled,
  assertRetriesAreTheFaults,
  assertToolsRanOnce,
  assertWaitsAreHonoured,
  eventsOf,
  placesOf,
} from '../support/overHttp/missionFigures.ts';

const faults: FaultRule[] = [
  { at: 2, fault: { kind: 'rateLimited', retryAfterMs: 150 } },
  { at: 4, fault: { kind: 'overloaded' } },
  { at: 6, fault: { kind: 'serverError' } },
  { at: [8, 30], fault: { kind: 'cutInToolJson' } },
  { at: 11, fault: { kind: 'errorEvent' } },
  { at: [14, 34], fault: { kind: 'malformedArguments' } },
  { at: 17, fault: { kind: 'emptyReply' } },
  { at: 20, fault: { kind: 'stall' } },
  { at: 23, fault: { kind: 'dropConnection' } },
  { at: 26, fault: { kind: 'endWithoutFinal' } },
  { at: 38, fault: { kind: 'outputLimit' } },
  { at: 41, fault: { kind: 'rateLimited', retryAfterSeconds: 1 } },
];

function assertTheWorkIsDone({ folder, mission }: HttpMission): void {
  const { state } = mission;
  assert.equal(state.phase, 'completed');
  assert.deepEqual(
    state.milestones['M1']?.rounds.map((round) => round.closed),
    ['failed', 'passed'],
  );
  const log = execFileSync('git', ['log', '--format=%s', `main..${state.branch ?? ''}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.deepEqual(log.trim().split('\n'), ['F2: Repair the greeting', 'F1: Greet by name']);
  assert.equal(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' }), '');
}

describe('a whole mission over HTTP', () => {
  for (const provider of providers)
    it(`is completed by ${provider}, with every fault of a provider on the way`, async () => {
      const mission = await httpMission({ provider, faults, stallLimitMs: 300 });
      try {
        const halt = await mission.carry();
        assert.deepEqual(halt, { kind: 'done' }, JSON.stringify({ halt, last: mission.events.slice(-6) }, null, 1));
        assertTheWorkIsDone(mission);
        assert.equal(mission.server.requests.filter(({ fault }) => fault).length, 14);
        assertEveryRequestIsJournaled(mission);
        assertRetriesAreTheFaults(mission);
        assertWaitsAreHonoured(mission);
        await assertToolsRanOnce(mission);
        const limited = eventsOf(mission, 'modelCallFailed').filter(({ kind }) => kind === 'rateLimited');
        assert.deepEqual(
          limited.map(({ retryAfterMs }) => retryAfterMs),
          [150, 1000],
        );
        const waits = eventsOf(mission, 'missionPaused').filter(({ reason }) => reason === 'rateLimit');
        assert.equal(waits.length, 2);
        assert.deepEqual(placesOf(testKey, mission), []);
      } finally {
        await mission.dispose();
      }
    });
});
