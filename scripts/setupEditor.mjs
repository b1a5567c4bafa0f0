// Completes the VS Code that tests and npm start run: the parts that its own install scripts would have added.
import { fileURLToPath } from 'node:url';
import { isNode24, runUnderNode24 } from './node24.mjs';
import { setUpOrExit } from './setup.mjs';

process.exitCode = await main();

async function main() {
  await setUpOrExit();
  if (!isNode24()) return runUnderNode24(fileURLToPath(import.meta.url));
  const { finishCodeServer } = await import('./editor/codeServer.ts');
  try {
    await finishCodeServer(console.log);
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}
