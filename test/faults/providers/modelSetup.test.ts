import assert from 'node:assert/strict';
import { roles } from '../../../src/mission/role.ts';
import type { Halt } from '../../../src/runner/missions.ts';
import type { Fault } from '../../support/modelServer/faults.ts';
import { assertReachesThePlan } from '../../support/overHttp/assertReachesThePlan.ts';
import {
  httpMission,
  modelsOf,
  providers,
  testModel,
  type HttpMission,
  type HttpMissionOptions,
  type ProviderName,
} from '../../support/overHttp/httpMission.ts';
import {
  assertEveryRequestIsJournaled,
  assertToolsRanOnce,
  eventsOf,
  placesOf,
} from '../../support/overHttp/missionFigures.ts';
import { startShutter } from '../../support/overHttp/shutter.ts';
import { isFlowTester, isMidWork } from '../../support/overHttp/whoAsks.ts';

const wrongKey = 'sk-wrong-00112233445566778899';

function assertPaused({ mission }: HttpMission, halt: Halt, how: { reason: string; detail: RegExp }): void {
  const { pause } = mission.state;
  assert.deepEqual([halt.kind, pause?.reason, pause?.until], ['awaitUser', how.reason, null], JSON.stringify(halt));
  assert.match(pause?.detail ?? '', how.detail);
  assert.match(pause?.goesOn ?? '', /^[A-Z].*, then resume\.$/);
}

/** Goes on after the user has put right what was wrong. */
async function assertCompletes(started: HttpMission): Promise<void> {
  const said = await started.mission.resume();
  assert.ok(said.ok, JSON.stringify(said));
  const halt = await started.carry();
  assert.deepEqual(halt, { kind: 'done' }, JSON.stringify([halt, started.events.slice(-6)], null, 1));
  assert.equal(started.mission.state.phase, 'completed');
  assertEveryRequestIsJournaled(started);
  await assertToolsRanOnce(started);
  const attempts = Object.values(started.mission.state.features).map((feature) => feature.attempts.length);
  assert.deepEqual(attempts, [1, 1], 'no attempt was lost');
}

