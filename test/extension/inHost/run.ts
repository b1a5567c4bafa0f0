import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { resultsVariable } from './hostResults.ts';
import type { HostResults } from './hostResults.ts';

const TIMEOUT_MS = 20_000;

/** VS Code calls this in the extension host: every test beside this file runs. Resolves when the results are written. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ timeout: TIMEOUT_MS, forbidOnly: true });
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.hostTest.ts'));
  for (const name of names) mocha.addFile(path.join(import.meta.dirname, name));
  await mocha.loadFilesAsync();
  const results = await new Promise<HostResults>((resolve) => {
    const passed: string[] = [];
    const failed: HostResults['failed'] = [];
    const runner = mocha.run(() => resolve({ passed, failed }));
    runner.on('pass', (test) => passed.push(test.fullTitle()));
    runner.on('fail', (test, error: Error) =>
      failed.push({ title: test.fullTitle(), why: error.stack ?? error.message }),
    );
  });
  writeFileSync(process.env[resultsVariable] ?? '', JSON.stringify(results));
}
