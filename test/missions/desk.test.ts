import assert from 'node:assert/strict';
import { applyEvent } from '../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../src/mission/state.ts';
import type { Desk, DeskChange } from '../../src/views/desk/desk.ts';
import { policyModel } from '../support/smallMission/policyModel.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';
import { approved, deskOver, until } from '../support/smallMission/testDesk.ts';
import { testEngine } from '../support/smallMission/testEngine.ts';

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
