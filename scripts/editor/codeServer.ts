import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const codeServer = path.dirname(fileURLToPath(import.meta.resolve('code-server/package.json')));
const innerFolders = [path.join('lib', 'vscode'), path.join('lib', 'vscode', 'extensions')];
const stamp = path.join(codeServer, '.inner-install-done');
const PROGRESS_INTERVAL_MS = 10_000;
const MAX_ERROR_LINES = 20;

/** The program that is a whole VS Code for the browser. */
export const codeServerEntry = path.join(codeServer, 'out', 'node', 'entry.js');

/**
 * Installs what VS Code itself depends on, which an install without scripts leaves out; nothing where that was done before.
 * No compiler and no system library is needed. Throws with a sentence to act on.
 */
export async function finishCodeServer(say: (line: string) => void): Promise<void> {
  if (process.platform === 'win32') {
    throw new Error(
      'The VS Code that is installed here for trying Longhaul runs on Linux and macOS. ' +
        'On Windows run npm run package, and install dist\\longhaul-….vsix in your own VS Code.',
    );
  }
  const { version } = z.object({ version: z.string() }).parse(readJson(path.join(codeServer, 'package.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`set-up: installing the parts of VS Code ${version}; about 400 MB on disk, once …`);
  const progress = setInterval(() => say(`set-up: still installing VS Code (${seconds()} s)`), PROGRESS_INTERVAL_MS);
  try {
    for (const folder of innerFolders) await npmInstall(path.join(codeServer, folder));
  } finally {
    clearInterval(progress);
  }
  writeFileSync(stamp, version);
  say(`set-up: VS Code is complete in ${seconds()} s`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function npmInstall(cwd: string): Promise<void> {
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm checks the engines of packages against the Node that it runs under.
  const environment = {
    ...process.env,
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`,
  };
  const { code, output } = await run('npm', args, { cwd, env: environment });
  if (code === 0) return;
  const reason = output.split('\n').slice(0, MAX_ERROR_LINES).join('\n');
  throw new Error(
    `set-up failed: installing the parts of VS Code ended with code ${code}. Check the network and the npm registry, then try again.\n${reason}`,
  );
}

interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

function run(command: string, args: string[], options: RunOptions): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
