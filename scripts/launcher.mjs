// Becomes dist/longhaul.js: starts the engine beside it, under Node 24, before anything of it is loaded.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNode24, runUnderNode24 } from './runUnderNode24.mjs';

const engine = path.join(path.dirname(fileURLToPath(import.meta.url)), 'engine.js');

if (isNode24()) {
  await import('./engine.js');
} else {
  try {
    process.exitCode = await runUnderNode24(engine, process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
