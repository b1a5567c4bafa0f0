// Finds a Node 24 and runs scripts under it. Imports nothing from node_modules, so that it works before set-up.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MINIMUM_MAJOR = 24;

/** The folder that holds package.json: this file lies one folder below it, in the sources and in dist. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The path of a Node ≥ 24 binary: this process's own, or the one of the platform's package in node_modules. */
export function node24Binary() {
  if (isNode24()) return process.execPath;
  const binary = packagedBinary();
  if (existsSync(binary)) return binary;
  throw new Error(
    `Longhaul needs Node ${MINIMUM_MAJOR} or later. This is Node ${process.versions.node}, and there is no packaged ` +
      `binary for ${process.platform}-${process.arch} (looked for ${binary}). ` +
      `Run npm install, or install Node ${MINIMUM_MAJOR}, and start the command again.`,
  );
}

/** Says whether this process itself is Node ≥ 24. */
export function isNode24() {
  return Number(process.versions.node.split('.')[0]) >= MINIMUM_MAJOR;
}

function packagedBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const file = platform === 'win' ? 'node.exe' : 'node';
  return path.join(projectRoot, 'node_modules', `${prefix}-${platform}-${process.arch}`, 'bin', file);
}

/**
 * Runs one script under Node 24 with this process's stdio and environment, and passes signals on.
 * Resolves to the exit code, 128 + signal number where a signal ended it.
 */
export function runUnderNode24(script, args = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(node24Binary(), [script, ...args], { stdio: 'inherit' });
    const stopForwarding = forwardSignals(child);
    child.on('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** A terminal sends SIGINT and SIGHUP to the child by itself: passing them on would make one Ctrl+C count twice. */
function forwardSignals(child) {
  const stops = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const forward = () => {
      if (signal === 'SIGTERM' || process.stdin.isTTY !== true) child.kill(signal);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  return () => stops.forEach((stop) => stop());
}

/** Says whether a module is the script that Node was started with. */
export function isMainScript(moduleUrl) {
  return process.argv[1] !== undefined && moduleUrl === pathToFileURL(path.resolve(process.argv[1])).href;
}
