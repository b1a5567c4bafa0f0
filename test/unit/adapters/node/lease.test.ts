import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeasePlace } from '../../../../src/adapters/node/lease.ts';
import { nodeFileSystem } from '../../../../src/adapters/node/fileSystem.ts';
import { acquireLease } from '../../../../src/adapters/node/lease.ts';
import { identityOfThisProcess } from '../../../../src/adapters/node/processIdentity.ts';

describe('a lease', () => {
  let place: LeasePlace;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'longhaul-lease-'));
    place = { fileSystem: nodeFileSystem, folder, what: 'Mission m1' };
  });
  afterEach(() => {
    rmSync(place.folder, { recursive: true, force: true });
  });

  const acquire = async () => {
    const acquired = await acquireLease(place);
    assert.ok(acquired.ok, acquired.ok ? '' : acquired.problem.message);
    return acquired.lease;
  };
  const refusal = async () => {
    const acquired = await acquireLease(place);
    assert.ok(!acquired.ok);
    return acquired.problem;
  };
  const leave = (epoch: number, holder: object) => {
    writeFileSync(join(place.folder, String(epoch)), JSON.stringify(holder));
  };

  it('has an epoch that grows by one with every holder, and keeps few files', async () => {
    for (let epoch = 1; epoch <= 30; epoch += 1) {
      const lease = await acquire();
      assert.equal(lease.epoch, epoch);
      await lease.release();
      await lease.release();
    }
    assert.ok(readdirSync(place.folder).length <= 9);
  });

  it('names the process that holds it, its start and its boot', async () => {
    const { epoch } = await acquire();
    const content: unknown = JSON.parse(readFileSync(join(place.folder, '1'), 'utf8'));
    assert.deepEqual(content, { ...(await identityOfThisProcess()), epoch });
  });

  it('is refused to the very process that holds it', async () => {
    const lease = await acquire();
    assert.deepEqual(await refusal(), {
      kind: 'owned',
      message: `Mission m1 is already open in this very process (pid ${process.pid}). Go on there, or close it there first.`,
    });
    await lease.release();
    assert.equal((await acquire()).epoch, 2);
  });

  it('goes to one of several who ask at once in one process', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => acquireLease(place)));
    assert.equal(answers.filter(({ ok }) => ok).length, 1);
  });

  it('is taken over from a process that is gone, from one whose pid now is another process, and after a reboot', async () => {
    const self = await identityOfThisProcess();
    const gone = spawnSync('true').pid;
    leave(1, { ...self, pid: gone, epoch: 1 });
    assert.equal((await acquire()).epoch, 2);
    leave(3, { ...self, startedAt: 'earlier', epoch: 3 });
    assert.equal((await acquire()).epoch, 4);
    leave(5, { ...self, bootId: 'the boot before', epoch: 5 });
    assert.equal((await acquire()).epoch, 6);
  });

  it('is never taken over because of its age', async () => {
    await acquire();
    utimesSync(join(place.folder, '1'), 0, 0);
    assert.equal((await refusal()).kind, 'owned');
  });

  it('is not taken from a process that cannot be looked at: of another machine, of another container', async () => {
    const self = await identityOfThisProcess();
    leave(1, { ...self, machine: 'another pid:[1]', bootId: 'another' });
    const { kind, message } = await refusal();
    assert.equal(kind, 'owned');
    assert.match(message, /another machine or in another container.*delete .*\/1 and try again/);
    leave(1, { ...self, machine: `${self.machine.split(' ')[0] ?? ''} pid:[1]` });
    assert.equal((await refusal()).kind, 'owned');
  });

  it('that cannot be read is reported, not taken', async () => {
    for (const content of ['', '{"pid":', '[]', '{"pid":"1"}']) {
      writeFileSync(join(place.folder, '1'), content);
      const { kind, message } = await refusal();
      assert.equal(kind, 'damaged');
      assert.match(message, /Make sure that no other Longhaul works on this mission, then delete .*\/1 /);
    }
  });

  it('that was given back in the meantime is not kept by one who looked before', async () => {
    // What a slow process finds after linking: the same epoch, already released.
    await (await acquire()).release();
    const links: string[] = [];
    const slow: LeasePlace = {
      ...place,
      fileSystem: {
        ...nodeFileSystem,
        readFolder: async (path) => (links.length === 0 ? [] : nodeFileSystem.readFolder(path)),
        link: (existing, path) => (links.push(path), nodeFileSystem.link(existing, path)),
      },
    };
    const acquired = await acquireLease(slow);
    assert.ok(acquired.ok);
    assert.equal(acquired.lease.epoch, 2);
    assert.deepEqual(
      links,
      ['1', '2'].map((epoch) => join(place.folder, epoch)),
    );
    assert.deepEqual(readdirSync(place.folder).sort(), ['1.released', '2']);
  });
});
