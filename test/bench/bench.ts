import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableOf } from './figures.ts';
import { fullBench, measureAll } from './measureAll.ts';

/** What `npm run bench` does: measures, prints a table, writes bench-results.json. Ends with code 0 when all goals are met. */
const project = fileURLToPath(new URL('../../', import.meta.url));
const TMPFS = 0x01021994;
/** Load for each processor, of which the bench makes about half. */
const BUSY_SHARE = 0.9;

/** Where the journal is written decides its figures: a folder in memory would flatter them. */
function parentFolder(): string {
  if (statfsSync(tmpdir()).type !== TMPFS) return tmpdir();
  const folder = path.join(project, '.cache');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function load(): string {
  return `${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} processors`;
}

async function main(): Promise<number> {
  if (process.platform !== 'linux') {
    console.error('The bench reads /proc, which only Linux has. Run it on Linux.');
    return 1;
  }
  const startedAt = performance.now();
  console.log(`load of the machine before: ${load()}`);
  const all = await measureAll(fullBench, { parent: parentFolder(), say: (text) => console.log(`  … ${text}`) });
  writeFileSync(
    path.join(project, 'bench-results.json'),
    `${JSON.stringify(
      all.map(({ figure }) => figure),
      null,
      2,
    )}\n`,
  );
  const missed = all.filter(({ figure }) => !figure.met);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`\n${tableOf(all)}\n\nload of the machine after: ${load()}; ${seconds} s; figures in bench-results.json`);
  if ((loadavg()[0] ?? 0) > BUSY_SHARE * cpus().length) {
    console.log('Other work kept the machine busy: milliseconds and ratios are better on a quiet one.');
  }
  console.log(
    missed.length === 0 ? 'All goals are met.' : `Missed: ${missed.map(({ figure }) => figure.name).join(', ')}.`,
  );
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
