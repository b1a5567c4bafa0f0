import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeBlobs } from '../../../src/adapters/node/blobStore.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';
import { seededRandom } from './crashStates.ts';

const KILLS_PER_MISSION = 20;
const LONGEST_LIFE_MS = 60;
const program = fileURLToPath(new URL('appendingProcess.ts', import.meta.url));

interface Acknowledged {
  records: number;
  snapshot: number;
  blobs: string[];
  epoch: number;
}

/** Lets a process work for `ms` after its first acknowledgement and kills it. */
async function workAndKill(root: string, mission: string, ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, root, mission], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const firstRecord = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('record')) resolve();
    });
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await Promise.race([firstRecord, closed]);
  await wait(ms);
  assert.equal(child.exitCode, null, 'the process works until it is killed');
  child.kill('SIGKILL');
  await closed;
  return output.split('\n').slice(0, -1);
}

function take(lines: string[], so: Acknowledged): Acknowledged {
  const of = (kind: string) =>
    lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(' ')[1] ?? '');
  return {
    records: Math.max(so.records, ...of('record').map((seq) => Number(seq) + 1)),
    snapshot: Math.max(so.snapshot, ...of('snapshot').map(Number)),
    blobs: [...so.blobs, ...of('blob')],
    epoch: Number(of('epoch')[0]),
  };
}

async function killAgainAndAgain(root: string, seed: number): Promise<{ acknowledged: number; kills: number }> {
  const mission = `m${seed}`;
  const random = seededRandom(seed);
  const store = nodeJournalStore({ root, limits: { maxSegmentBytes: 16 * 1024 } });
  assert.ok((await store.create(mission)).ok);
  let so: Acknowledged = { records: 0, snapshot: 0, blobs: [], epoch: 0 };
  for (let kill = 1; kill <= KILLS_PER_MISSION; kill += 1) {
    const lines = await workAndKill(root, mission, random() * LONGEST_LIFE_MS);
    so = take(lines, so);
    assert.equal(so.epoch, kill, 'each process has taken the lease of the killed one');
    const read = await store.readJournal(mission);
    assert.ok(read.ok);
    const found = read.records.map((record) => Number(/^\{"seq":(\d+),/.exec(record)?.[1]));
    assert.deepEqual(found, Array.from(found.keys()), 'the records follow each other');
    assert.ok(found.length >= so.records, `${so.records - found.length} acknowledged records are lost`);
  }
  assert.ok(((await store.readSnapshot(mission))?.seq ?? 0) >= so.snapshot);
  const blobs = nodeBlobs({ directory: store.directory(mission) });
  for (const id of so.blobs) assert.notEqual(await blobs.text(id), null);

  const opened = await store.openJournal(mission);
  assert.ok(opened.ok);
  await opened.log.close();
  assert.deepEqual(readdirSync(join(store.directory(mission), 'temporary')), [], 'no temp file is left');
  return { acknowledged: so.records, kills: KILLS_PER_MISSION };
}

describe('a process killed while it works on a mission', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'longhaul-kill-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('loses nothing that it has acknowledged, and the next one goes on at once', async function () {
    this.timeout(180_000);
    const missions = await Promise.all([1, 2].map((seed) => killAgainAndAgain(root, seed)));
    const acknowledged = missions.reduce((sum, mission) => sum + mission.acknowledged, 0);
    const kills = missions.reduce((sum, mission) => sum + mission.kills, 0);
    console.log(`      ${kills} kills, ${acknowledged} acknowledged records`);
    assert.ok(acknowledged > 1000);
  });
});
