import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyEvent } from '../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../src/mission/state.ts';
import type { MissionState } from '../../src/mission/state.ts';
import type { Missions } from '../../src/runner/missions.ts';
import { Desk } from '../../src/views/desk/desk.ts';
import type { DeskChange } from '../../src/views/desk/desk.ts';
import { NewMissions } from '../../src/views/desk/newMissions.ts';
import { policyModel } from '../support/smallMission/policyModel.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';
import { scriptedModels, testEngine } from '../support/smallMission/testEngine.ts';

const pollMs = 20;
const patienceMs = 60_000;

function deskOver(missions: Missions, folder: string): Desk {
  const newMissions = new NewMissions(missions, () => ({
    folder,
    problem: null,
    providers: [
      { provider: 'scripted', title: 'Scripted', problem: null, models: [], takesKey: false },
      { provider: 'anthropic', title: 'Anthropic', problem: 'No key yet.', models: [], takesKey: true },
    ],
    suggestedGoal: null,
    rehearsal: { provider: 'rehearsal', model: 'scripted', effort: null },
    browserProblem: null,
  }));
  return new Desk({ missions, newMissions, folder, log: console });
}

async function until(desk: Desk, holds: (state: MissionState) => boolean): Promise<MissionState> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    if (desk.state && holds(desk.state)) return desk.state;
    await sleep(pollMs);
  }
  throw new Error(`it never came to that: ${JSON.stringify([desk.state?.phase, desk.state?.pause])}`);
}

const question = (state: MissionState): string | undefined =>
  Object.values(state.asks).find(({ answers }) => answers === null)?.ask;

async function approved(desk: Desk): Promise<void> {
  const start = { kind: 'startMission', goal: 'Greet by name', models: scriptedModels(), budgetDollars: null } as const;
  assert.deepEqual(await desk.act(start), { ok: true });
  const ask = question(await until(desk, (state) => question(state) !== undefined)) ?? '';
  assert.deepEqual(await desk.act({ kind: 'answer', ask, answers: ['Hello, Ada!'] }), { ok: true });
  const { versions } = await until(desk, ({ phase, baseCheck }) => phase === 'awaitingApproval' && baseCheck !== null);
  assert.equal((await desk.act({ kind: 'approve', planVersion: versions.plan - 1 })).ok, false);
  assert.deepEqual(await desk.act({ kind: 'approve', planVersion: versions.plan }), { ok: true });
}

describe('the desk of a window', () => {
  let desks: Desk[] = [];
  let engine: ReturnType<typeof testEngine>;
  let folder: string;
  const open = (): Desk => {
    const desk = deskOver(engine.missions, folder);
    desks.push(desk);
    return desk;
  };
  beforeEach(() => {
    desks = [];
    engine = testEngine(policyModel(smallPolicy()));
    folder = smallRepository();
  });
  afterEach(async () => {
    for (const desk of desks) await desk.leave();
  });

  it('carries a mission from its goal to its end, and tells every event once and in order', async () => {
    const desk = open();
    const told: DeskChange[] = [];
    desk.listen((change) => told.push(structuredClone(change)));
    await approved(desk);
    await until(desk, ({ phase }) => phase === 'completed');
    const missions = told.findIndex(({ kind }) => kind === 'mission');
    const snapshot = told[missions];
    assert.ok(snapshot);
    const events = told.flatMap((change) => (change.kind === 'event' ? [change.event] : []));
    const first = events[0]?.seq ?? 0;
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_event, place) => first + place),
    );
    const read = await engine.missions.eventsAfter(desk.state?.missionId ?? '', 0);
    assert.ok(read.ok);
    assert.equal(events.at(-1)?.seq, read.events.at(-1)?.seq);
    assert.ok(desk.snapshot()?.log.some(({ text }) => text.includes('F2')));
  });

  it('kills a run at work, whose feature is then built by a fresh one', async () => {
    const desk = open();
    let killed = 0;
    desk.listen((change) => {
      if (change.kind !== 'event' || change.event.body.type !== 'runStarted') return;
      const { role, run } = change.event.body;
      if (role !== 'worker' || killed > 0) return;
      killed = run;
      void desk.act({ kind: 'killRun', run });
    });
    await approved(desk);
    const state = await until(desk, ({ phase, pause }) => phase === 'completed' || pause !== null);
    assert.equal(state.phase, 'completed');
    assert.equal(state.runs[killed]?.ended?.outcome, 'killed');
    assert.deepEqual(
      state.features['F1']?.attempts.map(({ commit }) => commit !== null),
      [false, true],
    );
    assert.equal((await desk.act({ kind: 'killRun', run: killed })).ok, false);
  });

  it('looks on while another window carries the mission, and takes over when that one is closed', async () => {
    const [owner, viewer] = [open(), open()];
    await approved(owner);
    await until(owner, ({ phase }) => phase === 'running');
    await viewer.openNewest();
    assert.equal(viewer.state?.missionId, owner.state?.missionId);
    assert.equal(viewer.ownership, 'viewer');
    assert.match(JSON.stringify(await viewer.act({ kind: 'resume' })), /Another window carries this mission/);
    await owner.leave();
    const state = await until(viewer, ({ phase }) => phase === 'completed');
    assert.equal(viewer.ownership, 'owner');
    const read = await engine.missions.eventsAfter(state.missionId, 0);
    assert.ok(read.ok);
    const pauses = read.events.flatMap(({ body }) =>
      body.type === 'missionPaused' ? [body.reason] : body.type === 'missionResumed' ? [body.by] : [],
    );
    assert.deepEqual(pauses, ['windowClosed', 'windowOpened']);
    const folded = emptyState();
    for (const event of read.events) applyEvent(folded, event);
    assert.deepEqual(state, folded);
  });

  it('says what is missing before anything is begun, and leaves no mission behind', async () => {
    const desk = open();
    const said = await desk.act({ kind: 'startMission', goal: 'Greet by name', models: null, budgetDollars: null });
    assert.match(JSON.stringify(said), /No model can be used yet/);
    assert.deepEqual(await engine.missions.list(), []);
    assert.deepEqual(await desk.act({ kind: 'pause' }), { ok: false, why: 'No mission is open in this window.' });
  });
});
