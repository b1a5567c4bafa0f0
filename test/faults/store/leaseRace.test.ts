import assert from 'node:assert/strict';
import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { JournalStore } from '../../../src/ports/journalStore.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';

const RACERS = 4;
const RACES = 40;
const program = fileURLToPath(new URL('leaseProcess.ts', import.meta.url));

/** A real process that takes leases when told to. */
class Racer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(root: string) {
    this.child = spawn(process.execPath, [program, root], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const next = await this.#lines.next();
    assert.ok(next.done !== true, 'the process is alive');
    return next.value;
  }

  tell(command: string): void {
    this.child.stdin.write(`${command}\n`);
  }

  async ask(command: string): Promise<string> {
    this.tell(command);
    return this.line();
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.on('close', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

describe('a lease between processes', function () {
  this.timeout(180_000);
  let root: string;
  let store: JournalStore;
  let racers: Racer[] = [];
  const start = async () => {
    const racer = new Racer(root);
    racers.push(racer);
    assert.equal(await racer.line(), 'ready');
    return racer;
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'longhaul-lease-'));
    store = nodeJournalStore({ root, limits: { maxSegmentBytes: 16 * 1024 } });
  });
  afterEach(async () => {
    await Promise.all(racers.map((racer) => racer.kill()));
    racers = [];
    rmSync(root, { recursive: true, force: true });
  });

  it('goes to exactly one of those who race for what a killed process held', async () => {
    const missions = Array.from({ length: RACES }, (_, index) => `m${index}`);
    const victim = await start();
    for (const mission of missions) {
      assert.ok((await store.create(mission)).ok);
      assert.equal(await victim.ask(`take ${mission}`), `${mission} 1`);
    }
    const others = await Promise.all(Array.from({ length: RACERS }, start));
    assert.equal(await others[0]?.ask('take m0'), 'm0 owned');
    await victim.kill();
    for (const mission of missions) {
      const answers = await Promise.all(others.map((racer) => racer.ask(`take ${mission}`)));
      const lost = Array.from({ length: RACERS - 1 }, () => `${mission} owned`);
      assert.deepEqual(answers.sort(), [`${mission} 2`, ...lost].sort());
    }
  });

  it('is never held twice while many take it and give it back', async () => {
    assert.ok((await store.create('m')).ok);
    const others = await Promise.all(Array.from({ length: RACERS }, start));
    const epochs: number[] = [];
    for (let round = 0; round < RACES; round += 1) {
      const answers = await Promise.all(others.map((racer) => racer.ask('take m')));
      const winners = answers.filter((answer) => answer !== 'm owned');
      assert.equal(winners.length, 1, `round ${round}: ${answers.join(', ')}`);
      epochs.push(Number(winners[0]?.split(' ')[1]));
      const winner = others[answers.findIndex((answer) => answer !== 'm owned')];
      assert.equal(await winner?.ask('release'), 'released');
    }
    assert.deepEqual(
      epochs,
      Array.from({ length: RACES }, (_, index) => index + 1),
    );
  });

  it('is held by one at a time, however fast it changes hands', async () => {
    assert.ok((await store.create('m')).ok);
    const others = await Promise.all(Array.from({ length: RACERS }, start));
    const answers = await Promise.all(others.map((racer) => racer.ask('contend m')));
    assert.deepEqual(
      answers,
      others.map(() => 'contended'),
    );
    const acquired = await store.acquireLease('m');
    assert.ok(acquired.ok);
    assert.equal(acquired.lease.epoch, RACERS * 40 + 1);
  });

  it('is kept by a process that was stopped for a while, and free at once when it dies', async () => {
    assert.ok((await store.create('m')).ok);
    const holder = await start();
    assert.equal(await holder.ask('take m'), 'm 1');
    holder.child.kill('SIGSTOP');
    await wait(200);
    const refused = await store.acquireLease('m');
    assert.ok(!refused.ok);
    assert.equal(refused.problem.kind, 'owned');
    assert.match(refused.problem.message, new RegExp(`pid ${holder.child.pid ?? ''}\\).*close the window`));
    await holder.kill();
    const acquired = await store.acquireLease('m');
    assert.ok(acquired.ok);
    assert.equal(acquired.lease.epoch, 2);
  });
});
