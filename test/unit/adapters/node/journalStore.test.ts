import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JournalStore } from '../../../../src/ports/journalStore.ts';
import { defaultRoot } from '../../../../src/adapters/node/defaultRoot.ts';
import { nodeJournalStore } from '../../../../src/adapters/node/journalStore.ts';

const limits = { maxSegmentBytes: 64 * 1024 };

describe('the journal store', () => {
  let folder: string;
  let root: string;
  let store: JournalStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'longhaul-store-'));
    root = join(folder, 'home', '.longhaul');
    store = nodeJournalStore({ root, limits });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const create = async (id = 'm1') => {
    assert.deepEqual(await store.create(id), { ok: true });
  };
  const inMission = (path: string) => join(store.directory('m1'), path);

  it('makes missions that only their owner can enter, newest first in the list', async () => {
    assert.deepEqual(await store.list(), []);
    for (const id of ['b', 'a', 'c']) {
      await create(id);
      await new Promise((resolveSoon) => setTimeout(resolveSoon, 5));
    }
    assert.deepEqual(await store.list(), ['c', 'a', 'b']);
    assert.equal(store.directory('a'), join(root, 'missions', 'a'));
    assert.equal(statSync(store.directory('a')).mode & 0o777, 0o700);
    assert.equal(statSync(join(store.directory('a'), 'journal.jsonl')).mode & 0o777, 0o600);
  });

  it('does not make a mission twice, and leaves the first as it is', async () => {
    await create();
    const again = await store.create('m1');
    assert.ok(!again.ok);
    assert.match(again.problem.message, /already a mission m1/);
    assert.deepEqual(readdirSync(join(root, 'missions')), ['m1']);
  });

  it('says which folder cannot be written and what to do', async () => {
    writeFileSync(join(folder, 'home'), 'a file in the way');
    const created = await store.create('m1');
    assert.ok(!created.ok);
    assert.equal(created.problem.kind, 'unwritable');
    assert.ok(created.problem.message.includes(join(root, 'missions')));
    assert.match(
      created.problem.message,
      /ENOTDIR.*setting longhaul\.missionsDirectory or the environment variable LONGHAUL_HOME/,
    );
  });

  it('keeps the journal and the log of each run apart', async () => {
    await create();
    const opened = [await store.openJournal('m1'), await store.openRunLog('m1', 1), await store.openRunLog('m1', 12)];
    for (const [index, log] of opened.entries()) {
      assert.ok(log.ok);
      await log.log.append(`"log ${index}"`);
      await log.log.close();
    }
    assert.deepEqual(await store.readJournal('m1'), { ok: true, records: ['"log 0"'], notice: null });
    assert.deepEqual(await store.readRunLog('m1', 1), { ok: true, records: ['"log 1"'], notice: null });
    assert.deepEqual(await store.readRunLog('m1', 12), { ok: true, records: ['"log 2"'], notice: null });
    assert.deepEqual(readdirSync(inMission('runs')).sort(), ['1.jsonl', '12.jsonl']);
    const missing = await store.readRunLog('m1', 2);
    assert.equal(missing.ok ? null : missing.problem.kind, 'missing');
  });

  it('shows a mission that is not there as missing, and never as an empty one', async () => {
    await create();
    rmSync(inMission('journal.jsonl'));
    for (const id of ['m1', 'nobody', '../m1', '']) {
      const read = await store.readJournal(id);
      const opened = await store.openJournal(id);
      assert.equal(read.ok ? null : read.problem.kind, 'missing', id);
      assert.equal(opened.ok ? null : opened.problem.kind, 'missing', id);
    }
    const lease = await store.acquireLease('nobody');
    assert.equal(lease.ok ? null : lease.problem.kind, 'missing');
    assert.throws(() => store.directory('../m1'), /cannot be the id/);
  });

  it('leaves no temp files after opening, whatever a crash has left', async () => {
    await create();
    writeFileSync(inMission('temporary/left.new'), 'half');
    const opened = await store.openJournal('m1');
    assert.ok(opened.ok);
    await opened.log.close();
    assert.deepEqual(readdirSync(inMission('temporary')), []);
  });

  describe('with snapshots', () => {
    const snapshots = () => readdirSync(inMission('snapshots')).sort();

    it('keeps two and reads the newest', async () => {
      await create();
      assert.equal(await store.readSnapshot('m1'), null);
      for (const seq of [5, 100, 20_000]) await store.writeSnapshot('m1', seq, { seq, text: 'zwei\nZeilen' });
      assert.deepEqual(await store.readSnapshot('m1'), { seq: 20_000, state: { seq: 20_000, text: 'zwei\nZeilen' } });
      assert.deepEqual(snapshots(), ['000000000000100.json', '000000000020000.json']);
    });

    it('reads the older one where the newest is damaged, torn, empty or of another format', async () => {
      await create();
      await store.writeSnapshot('m1', 1, 'older');
      await store.writeSnapshot('m1', 2, 'newest');
      const path = inMission('snapshots/000000000000002.json');
      const whole = readFileSync(path, 'utf8');
      const otherFormat = '00000000 {"format":2}\n';
      for (const bad of [whole.replace('newest', 'nevest'), whole.slice(0, -1), whole.slice(0, 9), '', otherFormat]) {
        writeFileSync(path, bad);
        assert.deepEqual(await store.readSnapshot('m1'), { seq: 1, state: 'older' });
      }
      writeFileSync(path, whole);
      assert.deepEqual(await store.readSnapshot('m1'), { seq: 2, state: 'newest' });
    });
  });

  describe('with renderings', () => {
    it('writes them whole, into folders that it makes', async () => {
      await create();
      await store.writeRendering('m1', 'mission.md', '# One');
      await store.writeRendering('m1', 'mission.md', '# Two');
      await store.writeRendering('m1', 'validation/m1/round-1/report.bin', new Uint8Array([1, 2]));
      assert.equal(readFileSync(inMission('mission.md'), 'utf8'), '# Two');
      assert.deepEqual(readFileSync(inMission('validation/m1/round-1/report.bin')), Buffer.from([1, 2]));
      assert.deepEqual(readdirSync(inMission('temporary')), []);
    });

    it('never leaves the mission directory, and spares what the store itself has there', async () => {
      await create();
      await create('m2');
      mkdirSync(inMission('handoffs'));
      symlinkSync(join(folder), inMission('handoffs/out'));
      const refused = [
        ...[
          '../x.md',
          'a/../../x.md',
          '/x.md',
          '',
          '.',
          '..',
          '../m2/x.md',
          'handoffs/out/x.md',
          'handoffs/out/new/x.md',
        ],
        ...[
          'journal.jsonl',
          'journal.2.jsonl',
          'runs/1.jsonl',
          'blobs/ab/cd',
          'snapshots/x',
          'lease/1',
          'Lease/1',
          'temporary/x',
        ],
      ];
      for (const path of refused) {
        await assert.rejects(store.writeRendering('m1', path, 'x'), /leaves the mission directory|store's own/, path);
      }
      assert.equal(existsSync(join(folder, 'x.md')), false);
      assert.deepEqual(readdirSync(store.directory('m2')).includes('x.md'), false);
      await store.writeRendering('m1', 'a/../..x.md', 'allowed: a name that only looks like it');
      assert.ok(existsSync(inMission('..x.md')));
    });
  });

  it('lies in LONGHAUL_HOME, or in .longhaul in the home folder', () => {
    assert.equal(defaultRoot({}), join(homedir(), '.longhaul'));
    assert.equal(defaultRoot({ LONGHAUL_HOME: '' }), join(homedir(), '.longhaul'));
    assert.equal(defaultRoot({ LONGHAUL_HOME: '/data/longhaul' }), '/data/longhaul');
    assert.equal(defaultRoot({ LONGHAUL_HOME: 'here' }), resolve('here'));
  });
});
