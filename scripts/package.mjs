// npm run package: set-up, build, and dist/longhaul-VERSION.vsix, which any VS Code installs.
import { fileURLToPath } from 'node:url';
import { isNode24, runUnderNode24 } from './node24.mjs';
import { setUpOrExit } from './setup.mjs';

process.exitCode = await main();

async function main() {
  await setUpOrExit();
  if (!isNode24()) return runUnderNode24(fileURLToPath(import.meta.url));
  const { makeVsix } = await import('./editor/vsix.ts');
  try {
    await makeVsix(console.log);
    return 0;
  } catch (error) {
    console.error(`package: ${error.message}`);
    return 1;
  }
}
