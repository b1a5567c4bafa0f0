import assert from 'node:assert/strict';
import { Journal } from '../../../src/journal/journal.ts';
import { eventsOf, replay } from '../../../src/journal/replay.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import { emptyState } from '../../../src/mission/state.ts';
import { newMission } from '../../support/smallMission/testEngine.ts';

/** A record log in memory that can be told to fail: the journal's boundary. */
function memoryLog(): {
  records: string[];
  fail: (reason: string | null) => void;
  log: ConstructorParameters<typeof Journal>[0]['log'];
} {
  const records: string[] = [];
  let failure: string | null = null;
  return {
    records,
    fail: (reason) => {
      failure = reason;
    },
    log: {
      append: async (record) => {
        await Promise.resolve();
        if (failure !== null) throw new Error(failure);
        records.push(record);
      },
      close: () => Promise.resolve(),
    },
  };
}

function journalOver(memory: ReturnType<typeof memoryLog>): Journal {
  let now = 1000;
  const clock = { now: () => (now += 1), sleep: () => Promise.resolve() };
  return new Journal({ log: memory.log, state: emptyState(), limits: defaultLimits, clock });
}

const created: EventBody = {
  type: 'missionCreated',
  missionId: 'm',
  ...newMission('/repository', 'Greet'),
  baseBranch: 'main',
  baseCommit: 'c0',
};
const said = (text: string): EventBody => ({ type: 'userSaid', message: text, text });

describe('the journal', () => {
  it('writes before it folds and tells', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    const seen: [number, number][] = [];
    journal.listen((event, state) => seen.push([memory.records.length, state.seq - event.seq]));
    await journal.append('user', [created]);
    await journal.append('user', [said('hello')]);
    assert.deepEqual(seen, [
      [1, 0],
      [2, 0],
    ]);
  });

  it('refuses what a gate refuses, with its sentence, and writes nothing', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created]);
    const refused = await journal.append('user', [{ type: 'planApproved', planVersion: 0 }]);
    assert.deepEqual(refused, { ok: false, why: 'no plan waits for approval', kind: 'refused' });
    const forged = await journal.append('worker', [said('I am the user')]);
    assert.deepEqual(forged, { ok: false, why: 'worker may not append userSaid', kind: 'refused' });
    assert.equal(memory.records.length, 1);
  });

  it('appends a batch as one record, or none of it', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created, said('one')]);
    const half = await journal.append('user', [said('two'), created]);
    assert.equal(half.ok, false);
    assert.equal(memory.records.length, 1);
    assert.equal(journal.state.seq, 2);
    assert.deepEqual(
      journal.state.chat.map((line) => line.text),
      ['one'],
    );
  });

  it('appends the event of a tool call once, however often the call is made', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created]);
    await journal.append('orchestrator', [{ type: 'orchestratorSaid', text: 'hi' }], '1:2.0');
    const again = await journal.append('orchestrator', [{ type: 'orchestratorSaid', text: 'hi' }], '1:2.0');
    assert.deepEqual(again, { ok: true, events: [] });
    assert.equal(journal.state.chat.length, 1);
  });

  it('keeps its state when the disk refuses, and goes on when it takes again', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created]);
    memory.fail('no space left');
    const failed = await journal.append('user', [said('lost')]);
    assert.ok(!failed.ok && failed.kind === 'disk' && failed.why.includes('no space left'));
    assert.equal(journal.state.seq, 1);
    memory.fail(null);
    await journal.append('user', [said('kept')]);
    assert.equal(journal.state.seq, 2);
  });

  it('keeps the order of appends that are made at the same time', async () => {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created]);
    await Promise.all(['a', 'b', 'c'].map((text) => journal.append('user', [said(text)])));
    assert.deepEqual(
      journal.state.chat.map((line) => line.text),
      ['a', 'b', 'c'],
    );
  });
});

describe('replaying a journal', () => {
  async function recorded(): Promise<{ records: string[]; journal: Journal }> {
    const memory = memoryLog();
    const journal = journalOver(memory);
    await journal.append('user', [created, said('one')]);
    await journal.append('user', [said('two')]);
    return { records: memory.records, journal };
  }

  it('gives the state the journal had', async () => {
    const { records, journal } = await recorded();
    assert.deepEqual(replay(records, null), { ok: true, state: journal.state });
  });

  it('goes on from a snapshot', async () => {
    const { records, journal } = await recorded();
    const early = replay(records.slice(0, 1), null);
    assert.ok(early.ok);
    const snapshot = { seq: early.state.seq, state: structuredClone(early.state) };
    assert.deepEqual(replay(records, snapshot), { ok: true, state: journal.state });
  });

  it('says which event is missing instead of showing a mission with a hole', async () => {
    const { records } = await recorded();
    assert.deepEqual(replay(records.slice(1), null), { ok: false, why: 'event 1 is missing' });
  });

  it('names an event it does not know', () => {
    const unknown = eventsOf('[{"seq":1,"at":1,"author":"user","body":{"type":"somethingNew"}}]');
    assert.deepEqual(unknown, { ok: false, why: 'unknown event "somethingNew"' });
  });
});
