// npm run bench: set-up, then the figures of the engine against a bare loop, as a table and in bench-results.json.
import path from 'node:path';
import { projectRoot, runUnderNode24 } from './node24.mjs';
import { setUpOrExit } from './setup.mjs';

await setUpOrExit();
process.exitCode = await runUnderNode24(path.join(projectRoot, 'test/bench/bench.ts'));
