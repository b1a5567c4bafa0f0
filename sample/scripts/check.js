// Parses every file, then loads the modules of src/ so that an import of something missing is found.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { sources } from './sources.js';

const run = promisify(execFile);
const results = await Promise.allSettled(sources().map(checkFile));
const failures = results.filter(({ status }) => status === 'rejected');
for (const { reason } of failures) console.error(reason.stderr ?? reason.message);
console.log(`${results.length} files checked, ${failures.length} with errors`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function checkFile(path) {
  await run(process.execPath, ['--check', path]);
  if (path.startsWith('src/') && path !== 'src/server.js') await import(pathToFileURL(resolve(path)));
}
