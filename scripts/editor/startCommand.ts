import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowserPrograms } from '../../src/adapters/node/browserProgram.ts';
import { defaultRoot } from '../../src/adapters/node/defaultRoot.ts';
import { copySample } from '../copySample.ts';
import { finishCodeServer } from './codeServer.ts';
import { installExtension, startEditorServer, workbenchUrl } from './editorServer.ts';
import type { EditorServer } from './editorServer.ts';
import { quietSettings } from './editorSettings.ts';
import { firstFreePort } from './freePort.ts';
import { withToken } from './guardedEditor.ts';
import { findRunningEditor, forgetRunningEditor, recordRunningEditor } from './runningEditor.ts';
import type { RunningEditor } from './runningEditor.ts';
import { stopRequest } from './stopRequest.ts';
import { readStartOptions, startHelp } from './startOptions.ts';
import type { StartOptions } from './startOptions.ts';
import { currentVsix } from './vsix.ts';

const TOKEN_BYTES = 16;
const say = (line: string) => console.log(line);

/** `npm start`: VS Code with Longhaul in the user's browser, until Ctrl+C. Resolves to the exit code; throws with a sentence. */
export async function startCommand(args: string[]): Promise<number> {
  const options = readStartOptions(args);
  if (options.help) {
    say(startHelp);
    return 0;
  }
  requireGit();
  // Beside the missions, not among them: what lies there no agent may write, and the sample is worked on.
  const place = `${defaultRoot()}-start`;
  const home = path.join(place, 'editor');
  const folder = options.folder === null ? null : existingFolder(options.folder);
  const running = await findRunningEditor(home);
  if (running !== null) return showRunning({ home, running, folder: folder ?? path.join(place, 'shelf') }, options);

  await finishCodeServer(say);
  const vsix = currentVsix(say);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  installIfChanged(home, vsix);
  const workspace = folder ?? keptSample(path.join(place, 'shelf'));
  const server = await startServer(home, options);
  recordRunningEditor(home, { url: server.url, processId: process.pid, asksForTrust: folder !== null });
  try {
    sayWhatNow(workspace, folder === null);
    show(withToken(workbenchUrl(server, workspace), tokenOf(home)), options);
    await stopRequest(server);
    say('start: stopping VS Code …');
    return 0;
  } finally {
    await server.stop();
    forgetRunningEditor(home);
  }
}

function requireGit(): void {
  if (spawnSync('git', ['--version']).status === 0) return;
  throw new Error('git was not found, and missions work in git repositories. Install git, then run npm start again.');
}

function existingFolder(folder: string): string {
  // npm runs scripts in the project's folder; the user typed the path in INIT_CWD.
  const absolute = path.resolve(process.env['INIT_CWD'] ?? '.', folder);
  if (existsSync(absolute) && statSync(absolute).isDirectory()) return realpathSync(absolute);
  throw new Error(`There is no folder ${absolute}. Give --folder the path of your repository.`);
}

function keptSample(folder: string): string {
  if (!existsSync(folder)) {
    copySample(folder);
    say(`The sample is copied to ${folder}, under git. Delete that folder to begin anew.`);
  }
  return realpathSync(folder);
}

function installIfChanged(home: string, vsix: string): void {
  const stamp = path.join(home, 'installed');
  const hash = createHash('sha256').update(readFileSync(vsix)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`start: installing ${path.basename(vsix)} …`);
  installExtension({ home }, vsix);
  writeFileSync(stamp, hash);
}

async function startServer(home: string, { folder, port: wanted }: StartOptions): Promise<EditorServer> {
  const port = await firstFreePort(wanted);
  if (port !== wanted) {
    say(`start: port ${wanted} is taken by another program, so VS Code comes at port ${port}.`);
    say(
      `start: what VS Code keeps in your browser, such as keys you added, belongs to port ${wanted} and is missing here.`,
    );
  }
  say('start: starting VS Code …');
  const asksForTrust = folder !== null;
  return startEditorServer({ home, port, settings: quietSettings, asksForTrust, ownGroup: true, token: tokenOf(home) });
}

/** Kept, so that an address that was bookmarked opens the next time as well. */
function tokenOf(home: string): string {
  const file = path.join(home, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(TOKEN_BYTES).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function sayWhatNow(workspace: string, isSample: boolean): void {
  say('');
  say(`VS Code runs with ${isSample ? 'the sample in' : 'your folder,'} ${workspace}`);
  if (!isSample) say('VS Code asks whether you trust it; Longhaul is there as soon as you do.');
  say('Open Longhaul in the activity bar at the left, or press F1 and type "Mission:".');
  if (findBrowserPrograms(process.env).length === 0) {
    say('User testing drives a browser of its own, and none was found: before a mission gets there, install Chromium,');
    say('Google Chrome or Microsoft Edge, or set LONGHAUL_CHROMIUM. VS Code itself opens in any browser.');
  }
  say('Ctrl+C stops VS Code and what it started. Missions are kept.');
}

interface RunningWindow {
  home: string;
  running: RunningEditor;
  folder: string;
}

function showRunning({ home, running, folder }: RunningWindow, options: StartOptions): number {
  const asksForTrust = options.folder !== null;
  if (running.asksForTrust !== asksForTrust) {
    throw new Error(
      `VS Code already runs at ${running.url}, for ${asksForTrust ? 'the sample, without questions of trust' : 'a folder of your own'}. ` +
        `Stop it first: Ctrl+C in its terminal, or kill ${running.processId}.`,
    );
  }
  say(`VS Code already runs. To start it anew, stop it first: Ctrl+C in its terminal, or kill ${running.processId}.`);
  show(withToken(workbenchUrl(running, folder), tokenOf(home)), options);
  return 0;
}

function show(url: string, { opens }: StartOptions): void {
  say('');
  say(`  ${url}`);
  say('');
  if (opens) openInBrowser(url);
}

/** Only where there is a display. The address stands in the terminal anyway, so a browser that does not open is no error. */
function openInBrowser(url: string): void {
  const hasDisplay = ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (process.env[name] ?? '') !== '');
  const program = process.platform === 'darwin' ? 'open' : hasDisplay ? 'xdg-open' : null;
  if (program === null || process.env['CI'] !== undefined) return;
  const child = spawn(program, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => say('start: the browser could not be opened; open the address yourself.'));
  child.unref();
}