describe('a model that cannot be used', () => {
  let started: HttpMission | null = null;
  const start = async (options: HttpMissionOptions): Promise<HttpMission> => (started = await httpMission(options));
  afterEach(async () => {
    await started?.dispose();
    started = null;
  });

  for (const provider of providers)
    it(`pauses for a wrong key (${provider}), which appears nowhere, and goes on with the right one`, async () => {
      const mission = await start({ provider, key: wrongKey });
      const halt = await mission.carry();
      assertPaused(mission, halt, {
        reason: 'modelSetup',
        detail: /does not accept the key \(401\)\. Check [A-Z_]+KEY/,
      });
      assert.deepEqual(placesOf(wrongKey.slice(3), mission), []);
      await mission.reopen();
      await mission.mission.resume();
      await assertReachesThePlan(mission);
    });

  it('pauses for a model that nobody knows, and goes on with another', async () => {
    const mission = await start({ provider: 'anthropic', model: 'no-such', server: { models: [testModel] } });
    const halt = await mission.carry();
    assertPaused(mission, halt, { reason: 'modelSetup', detail: /knows no model "no-such"/ });
    for (const role of roles) await mission.mission.changeModel(role, { ...mission.choice, model: testModel });
    await mission.mission.resume();
    await assertReachesThePlan(mission);
    assert.equal(eventsOf(mission, 'runStarted')[0]?.run, 1);
    assert.equal(eventsOf(mission, 'runEnded').filter(({ outcome }) => outcome !== 'completed').length, 0);
  });

  for (const [role, isIts] of [
    ['worker', isMidWork],
    ['flowTester', isFlowTester],
  ] as const)
    it(`goes on with the same run when the model of the ${role} is gone in the middle of it`, async () => {
      const mission = await start({
        provider: 'openai',
        faults: [{ match: isIts, times: 1, fault: { kind: 'unknownModel' } }],
        mission: { models: modelsOf({ provider: 'openai', model: testModel, effort: null }) },
      });
      const halt = await mission.carry();
      assertPaused(mission, halt, { reason: 'modelSetup', detail: /knows no model "test-model"/ });
      const before = mission.mission.state.runCount;
      await mission.mission.changeModel(role, { ...mission.choice, model: 'another-model' });
      await assertCompletes(mission);
      const models = mission.server.requests.map(({ request }) => request?.model);
      const next = models.slice(models.indexOf('another-model')).length;
      assert.ok(next > 0 && models.includes('another-model'));
      assert.ok(before > 0);
    });

  it('pauses for a role whose provider has no address, and goes on with another', async () => {
    const mission = await start({
      provider: 'compatible',
      mission: {
        models: {
          ...modelsOf({ provider: 'compatible', model: testModel, effort: null }),
          worker: { provider: 'nobody', model: 'none', effort: null },
        },
      },
    });
    const halt = await mission.carry();
    assertPaused(mission, halt, { reason: 'modelSetup', detail: /Nobody here is called "nobody"/ });
    await mission.mission.changeModel('worker', mission.choice);
    await assertCompletes(mission);
  });

  const refusals: [ProviderName, Fault, { reason: string; detail: RegExp }][] = [
    ['anthropic', { kind: 'noMoney' }, { reason: 'noMoney', detail: /lack of credit: Your credit balance is too low/ }],
    ['openai', { kind: 'noMoney' }, { reason: 'noMoney', detail: /lack of credit: You exceeded your current quota/ }],
    ['compatible', { kind: 'wrongKey' }, { reason: 'modelSetup', detail: /does not accept the key/ }],
    ['anthropic', { kind: 'badRequest' }, { reason: 'modelSetup', detail: /refuses the request \(400\)/ }],
  ];
  for (const [provider, fault, how] of refusals)
    it(`pauses in the middle of a run for ${fault.kind} (${provider}), and goes on with that run`, async () => {
      const mission = await start({ provider, faults: [{ match: isMidWork, fault }] });
      const halt = await mission.carry();
      assertPaused(mission, halt, how);
      const sent = mission.server.requests.length;
      await mission.mission.resume();
      assert.equal(mission.server.requests.length, sent, 'nothing is sent before the user says so');
      await mission.mission.pause();
      await assertCompletes(mission);
    });

  it('pauses for a server that was never reached, and goes on at the right address', async () => {
    const mission = await start({ provider: 'compatible' });
    const away = await startShutter(mission.server.url);
    await away.shut();
    await mission.reopen({ baseUrls: away.baseUrls });
    const halt = await mission.carry();
    assertPaused(mission, halt, { reason: 'modelSetup', detail: /No connection to http.*ECONNREFUSED.*Check/ });
    await mission.reopen();
    assert.equal(eventsOf(mission, 'modelCallFailed').length, 1);
    await mission.mission.resume();
    assert.equal((await mission.carryToPlan()).kind, 'awaitUser');
    assert.equal(mission.mission.state.phase, 'awaitingApproval');
  });

  it('waits for a server that goes away in the middle, and goes on when it is back', async () => {
    const mission = await start({ provider: 'anthropic' });
    const shutter = await startShutter(mission.server.url);
    try {
      await mission.reopen({ baseUrls: shutter.baseUrls });
      let left = 12;
      mission.mission.listen(({ body }) => {
        if (body.type === 'usageRecorded' && --left === 0) void shutter.shut();
        if (body.type === 'modelCallFailed' && body.kind === 'unreachable') setTimeout(() => void shutter.open(), 100);
      });
      assert.deepEqual(await mission.carry(), { kind: 'done' });
      assert.ok(eventsOf(mission, 'missionPaused').every(({ reason, until }) => reason === 'outage' && until !== null));
      assert.ok(eventsOf(mission, 'modelCallFailed').some(({ kind }) => kind === 'unreachable'));
    } finally {
      await shutter.shut();
    }
  });
});
