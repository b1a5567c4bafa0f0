// npm run mission: set-up, build, and a mission, live in the terminal. Without options the rehearsal, which needs no key, plays
// on a copy of the sample; options are those of `longhaul run`, and with --folder all of them are passed on as they are.
import { mkdtempSync, realpathSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNode24, projectRoot, runUnderNode24 } from './node24.mjs';
import { setUpOrExit } from './setup.mjs';

process.exitCode = await main(process.argv.slice(2));

async function main(options) {
  await setUpOrExit();
  // The suggested goal stands in a TypeScript module, which Node 24 reads.
  if (!isNode24()) return runUnderNode24(fileURLToPath(import.meta.url), options);
  const { status } = spawnSync(process.execPath, ['esbuild.js'], { cwd: projectRoot, stdio: 'inherit' });
  if (status !== 0) return status ?? 1;
  return runUnderNode24(path.join(projectRoot, 'dist', 'longhaul.js'), ['run', ...(await completed(options))]);
}

/** What is not said is the rehearsal's: its repository, its goal, its model, and nobody who is asked. */
async function completed(options) {
  const says = (name) => options.some((option) => option === name || option.startsWith(`${name}=`));
  if (says('--folder') || says('--help')) return options;
  const { suggestedGoal } = await import('../src/adapters/model/rehearsal/mission/goal.ts');
  const { copySample } = await import('./copySample.ts');
  const folder = path.join(realpathSync(mkdtempSync(path.join(os.tmpdir(), 'longhaul-mission-'))), 'shelf');
  copySample(folder);
  console.log(`The sample is copied to ${folder}, under git.`);
  return [
    ...['--folder', folder],
    ...(says('--goal') ? [] : ['--goal', suggestedGoal]),
    ...(says('--model') ? [] : ['--model', 'rehearsal/scripted', ...(says('--yes') ? [] : ['--yes'])]),
    ...options,
  ];
}
