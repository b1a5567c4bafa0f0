import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileSystem } from '../../../src/adapters/node/fileSystem.ts';
import type { JournalStore, Lease, LogProblem, RecordLog } from '../../../src/ports/journalStore.ts';
import type { FailingFileSystem, Fault, FaultPlan } from './failingFileSystem.ts';
import { nodeBlobs } from '../../../src/adapters/node/blobStore.ts';
import { nodeFileSystem } from '../../../src/adapters/node/fileSystem.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';
import { onlySynced } from './crashStates.ts';
import { failingFileSystem } from './failingFileSystem.ts';
import { emptyImage, MemoryDisk } from './memoryDisk.ts';

const MISSION = 'm1';
const limits = { maxSegmentBytes: 400 };
const records = Array.from({ length: 15 }, (_, seq) => JSON.stringify({ seq, text: 'x'.repeat((seq * 31) % 90) }));
const faults: Fault[] = ['EIO', 'ENOSPC', 'EMFILE', 'EPERM', 'short write', 'part, then ENOSPC'];

/** What was promised by a store whose file system fails once or from some call on. */
interface Outcome {
  created: boolean;
  acknowledged: string[];
  blobs: string[];
  snapshot: number;
  epochs: number[];
  /** Sentences for the user. */
  messages: string[];
}

class Work {
  readonly outcome: Outcome = {
    created: false,
    acknowledged: [],
    blobs: [],
    snapshot: 0,
    epochs: [],
    messages: [],
  };
  readonly #store: JournalStore;
  readonly #fileSystem: FileSystem;

  constructor(root: string, fileSystem: FileSystem) {
    this.#store = nodeJournalStore({ root, limits, fileSystem });
    this.#fileSystem = fileSystem;
  }

  async run(): Promise<Outcome> {
    const created = await this.#twice(() => this.#store.create(MISSION));
    this.outcome.created = created !== null;
    if (created === null) return this.outcome;
    await this.#session(records.slice(0, 9));
    await this.#session(records.slice(9));
    return this.outcome;
  }

  async #session(own: string[]): Promise<void> {
    const held = await this.#twice(() => this.#store.acquireLease(MISSION));
    if (held === null) return;
    this.outcome.epochs.push(held.lease.epoch);
    const opened = await this.#twice(() => this.#store.openJournal(MISSION));
    if (opened !== null) await this.#write(opened.log, own);
    await this.#release(held.lease);
  }

  async #write(log: RecordLog, own: string[]): Promise<void> {
    const blobs = nodeBlobs({ directory: this.#store.directory(MISSION), fileSystem: this.#fileSystem });
    for (let next = 0; next < own.length;) {
      const group = own.slice(next, next + 1 + (next % 3));
      next += group.length;
      await Promise.all(group.map((record) => this.#append(log, record)));
      const id = await this.#tried(() => blobs.put(`blob ${own[next - 1] ?? ''}`));
      if (id !== null) this.outcome.blobs.push(id);
      const upTo = this.outcome.acknowledged.length;
      const written = await this.#tried(() => this.#store.writeSnapshot(MISSION, upTo, { upTo }).then(() => true));
      if (written === true) this.outcome.snapshot = upTo;
      await this.#tried(() => this.#store.writeRendering(MISSION, 'plans/mission.md', group.join('\n')));
    }
    await this.#tried(() => log.close());
  }

  async #append(log: RecordLog, record: string): Promise<void> {
    const isWritten = await this.#tried(() => log.append(record).then(() => true));
    if (isWritten === true) this.outcome.acknowledged.push(record);
  }

  async #release(lease: Lease): Promise<void> {
    const isFree = await this.#tried(() => lease.release().then(() => true));
    if (isFree === null) await this.#tried(() => lease.release());
  }

  /** A user who reads the message and tries once more. */
  async #twice<T extends { ok: true }>(step: () => Promise<T | { ok: false; problem: LogProblem }>): Promise<T | null> {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const result = await step();
      if (result.ok) return result;
      this.outcome.messages.push(result.problem.message);
    }
    return null;
  }

  async #tried<T>(step: () => Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      assert.ok(error instanceof Error);
      this.outcome.messages.push(error.message);
      return null;
    }
  }
}

