// Takes every gate of the mission away, one at a time, and shows which sentence of the discipline breaks without it.
// Usage: node scripts/mutationRun.mjs [SEED]   Exit code 0 only if each removal is noticed and nothing breaks with all gates.
import { isMainScript, isNode24, runUnderNode24 } from './node24.mjs';

const MAX_CASES = 4_000;
const CASES_WITH_ALL_GATES = 500;
const DEFAULT_SEED = 20_260_102;

if (isMainScript(import.meta.url)) process.exitCode = isNode24() ? await main(process.argv[2]) : await again();

function again() {
  return runUnderNode24(process.argv[1], process.argv.slice(2));
}

async function main(argument) {
  const seed = argument === undefined ? DEFAULT_SEED : Number(argument);
  const { gateNames, removeGate } = await import('../test/support/missionModel/gateMutations.ts');
  const { budgetMutants, removeBudgetPart } = await import('../test/support/missionModel/budgetMutations.ts');
  const startedAt = Date.now();
  await checkThatNothingBreaks(seed);
  const options = { seed, maxCases: MAX_CASES };
  const rows = [
    ...gateNames.map((name) => show(removeGate(name, options))),
    ...Object.keys(budgetMutants).map((name) => show(removeBudgetPart(name, options))),
  ];
  const missed = rows.filter(({ caughtBy }) => caughtBy === null);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${rows.length} removals, ${rows.length - missed.length} noticed, ${missed.length} not, in ${seconds} s`);
  return missed.length === 0 ? 0 : 1;
}

async function checkThatNothingBreaks(seed) {
  const { default: fc } = await import('fast-check');
  const { gateProperty } = await import('../test/support/missionModel/gateProperty.ts');
  fc.assert(gateProperty(), { seed, numRuns: CASES_WITH_ALL_GATES });
  console.log(`With all gates nothing breaks in ${CASES_WITH_ALL_GATES} cases (seed ${seed}).`);
  console.log(`${'removed'.padEnd(34)}${'cases'.padStart(6)}  what breaks without it`);
}

function show(mutation) {
  const { removed, caughtBy, cases } = mutation;
  console.log(`${removed.padEnd(34)}${String(cases).padStart(6)}  ${caughtBy ?? 'NOTHING NOTICED'}`);
  return mutation;
}
