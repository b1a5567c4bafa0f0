import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeProcessLedger } from '../../../src/adapters/node/nodeProcessLedger.ts';
import type { NodeProcessLedger } from '../../../src/adapters/node/nodeProcessLedger.ts';
import { temporaryFolder } from '../../unit/adapters/node/temporaryFolder.ts';
import { listens, numberIn, runs } from './lookAround.ts';
import { ownedShell } from './ownedShell.ts';

const program = fileURLToPath(new URL('abandonedLonghaul.ts', import.meta.url));

describe('what a killed Longhaul left', () => {
  const base = temporaryFolder();
  const started: ChildProcess[] = [];
  let folder = '';
  let count = 0;
  beforeEach(() => {
    count += 1;
    folder = path.join(base.path, String(count));
    fs.mkdirSync(path.join(folder, 'ws'), { recursive: true });
  });
  after(async () => {
    for (const each of started) each.kill('SIGKILL');
    base.remove();
  });

  const startLonghaul = async (token: string, port: number): Promise<{ child: ChildProcess; left: number[] }> => {
    const child = spawn(process.execPath, [program, folder, token, String(port)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    started.push(child);
    await numberIn(path.join(folder, 'ws/ready'));
    const left = await Promise.all(
      ['service', 'command', 'hidden'].map((name) => numberIn(path.join(folder, 'ws', name))),
    );
    return { child, left };
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  const openLedger = (token: string): Promise<NodeProcessLedger> =>
    nodeProcessLedger({ file: path.join(folder, 'mission/processes.jsonl'), token, killGraceMs: 300 });
  const portFor = async (): Promise<number> => (await ownedShell(folder, 'port')).shell.freePort();

  it('is gone after the next one has reaped: services, deaf commands, hidden processes, ports', async () => {
    const port = await portFor();
    const { child, left } = await startLonghaul('mission-a', port);
    await kill(child);
    assert.deepEqual([left.map(runs), await listens(port)], [[true, true, true], true]);

    const ledger = await openLedger('mission-a');
    assert.deepEqual(
      ledger
        .list()
        .map((each) => each.port ?? 0)
        .sort(),
      [0, 0, port],
    );
    const killed = await ledger.reapLeftOvers();
    assert.deepEqual([left.map(runs), await listens(port)], [[false, false, false], false]);
    for (const pid of left)
      assert.ok(
        killed.some((each) => each.pid === pid),
        `${pid} is not named`,
      );
    assert.deepEqual(
      [ledger.list(), (await openLedger('mission-a')).list(), await ledger.reapLeftOvers()],
      [[], [], []],
    );
  });

  it('is found by its mark even if the ledger was lost or cut off', async () => {
    const port = await portFor();
    const { child, left } = await startLonghaul('mission-b', port);
    await kill(child);
    fs.writeFileSync(path.join(folder, 'mission/processes.jsonl'), '{"owner":{"pid":1,"sta');
    const killed = await (await openLedger('mission-b')).reapLeftOvers();
    assert.ok(killed.length >= 3);
    assert.deepEqual([left.map(runs), await listens(port)], [[false, false, false], false]);
  });

  it('is left alone while its Longhaul lives, and by another mission', async () => {
    const port = await portFor();
    const { child, left } = await startLonghaul('mission-c', port);
    assert.deepEqual(await (await openLedger('mission-c')).reapLeftOvers(), []);
    await kill(child);
    fs.rmSync(path.join(folder, 'mission/processes.jsonl'));
    assert.deepEqual(await (await openLedger('mission-d')).reapLeftOvers(), []);
    assert.deepEqual(left.map(runs), [true, true, true]);
    await (await openLedger('mission-c')).reapLeftOvers();
    assert.deepEqual(left.map(runs), [false, false, false]);
  });

  it('is not mistaken for a process that got its number later', async () => {
    const foreign = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
    started.push(foreign);
    const port = await portFor();
    const { child } = await startLonghaul('mission-e', port);
    await kill(child);
    const file = path.join(folder, 'mission/processes.jsonl');
    const reused = { pid: foreign.pid, startedAt: '1', run: 1, what: 'sleep 100', port: null };
    fs.appendFileSync(file, `${JSON.stringify({ started: reused })}\n`);
    const killed = await (await openLedger('mission-e')).reapLeftOvers();
    assert.deepEqual([runs(foreign.pid ?? 0), killed.some((each) => each.pid === foreign.pid)], [true, false]);
  });

  it('does not keep a ledger from staying small over many commands', async () => {
    const owned = await ownedShell(folder, 'mission-f');
    const file = path.join(folder, 'mission/processes.jsonl');
    for (let pid = 1; pid <= 5000; pid += 1) {
      owned.ledger.started({ pid: 4_000_000 + pid, run: 1, what: 'x', port: null });
      owned.ledger.ended(4_000_000 + pid);
    }
    owned.ledger.started({ pid: 4_000_000, run: 1, what: 'kept', port: 1234 });
    assert.ok(fs.statSync(file).size < 400_000);
    assert.deepEqual(
      (await openLedger('mission-f')).list().map((each) => each.what),
      ['kept'],
    );
  });
});
