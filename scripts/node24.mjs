// Runs a script under Node 24 or later, whatever Node started this one.
// Usage: node scripts/node24.mjs SCRIPT ARGS…   (exit code and signals are passed on)
import { isMainScript, runUnderNode24 } from './runUnderNode24.mjs';

export * from './runUnderNode24.mjs';

if (isMainScript(import.meta.url)) process.exitCode = await main(process.argv.slice(2));

async function main([script, ...args]) {
  if (script === undefined) {
    console.error('Usage: node scripts/node24.mjs SCRIPT ARGS…');
    return 2;
  }
  try {
    return await runUnderNode24(script, args);
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}
