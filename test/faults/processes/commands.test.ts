import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../unit/adapters/node/temporaryFolder.ts';
import { numberIn, runs } from './lookAround.ts';
import { ownedShell, shellLimits } from './ownedShell.ts';
import type { OwnedShell } from './ownedShell.ts';

describe('commands that do not end well', () => {
  const base = temporaryFolder();
  const inWorkspace = (name: string): string => path.join(base.path, 'ws', name);
  let owned: OwnedShell;
  before(async () => {
    fs.mkdirSync(path.join(base.path, 'ws'));
    owned = await ownedShell(base.path, 'commands');
  });
  after(async () => {
    await owned.shell.stopAll();
    base.remove();
  });

  it('end at the time limit with what they had written', async () => {
    const result = await owned.run('echo before; sleep 100', { timeLimitMs: 150 });
    assert.deepEqual([result.ended, result.exitCode, result.output], ['timeLimit', null, 'before\n']);
    assert.ok(result.durationMs < 5000);
  });

  it('end at the idle limit, but not while they write', async () => {
    const silent = await owned.run('echo one; sleep 100', { idleLimitMs: 200 });
    assert.deepEqual([silent.ended, silent.output], ['idleLimit', 'one\n']);
    const busy = await owned.run('for i in 1 2 3 4 5 6; do echo $i; sleep 0.1; done', { idleLimitMs: 300 });
    assert.equal(busy.ended, 'exit');
  });

  it('end when they are cancelled, with all their children', async () => {
    const controller = new AbortController();
    const running = owned.run(`sh -c 'sleep 100 & echo $! > child; wait'`, { signal: controller.signal });
    const child = await numberIn(inWorkspace('child'));
    assert.equal(runs(child), true);
    controller.abort();
    assert.deepEqual([(await running).ended, runs(child)], ['cancelled', false]);
  });

  it('get the time to clean up, and are killed when they ignore SIGTERM or are stopped', async () => {
    const tidy = await owned.run(`trap 'echo tidy; exit 0' TERM; while :; do sleep 0.02; done`, { timeLimitMs: 100 });
    assert.equal(tidy.ended, 'timeLimit');
    assert.match(tidy.output, /^tidy$/mu);
    const deaf = await owned.run(`trap '' TERM; echo $$ > deaf; while :; do sleep 0.05; done`, { timeLimitMs: 100 });
    assert.equal(deaf.ended, 'timeLimit');
    assert.equal(runs(await numberIn(inWorkspace('deaf'))), false);
    const stopped = await owned.run('echo $$ > stopped; kill -STOP $$', { timeLimitMs: 100 });
    assert.deepEqual([stopped.ended, runs(await numberIn(inWorkspace('stopped')))], ['timeLimit', false]);
    assert.ok(deaf.durationMs < 100 + shellLimits.killGraceMs + 5000);
  });

  it('take what they started in the background with them, and say so', async () => {
    const result = await owned.run('sleep 100 & echo $! > background; echo done');
    assert.equal(result.exitCode, 0);
    assert.match(result.output, /^done\n\n\[Longhaul ended 1 background process that/u);
    assert.equal(runs(await numberIn(inWorkspace('background'))), false);
    assert.ok(result.durationMs < 5000);
  });

  it('are not kept waiting by a process that left the group and holds their output', async () => {
    const result = await owned.run(`setsid sh -c 'echo $$ > escaped; exec sleep 100' & sleep 0.2; echo done`);
    assert.match(result.output, /^done\n\n\[Longhaul ended 1 background process/u);
    assert.equal(runs(await numberIn(inWorkspace('escaped'))), false);
  });

  it('do not lose the last output of a pipeline that is just ending, and say nothing about it', async () => {
    const result = await owned.run('seq 1 3 | (sleep 0.05; cat) > >(sleep 0.03; cat)');
    assert.equal(result.output, '1\n2\n3\n');
  });

  it('leave a process that hid completely to the end of the run, which ends it and no foreign one', async () => {
    const foreign = spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
    await owned.run(`setsid nohup sh -c 'echo $$ > hidden; exec sleep 100' > /dev/null 2>&1 & sleep 0.2`);
    const hidden = await numberIn(inWorkspace('hidden'));
    assert.equal(runs(hidden), true);
    await owned.ledger.reapRun(2);
    assert.equal(runs(hidden), true, 'another run may not end it');
    await owned.ledger.reapRun(1);
    assert.deepEqual([runs(hidden), runs(foreign.pid ?? 0)], [false, true]);
    foreign.kill('SIGKILL');
  });

  it('stay within memory and disk when they write a gigabyte', async function () {
    this.timeout(90_000);
    const before = process.memoryUsage().rss;
    const result = await owned.run('yes 0123456789abcde | head -c 1000000000; echo; echo end', {
      maxOutputBytes: 2000,
    });
    assert.equal(result.ended, 'exit');
    assert.match(result.output, /\[… 99999\d+ bytes left out …\]/u);
    assert.match(result.output, /\nend\n$/u);
    const whole = await owned.blobs.bytes(result.outputBlob ?? '');
    assert.ok(whole !== null && whole.length < shellLimits.maxStoredOutputBytes + 200);
    assert.ok(process.memoryUsage().rss - before < 150_000_000);
  });

  it('end at the limit even if they never stop writing', async () => {
    let live = 0;
    const result = await owned.run('cat /dev/zero', {
      timeLimitMs: 300,
      maxOutputBytes: 200,
      onOutput: (text) => (live += text.length),
    });
    assert.equal(result.ended, 'timeLimit');
    assert.ok(result.output.startsWith('\\x00\\x00'));
    assert.ok(live < 5_000_000);
  });

  it('end with the shell, which starts nothing while it stops', async () => {
    const running = [
      owned.run('sleep 100'),
      owned.run('sleep 100'),
      owned.serve('sleep 100', { startLimitMs: 60_000, port: 1 }),
    ];
    setTimeout(() => void owned.shell.stopAll(), 100);
    const [first, second, service] = await Promise.all(running);
    assert.deepEqual(
      [first && 'ended' in first && first.ended, second && 'ended' in second && second.ended],
      ['cancelled', 'cancelled'],
    );
    assert.equal(service && 'ok' in service && service.ok, false);
    assert.deepEqual(owned.ledger.list(), []);
  });
});
