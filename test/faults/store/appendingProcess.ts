// Works on a mission until it is killed, and says on stdout what has been acknowledged, a line each.
// Usage: node appendingProcess.ts ROOT MISSION
import { writeSync } from 'node:fs';
import { nodeBlobs } from '../../../src/adapters/node/blobStore.ts';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';

const IN_FLIGHT = 6;
const SNAPSHOT_EVERY = 40;

const [root = '', mission = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const store = nodeJournalStore({ root, limits: { maxSegmentBytes: 16 * 1024 } });

const acquired = await store.acquireLease(mission);
if (!acquired.ok) throw new Error(acquired.problem.message);
say(`epoch ${acquired.lease.epoch}`);
const opened = await store.openJournal(mission);
if (!opened.ok) throw new Error(opened.problem.message);
const { log, records } = opened;
const blobs = nodeBlobs({ directory: store.directory(mission) });

let next = records.length;
const appendForEver = async () => {
  for (;;) {
    const seq = next++;
    await log.append(JSON.stringify({ seq, text: 'x'.repeat((seq * 131) % 2000) }));
    say(`record ${seq}`);
    if (seq % SNAPSHOT_EVERY === 0) {
      await store.writeSnapshot(mission, seq, { upTo: seq });
      say(`snapshot ${seq}`);
      say(`blob ${await blobs.put(`blob ${seq}`)}`);
    }
  }
};
await Promise.all(Array.from({ length: IN_FLIGHT }, appendForEver));
