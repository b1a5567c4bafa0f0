import assert from 'node:assert/strict';
import type { Image } from './memoryDisk.ts';
import type { CrashState } from './crashStates.ts';
import { nodeBlobs } from '../../../src/adapters/node/blobStore.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';
import { crashStates, onlySynced, seededRandom } from './crashStates.ts';
import { emptyImage, MemoryDisk } from './memoryDisk.ts';

const MISSION = 'm1';
const RECORDS = 60;
const bounds = { sectorBytes: 24, maxStatesPerPoint: 1024 };
const LAST_WORDS = '"after the crash"';
const LAST_BLOB = 'blob 0';

interface Work {
  records: string[];
  limits: { maxSegmentBytes: number };
}

function seededWork(seed: number): Work {
  const random = seededRandom(seed);
  const records = Array.from({ length: RECORDS }, (_, seq) =>
    JSON.stringify({ seq, text: 'x'.repeat(Math.floor(random() * 150)) }),
  );
  return { records, limits: { maxSegmentBytes: 500 + Math.floor(random() * 1000) } };
}

function storeOn(disk: MemoryDisk, { limits }: Work) {
  return nodeJournalStore({ root: '/home', limits, fileSystem: disk });
}

function blobsOn(disk: MemoryDisk, work: Work) {
  return nodeBlobs({ directory: storeOn(disk, work).directory(MISSION), fileSystem: disk });
}

/** Appends alone and in groups over several segments, with run logs, blobs and snapshots between. */
async function doWork(disk: MemoryDisk, work: Work): Promise<void> {
  const { records } = work;
  const store = storeOn(disk, work);
  const created = await store.create(MISSION);
  assert.ok(created.ok);
  disk.mark('created');
  const opened = await store.openJournal(MISSION);
  assert.ok(opened.ok);
  const blobs = blobsOn(disk, work);
  for (let next = 0; next < RECORDS;) {
    const group = records.slice(next, next + 1 + (next % 5));
    const acknowledged = group.map((text) => opened.log.append(text).then(() => disk.mark('record')));
    if (next % 7 === 0) acknowledged.push(blobs.put(`blob ${next}`).then((id) => disk.mark(`blob ${id}`)));
    await Promise.all(acknowledged);
    next += group.length;
    if (next % 4 === 0) {
      await store.writeSnapshot(MISSION, next, { upTo: next });
      disk.mark(`snapshot ${next}`);
    }
  }
  await opened.log.close();
  const run = await store.openRunLog(MISSION, 1);
  assert.ok(run.ok);
  for (const text of records.slice(0, 8)) {
    await run.log.append(text);
    disk.mark('run record');
  }
  await run.log.close();
}

const promised = (marks: readonly string[], kind: string) =>
  marks.filter((mark) => mark.startsWith(kind)).map((mark) => mark.slice(kind.length + 1));

async function checkState({ image, marks, at }: CrashState, work: Work): Promise<void> {
  const { records } = work;
  const disk = new MemoryDisk(image);
  const store = storeOn(disk, work);
  const where = `after ${at} steps`;
  if (!marks.includes('created')) {
    const found = await store.list();
    if (found.length === 0) return;
  }
  assert.deepEqual(await store.list(), [MISSION], where);
  const journal = await store.readJournal(MISSION);
  assert.ok(journal.ok, `${where}: ${journal.ok ? '' : journal.problem.message}`);
  assert.deepEqual(journal.records, records.slice(0, journal.records.length), where);
  assert.ok(journal.records.length >= promised(marks, 'record').length, `${where}: an acknowledged record is lost`);

  const snapshot = await store.readSnapshot(MISSION);
  const newest = Math.max(0, ...promised(marks, 'snapshot').map(Number));
  assert.ok((snapshot?.seq ?? 0) >= newest, `${where}: snapshot ${newest} is lost`);
  if (snapshot !== null) assert.deepEqual(snapshot.state, { upTo: snapshot.seq });

  const blobs = blobsOn(disk, work);
  for (const id of promised(marks, 'blob')) assert.notEqual(await blobs.text(id), null, `${where}: blob ${id} is lost`);

  const runRecords = promised(marks, 'run record').length;
  if (runRecords > 0) {
    const run = await store.readRunLog(MISSION, 1);
    assert.ok(run.ok && run.records.length >= runRecords, `${where}: a record of the run is lost`);
  }
}

/** Opens the journal that a crash has left on the disk, and lets a second crash come: at once, and after some more work. */
async function checkNextCrash(disk: MemoryDisk, start: Image, work: Work): Promise<void> {
  const opened = await storeOn(disk, work).openJournal(MISSION);
  assert.ok(opened.ok, 'the journal opens for writing');
  const { records } = opened;
  const crashed = () => new MemoryDisk(onlySynced(start, disk.trace));
  assert.deepEqual(await storeOn(crashed(), work).readJournal(MISSION), { ok: true, records, notice: null });

  await opened.log.append(LAST_WORDS);
  const id = await blobsOn(disk, work).put(LAST_BLOB);
  await opened.log.close();
  const expected = { ok: true, records: [...records, LAST_WORDS], notice: null };
  assert.deepEqual(await storeOn(crashed(), work).readJournal(MISSION), expected);
  assert.equal(await blobsOn(crashed(), work).text(id), LAST_BLOB);
}

describe('the store after a power loss', () => {
  let states = 0;

  for (const seed of [1, 2, 3, 4, 5]) {
    it(`holds all it has acknowledged, whichever unsynced writes have reached the disk (seed ${seed})`, async function () {
      this.timeout(180_000);
      const work = seededWork(seed);
      const disk = new MemoryDisk();
      await doWork(disk, work);
      for (const state of crashStates(emptyImage, disk.trace, bounds)) {
        await checkState(state, work);
        if (states % 10 === 0 && state.marks.includes('created')) {
          await checkNextCrash(new MemoryDisk(state.image), state.image, work);
        }
        states += 1;
      }
    });
  }

  it('has been looked at in 100,000 states', () => {
    console.log(`      ${states} crash states`);
    assert.ok(states >= 100_000);
  });

  it('holds what a process that was killed had not synced, once another has opened it', async () => {
    const work = seededWork(1);
    const disk = new MemoryDisk();
    await doWork(disk, work);
    const created = disk.trace.findIndex((entry) => entry.kind === 'mark' && entry.mark === 'created');
    for (let killed = created; killed < disk.trace.length; killed += 1) {
      await checkNextCrash(new MemoryDisk(emptyImage, disk.trace.slice(0, killed)), emptyImage, work);
    }
  });

  it('would be seen to lose records if it acknowledged before the sync', async () => {
    const work = seededWork(1);
    const read = await storeOn(new MemoryDisk(await workCarelessly(work)), work).readJournal(MISSION);
    assert.deepEqual(read, { ok: true, records: [], notice: null });
  });
});

/** What is left when the syncs of the appends are taken out. */
async function workCarelessly(work: Work): Promise<Image> {
  const disk = new MemoryDisk();
  const store = storeOn(disk, work);
  assert.ok((await store.create(MISSION)).ok);
  const opened = await store.openJournal(MISSION);
  assert.ok(opened.ok);
  const synced = disk.trace.length;
  await opened.log.append(LAST_WORDS);
  const trace = disk.trace.filter((entry, index) => index < synced || entry.kind !== 'sync');
  return onlySynced(emptyImage, trace);
}
