import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ProcessIdentity } from '../../../../src/adapters/node/processIdentity.ts';
import {
  identityOfThisProcess,
  processStatus,
  startTimeFromPs,
  startTimeOf,
} from '../../../../src/adapters/node/processIdentity.ts';

describe('the identity of a process', () => {
  it('says that this process is alive', async () => {
    const self = await identityOfThisProcess();
    assert.equal(self.pid, process.pid);
    assert.equal(await processStatus(self), 'alive');
  });

  it('tells a process that lives, one that is a zombie and one that is gone', async () => {
    // The shell starts a child that ends at once, and becomes a program that never asks for its end: a zombie stays.
    const parent = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const zombie = await new Promise<number>((resolve) => {
        parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
      });
      const alive = await identityOf(parent.pid ?? 0);
      assert.equal(await processStatus(alive), 'alive');
      await until(async () => (await startTimeOf(zombie)) === null);
      process.kill(zombie, 0);
      assert.equal(await startTimeFromPs(zombie), null);
      const closed = new Promise((resolve) => parent.on('close', resolve));
      parent.kill('SIGKILL');
      await closed;
      assert.equal(await processStatus(alive), 'gone');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('has a start time that stays the same, by /proc and by ps', async () => {
    assert.equal(await startTimeOf(process.pid), await startTimeOf(process.pid));
    const byPs = await startTimeFromPs(process.pid);
    assert.match(byPs ?? '', /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d+ \d\d:\d\d:\d\d \d{4}$/);
    assert.equal(await startTimeFromPs(process.pid), byPs);
    assert.equal(await startTimeFromPs(2 ** 22 + 1), null);
  });
});

async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { ...(await identityOfThisProcess()), pid, startedAt: (await startTimeOf(pid)) ?? '' };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
