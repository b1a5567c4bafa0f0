// Takes leases on command, and holds what it gets. Usage: node leaseProcess.ts ROOT
// stdin: `take MISSION`, `release`, `contend MISSION`; stdout: `ready`, then `MISSION EPOCH` or `MISSION owned`, and
// `released`, and `contended` or `held twice`.
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Lease } from '../../../src/ports/journalStore.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';

const [root = ''] = process.argv.slice(2);
const store = nodeJournalStore({ root, limits: { maxSegmentBytes: 16 * 1024 } });
const held: Lease[] = [];

const take = async (mission: string) => {
  const result = await store.acquireLease(mission);
  if (result.ok) held.push(result.lease);
  process.stdout.write(`${mission} ${result.ok ? result.lease.epoch : result.problem.kind}\n`);
};
const releaseAll = async () => {
  await Promise.all(held.map((lease) => lease.release()));
  process.stdout.write('released\n');
};

/** Takes and gives back as fast as it can; a file that only one may make shows whether another held the lease too. */
const contend = async (mission: string) => {
  const witness = join(root, 'witness');
  for (let times = 0; times < 40;) {
    const result = await store.acquireLease(mission);
    if (!result.ok) continue;
    times += 1;
    closeSync(openSync(witness, 'wx'));
    rmSync(witness);
    await result.lease.release();
  }
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const [command = '', mission = ''] = line.split(' ');
  if (command === 'take') void take(mission);
  if (command === 'release') void releaseAll();
  if (command === 'contend') {
    contend(mission).then(
      () => process.stdout.write('contended\n'),
      (error: unknown) => process.stdout.write(`held twice: ${String(error)}\n`),
    );
  }
});
process.stdout.write('ready\n');
