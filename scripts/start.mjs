// npm start: set-up, build, package, and a real VS Code with Longhaul in it, on a copy of the sample or on a folder of your own.
import { fileURLToPath } from 'node:url';
import { isNode24, runUnderNode24 } from './node24.mjs';
import { setUpOrExit } from './setup.mjs';

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  await setUpOrExit();
  if (!isNode24()) return runUnderNode24(fileURLToPath(import.meta.url), args);
  const { startCommand } = await import('./editor/startCommand.ts');
  try {
    return await startCommand(args);
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}