/** With a single fault what was refused is not there either; after a lasting one it may be, in its place. */
async function check(root: string, fileSystem: FileSystem, { outcome, plan }: { outcome: Outcome; plan: FaultPlan }) {
  const where = JSON.stringify(plan);
  const store = nodeJournalStore({ root, limits, fileSystem });
  if (outcome.created) {
    assert.deepEqual(await store.list(), [MISSION], where);
    const opened = await store.openJournal(MISSION);
    assert.ok(opened.ok, `${where}: ${opened.ok ? '' : opened.problem.message}`);
    if (plan.lasting) assertInOrder(opened.records, outcome.acknowledged, where);
    else assert.deepEqual(opened.records, outcome.acknowledged, where);
    await opened.log.append('"next"');
    await opened.log.close();
    const read = await store.readJournal(MISSION);
    assert.deepEqual(read, { ok: true, records: [...opened.records, '"next"'], notice: null }, where);
  }
  const blobs = nodeBlobs({ directory: store.directory(MISSION), fileSystem });
  for (const id of outcome.blobs) assert.notEqual(await blobs.text(id), null, `${where}: blob ${id} is lost`);
  if (outcome.created) {
    const snapshot = await store.readSnapshot(MISSION);
    assert.ok((snapshot?.seq ?? 0) >= outcome.snapshot, `${where}: snapshot ${outcome.snapshot} is lost`);
  }
  const growing = [...new Set(outcome.epochs)].sort((one, other) => one - other);
  assert.deepEqual(outcome.epochs, growing, `${where}: epochs grow`);
  if (outcome.created && !plan.lasting) {
    const acquired = await store.acquireLease(MISSION);
    assert.ok(acquired.ok, `${where}: the lease can be taken again`);
    assert.ok(
      outcome.epochs.every((epoch) => epoch < acquired.lease.epoch),
      where,
    );
    await acquired.lease.release();
  }
}

/** Every acknowledged record, and nothing that was not submitted, in the order of submission. */
function assertInOrder(found: string[], acknowledged: string[], where: string): void {
  const isFound = new Set(found);
  assert.deepEqual(
    found,
    records.filter((record) => isFound.has(record)),
    `${where}: none invented, in order`,
  );
  assert.deepEqual(
    acknowledged.filter((record) => !isFound.has(record)),
    [],
    `${where}: none lost`,
  );
}

/** Each run has a fresh disk; `verify` looks at it afterwards. */
type FreshDisk = () => {
  root: string;
  real: FileSystem;
  verify: (outcome: Outcome, plan: FaultPlan) => Promise<void>;
};

/** Fails every call, or every `step`-th, one in each run; returns the number of calls in a run. */
async function failEveryCall(faults: { fault: Fault; lasting: boolean; step?: number }, disk: FreshDisk) {
  const { fault, lasting, step = 1 } = faults;
  for (let at = 1; ; at += step) {
    const plan = { fault, lasting, at };
    const { root, real, verify } = disk();
    const failing: FailingFileSystem = failingFileSystem(real, plan);
    const outcome = await new Work(root, failing.fileSystem).run();
    const isPastTheEnd = failing.failures() === 0;
    if (isPastTheEnd) assert.deepEqual(outcome.acknowledged, records);
    assert.equal(failing.open(), 0, `${JSON.stringify(plan)}: every file is closed`);
    for (const message of outcome.messages) assert.match(message, /[.!]$/, message);
    await verify(outcome, plan);
    if (isPastTheEnd) return failing.calls();
  }
}

describe('the store on a failing disk', function () {
  this.timeout(180_000);

  for (const fault of faults) {
    it(`keeps what it has acknowledged and goes on, whichever single call ends with ${fault}`, async () => {
      const calls = await failEveryCall({ fault, lasting: false }, () => {
        const disk = new MemoryDisk();
        return { root: '/home', real: disk, verify: (outcome, plan) => check('/home', disk, { outcome, plan }) };
      });
      assert.ok(calls > 300, `only ${calls} calls`);
    });
  }

  for (const fault of ['EIO', 'EROFS', 'part, then ENOSPC'] as const) {
    it(`keeps what it has acknowledged when every call from some on ends with ${fault}`, async () => {
      await failEveryCall({ fault, lasting: true }, () => {
        const disk = new MemoryDisk();
        return { root: '/home', real: disk, verify: (outcome, plan) => check('/home', disk, { outcome, plan }) };
      });
    });
  }

  it('keeps what it has acknowledged when the power goes after a failed call', async () => {
    await failEveryCall({ fault: 'EIO', lasting: false }, () => {
      const disk = new MemoryDisk();
      return {
        root: '/home',
        real: disk,
        verify: async (outcome, plan) => {
          const left = new MemoryDisk(onlySynced(emptyImage, disk.trace));
          await check('/home', left, { outcome, plan: { ...plan, lasting: true } });
        },
      };
    });
  });

  it('keeps what it has acknowledged on a real file system', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'longhaul-failing-'));
    let mission = 0;
    try {
      // Real syncs take their time; the disk in memory has seen every call.
      await failEveryCall({ fault: 'EIO', lasting: false, step: 19 }, () => {
        mission += 1;
        const root = join(folder, String(mission));
        const verify = async (outcome: Outcome, plan: FaultPlan) => {
          await check(root, nodeFileSystem, { outcome, plan });
          rmSync(root, { recursive: true, force: true });
        };
        return { root, real: nodeFileSystem, verify };
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says what to do, with the folder, when the disk is full', async () => {
    const disk = new MemoryDisk();
    const { fileSystem } = failingFileSystem(disk, { fault: 'ENOSPC', at: 20, lasting: true });
    const { messages } = await new Work('/home', fileSystem).run();
    assert.match(messages[0] ?? '', /\/home\/missions .*The disk is full: free some space, then continue\.$/);
  });
});
