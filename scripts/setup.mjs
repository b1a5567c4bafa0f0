// Installs the dependencies when they are missing or not those of the lockfile. Imports nothing from node_modules.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMainScript, projectRoot } from './node24.mjs';

const PROGRESS_INTERVAL_MS = 10_000;
const MAX_ERROR_LINES = 20;
const OLDEST_NODE = 20;

/** Makes node_modules match the lockfile, saying what it does; throws with a sentence to act on where it cannot. */
export async function setUp({ say = console.log } = {}) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Error(`Longhaul needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}.`);
  }
  const missing = firstMissingPackage();
  if (missing === undefined) return;
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`set-up: ${missing} is not installed as the lockfile says; running npm ci …`);
  const progress = setInterval(() => say(`set-up: npm ci is at work (${seconds()} s)`), PROGRESS_INTERVAL_MS);
  const { code, output } = await npmCi().finally(() => clearInterval(progress));
  if (code !== 0) {
    throw new Error(
      `set-up failed: npm ci ended with code ${code}. Check the network and the npm registry, then try again.\n${firstLines(output)}`,
    );
  }
  say(`set-up: done in ${seconds()} s`);
}

/** Compares the lockfile with the one that npm keeps of what it has really installed. */
function firstMissingPackage() {
  const wanted = lockedPackages('package-lock.json');
  const installed = lockedPackages('node_modules/.package-lock.json');
  return Object.keys(wanted).find(
    (name) => name !== '' && isForThisPlatform(wanted[name]) && installed[name]?.integrity !== wanted[name].integrity,
  );
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** An optional package is wanted where os and cpu match; those for one C library only are left to npm. */
function isForThisPlatform({ optional, os, cpu, libc }) {
  if (!optional) return true;
  if (libc !== undefined || os === undefined || cpu === undefined) return false;
  return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
}

/** npm ends its errors with a page of usage, which would hide what went wrong. */
function firstLines(output) {
  return output.split('\n').slice(0, MAX_ERROR_LINES).join('\n');
}

function npmCi() {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Set-up for a script's first line: where it fails, the reason is printed and the process ends with code 1. */
export async function setUpOrExit() {
  try {
    await setUp();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}

if (isMainScript(import.meta.url)) await setUpOrExit();
