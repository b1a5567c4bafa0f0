import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeServerEntry } from './codeServer.ts';
import { guardEditor } from './guardedEditor.ts';

const READY_WITHIN_MS = 60_000;
const READY_POLL_MS = 50;
const STOP_WITHIN_MS = 10_000;
const STOP_POLL_MS = 100;
/** What a shell of VS Code, npm or a server's settings would pass on, and the server would obey. */
const notInherited = /^(VSCODE_|ELECTRON_|npm_|CODE_SERVER_|CS_|PORT$|PASSWORD$|HASHED_PASSWORD$|NODE_OPTIONS$)/;

export interface EditorPlace {
  /** Holds everything of this editor: its data, its extensions, its log. Made where it is missing. */
  home: string;
  /** On top of this process's own environment, for the server and for extensions; undefined takes a variable away. */
  environment?: Record<string, string | undefined>;
}

export interface EditorServerOptions extends EditorPlace {
  port: number;
  /** Settings of a first start; later ones are the user's. */
  settings: Record<string, unknown>;
  /** Whether VS Code asks before it trusts a folder. */
  asksForTrust: boolean;
  /** A process group of its own: a terminal's Ctrl+C does not reach it, and `stop` leaves nothing of it. */
  ownGroup?: boolean;
  /** Only who has it is let in; without it, whoever reaches the port. */
  token?: string;
  /** Obeys `extensionDevelopmentPath` and `extensionTestsPath` in a page's address, and shows no toasts. */
  forDevelopment?: boolean;
}

export interface EditorServer {
  url: string;
  port: number;
  processId: number;
  /** The file that holds what it says. */
  log: string;
  stop(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
}

/** Starts VS Code for the browser on 127.0.0.1, and resolves when it answers. Throws with the name of its log. */
export async function startEditorServer(options: EditorServerOptions): Promise<EditorServer> {
  const { home, port, ownGroup = false } = options;
  prepare(home, options.settings);
  const door = await openDoor(options);
  writeFileSync(configOf(home), `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);
  const log = path.join(home, 'server.log');
  const output = openSync(log, 'w', 0o600);
  const child = spawn(process.execPath, [...placeFlags(home), ...serverFlags(options), ...door.flags], {
    env: environmentOf(options),
    stdio: ['ignore', output, output],
    detached: ownGroup,
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    door.close();
    await stopServer(child, ownGroup);
  };
  if (!(await isReady(url, child))) {
    await stop();
    throw new Error(`VS Code did not start. What it said stands in ${log}`);
  }
  return { url, port, processId: child.pid ?? 0, log, stop, ended };
}

interface Door {
  flags: string[];
  close: () => void;
}

/** With a token the editor listens on a socket of this user's alone, and the guard on the port. */
async function openDoor({ port, token }: EditorServerOptions): Promise<Door> {
  if (token === undefined) return { flags: [], close: () => undefined };
  // Not below the home: a socket's path has at most some 100 characters.
  const folder = mkdtempSync(path.join(tmpdir(), 'longhaul-door-'));
  const socket = path.join(folder, 'editor');
  const guard = await guardEditor({ socket, port, token });
  const close = () => {
    guard.close();
    guard.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  return { flags: ['--socket', socket, '--socket-mode', '600'], close };
}

/** Installs a .vsix for the editors of this place, over any other version of it. Throws with what the installer said. */
export function installExtension(place: EditorPlace, vsix: string): void {
  prepare(place.home, {});
  const args = [...placeFlags(place.home), '--install-extension', vsix, '--force'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: environmentOf(place),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The extension could not be installed: ${stdout}${stderr}`);
}

/** The address of a window. `payload`: what a window for development is told (VS Code's own keys). */
export function workbenchUrl(server: { url: string }, folder?: string, payload?: readonly [string, string][]): string {
  const query = [
    ...(folder === undefined ? [] : [`folder=${encodeURI(folder).replaceAll('#', '%23').replaceAll('&', '%26')}`]),
    ...(payload === undefined ? [] : [`payload=${encodeURIComponent(JSON.stringify(payload))}`]),
  ];
  return `${server.url}/?${query.join('&')}`;
}

/** Says whether an editor answers there. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(READY_WITHIN_MS) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

function prepare(home: string, settings: Record<string, unknown>): void {
  const settingsFile = path.join(dataOf(home), 'User', 'settings.json');
  mkdirSync(path.dirname(settingsFile), { recursive: true, mode: 0o700 });
  mkdirSync(extensionsOf(home), { recursive: true });
  if (Object.keys(settings).length === 0 || existsSync(settingsFile)) return;
  writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
}

function placeFlags(home: string): string[] {
  const places = ['--user-data-dir', dataOf(home), '--extensions-dir', extensionsOf(home)];
  return [codeServerEntry, '--config', configOf(home), ...places];
}

function serverFlags({ asksForTrust, forDevelopment = false }: EditorServerOptions): string[] {
  return [
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
    '--ignore-last-opened',
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
    ...(forDevelopment ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

function environmentOf({ environment = {} }: EditorPlace): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !notInherited.test(name));
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...environment };
}

function configOf(home: string): string {
  return path.join(home, 'config.yaml');
}

function dataOf(home: string): string {
  return path.join(home, 'data');
}

function extensionsOf(home: string): string {
  return path.join(home, 'extensions');
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  const startedAt = Date.now();
  while (child.exitCode === null && Date.now() - startedAt < READY_WITHIN_MS) {
    if (await answers(url)) return true;
    await sleep(READY_POLL_MS);
  }
  return false;
}

/** First the server alone, which lets extensions say goodbye; what is left after that is killed. */
async function stopServer(child: ChildProcess, ownGroup: boolean): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const target = ownGroup ? -pid : pid;
  if (child.exitCode === null) child.kill('SIGTERM');
  for (const startedAt = Date.now(); isAlive(target) && Date.now() - startedAt < STOP_WITHIN_MS;) {
    await sleep(STOP_POLL_MS);
  }
  if (isAlive(target)) process.kill(target, 'SIGKILL');
}

/** `target`: a process, or a process group as a negative number. */
function isAlive(target: number): boolean {
  try {
    process.kill(target, 0);
    return true;
  } catch {
    return false;
  }
}
