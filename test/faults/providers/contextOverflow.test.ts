import assert from 'node:assert/strict';
import type { FaultRule } from '../../support/modelServer/faults.ts';
import { assertReachesThePlan } from '../../support/overHttp/assertReachesThePlan.ts';
import { httpMission, type HttpMission, type ProviderName } from '../../support/overHttp/httpMission.ts';
import { assertEveryRequestIsJournaled, assertToolsRanOnce, eventsOf } from '../../support/overHttp/missionFigures.ts';
import { isMidWork, isScoping, isWorker } from '../../support/overHttp/whoAsks.ts';

const fault = { kind: 'contextOverflow' } as const;

describe('a conversation that is too long for its model', () => {
  let started: HttpMission | null = null;
  const start = async (provider: ProviderName, faults: FaultRule[]): Promise<HttpMission> =>
    (started = await httpMission({ provider, faults }));
  afterEach(async () => {
    await started?.dispose();
    started = null;
  });

  const outcomes = (mission: HttpMission, role: string): string[] =>
    eventsOf(mission, 'runEnded')
      .filter(({ run }) => mission.mission.state.runs[run]?.role === role)
      .map(({ outcome }) => outcome);

  async function assertCompletes(mission: HttpMission): Promise<void> {
    assert.deepEqual(await mission.carry(), { kind: 'done' }, JSON.stringify(mission.mission.state.pause));
    assert.equal(mission.mission.state.phase, 'completed');
    assert.equal(eventsOf(mission, 'missionPaused').length, 0);
    assertEveryRequestIsJournaled(mission);
    await assertToolsRanOnce(mission);
  }

  it('ends a worker’s run with a partial handoff, on which a fresh run goes on', async () => {
    const mission = await start('anthropic', [{ match: isMidWork, fault }]);
    await assertCompletes(mission);
    assert.deepEqual(outcomes(mission, 'worker'), ['partial', 'completed', 'completed']);
    const told = mission.server.requests.some(
      ({ request }) =>
        request && isWorker(request) && JSON.stringify(request.messages).includes('context is nearly full'),
    );
    assert.ok(told, 'the worker was told to hand off');
  });

  it('fails a worker’s run that cannot even hand off, and a fresh attempt is made', async () => {
    const mission = await start('openai', [{ match: (request) => isWorker(request), times: 2, fault }]);
    await assertCompletes(mission);
    assert.deepEqual(outcomes(mission, 'worker'), ['failed', 'completed', 'completed']);
  });

  it('ends a run of planning, and a fresh one goes on from what is recorded', async () => {
    const isLate: FaultRule['match'] = (request) => isScoping(request) && request.messages.length === 9;
    const mission = await start('compatible', [{ match: isLate, fault }]);
    await assertReachesThePlan(mission);
    assert.deepEqual(outcomes(mission, 'orchestrator'), ['partial', 'completed']);
  });
});
