// npm test: set-up, then every check with one line each; the output of a check is shown only where it failed.
// npm test -- NAME… runs single checks. The last line is always "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checks } from './checks.mjs';
import { node24Binary, projectRoot, runUnderNode24 } from './node24.mjs';
import { setUp } from './setup.mjs';

const TOGETHER = 2;
const PIPE_GRACE_MS = 2_000;
const NOTHING_RAN = { passed: 0, failed: 0, pending: 0 };
const running = new Set();
const workFolder = mkdtempSync(path.join(os.tmpdir(), 'longhaul-test-'));

process.exitCode = await main(process.argv.slice(2));

async function main(names) {
  stopChecksOnSignals();
  try {
    await setUp();
    const chosen = chosenChecks(names);
    for (const script of new Set(chosen.flatMap((check) => check.setUp ?? []))) await setUpMore(script);
    return summarise(await runAll(chosen));
  } catch (error) {
    console.log(error.message);
    return summarise([{ ...NOTHING_RAN, failed: 1 }]);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

function chosenChecks(names) {
  const present = checks.filter(({ needs }) => existsSync(path.join(projectRoot, needs)));
  const isMeant = (check, name) => check.name === name || check.name.startsWith(`${name}-`);
  const unknown = names.filter((name) => !present.some((check) => isMeant(check, name)));
  if (unknown.length > 0) {
    const known = present.map(({ name }) => name).join(', ');
    throw new Error(`There is no check named ${unknown.join(', ')}. Choose from: ${known}.`);
  }
  return names.length === 0 ? present : present.filter((check) => names.some((name) => isMeant(check, name)));
}

async function setUpMore(script) {
  const code = await runUnderNode24(path.join(projectRoot, script));
  if (code !== 0) throw new Error(`${script} ended with code ${code}`);
}

async function runAll(chosen) {
  const waiting = chosen.filter(({ together }) => together);
  const results = [];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: TOGETHER }, lane));
  for (const check of chosen.filter(({ together }) => !together)) results.push(await runCheck(check));
  return results;
}

async function runCheck(check) {
  const startedAt = Date.now();
  const countsFile = path.join(workFolder, `${check.name}.json`);
  const end = await runCommand(check, countsFile);
  const counts = check.isSuite ? countSuite(end, countsFile) : countTool(end);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  const detail = check.isSuite ? ` ${describeCounts(counts)}` : '';
  console.log(`${check.name.padEnd(14)}${seconds} s  ${counts.failed === 0 ? 'ok' : 'failed'}${detail}`);
  if (counts.failed > 0) console.log(`${end.output.trimEnd()}\n${counts.reason ?? ''}`);
  return counts;
}

function describeCounts({ passed, failed, pending }) {
  return `(${passed} passed, ${failed} failed${pending > 0 ? `, ${pending} skipped` : ''})`;
}

function countTool({ code, overtime }) {
  if (code === 0) return { ...NOTHING_RAN, passed: 1 };
  return { ...NOTHING_RAN, failed: 1, reason: overtime };
}

/** A suite that ended badly without counting a failure, or in which no test ran, is itself one failure. */
function countSuite({ code, overtime }, countsFile) {
  const counts = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : NOTHING_RAN;
  if (code !== 0 && counts.failed === 0) {
    return { ...counts, failed: 1, reason: overtime ?? `mocha ended with code ${code} without naming a failed test` };
  }
  if (code === 0 && counts.passed === 0) return { ...counts, failed: 1, reason: 'no test ran' };
  return counts;
}

/** Each check is a process group of its own, so that nothing it started outlives its time limit or our end. */
function runCommand({ command, minutes }, countsFile) {
  return new Promise((resolve, reject) => {
    const child = spawn(node24Binary(), command, {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, COUNTS_FILE: countsFile, FORCE_COLOR: undefined, NO_COLOR: '1' },
    });
    running.add(child);
    let output = '';
    let overtime;
    const timer = setTimeout(() => {
      overtime = `stopped: it ran for more than ${minutes} minutes`;
      killGroup(child);
    }, minutes * 60_000);
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(timer);
      running.delete(child);
      killGroup(child);
      // A process that left the group may hold the pipes open: what has come by then is enough.
      setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe.destroy()), PIPE_GRACE_MS).unref();
    });
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output, overtime }));
  });
}

function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

function stopChecksOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      for (const child of running) killGroup(child);
      rmSync(workFolder, { recursive: true, force: true });
      process.exit(128 + os.constants.signals[signal]);
    });
  }
}

function summarise(results) {
  const sum = (key) => results.reduce((total, counts) => total + counts[key], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
