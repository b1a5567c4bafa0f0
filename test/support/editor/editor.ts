import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { copySample } from '../../../scripts/copySample.ts';
import { finishCodeServer } from '../../../scripts/editor/codeServer.ts';
import { installExtension, startEditorServer, workbenchUrl } from '../../../scripts/editor/editorServer.ts';
import type { EditorServer } from '../../../scripts/editor/editorServer.ts';
import { quietSettings } from '../../../scripts/editor/editorSettings.ts';
import { firstFreePort } from '../../../scripts/editor/freePort.ts';
import { currentVsix } from '../../../scripts/editor/vsix.ts';
import { launchChromium } from './chromium.ts';

/** Setting up may install VS Code, build and package; on a slow machine that takes minutes, once. */
export const openEditorWithinMs = 300_000;
const workbenchWithinMs = 60_000;

export interface EditorOptions {
  /** A repository of the caller's; without it, a new copy of the sample. */
  folder?: string;
  /** On top of the quiet ones. */
  settings?: Record<string, unknown>;
  /** On top of a home of its own without keys; undefined takes a variable away. */
  environment?: Record<string, string | undefined>;
  asksForTrust?: boolean;
}

const FIRST_TEST_PORT = 20_000;
const TEST_PORTS = 20_000;
const silent = (): void => undefined;

// With modal editors, VS Code keeps F1 for itself.
const settingsForTests = { 'workbench.editor.useModal': 'off', 'window.restoreWindows': 'none' };

interface EditorParts {
  root: string;
  folder: string;
  page: Page;
  server: EditorServer;
  startServer: () => Promise<EditorServer>;
}

/** A real VS Code with the packaged extension, in a headless browser, in a home of its own, when its workbench is drawn. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  await finishCodeServer(silent);
  const vsix = currentVsix(silent);
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-editor-')));
  const folder = options.folder ?? path.join(root, 'shelf');
  if (options.folder === undefined) copySample(folder);
  const place = {
    home: path.join(root, 'editor'),
    environment: privateEnvironment(path.join(root, 'home'), options.environment),
  };
  installExtension(place, vsix);
  const port = await firstFreePort(FIRST_TEST_PORT + (process.pid % TEST_PORTS));
  const settings = { ...quietSettings, ...settingsForTests, ...options.settings };
  const asksForTrust = options.asksForTrust ?? false;
  const startServer = () => startEditorServer({ ...place, port, settings, asksForTrust });
  const server = await startServer();
  try {
    const page = await openPage();
    const editor = new Editor({ root, folder, page, server, startServer });
    await editor.showFolder();
    return editor;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** An editor with one window, whose browser keeps what VS Code stores there until `close`. */
export class Editor {
  readonly folder: string;
  readonly page: Page;
  /** The private home, which holds `.longhaul` with its missions. */
  readonly home: string;
  readonly #root: string;
  readonly #startServer: () => Promise<EditorServer>;
  #server: EditorServer;

  constructor({ root, folder, page, server, startServer }: EditorParts) {
    this.#root = root;
    this.folder = folder;
    this.home = path.join(root, 'home');
    this.page = page;
    this.#server = server;
    this.#startServer = startServer;
  }

  get server(): EditorServer {
    return this.#server;
  }

  /** Loads the window with its folder. */
  async showFolder(): Promise<void> {
    await this.page.goto(workbenchUrl(this.#server, this.folder));
    await workbenchReady(this.page);
  }

  /** Ends the server with its extension host, starts it on the same port, and loads the window. */
  async restartServer(): Promise<void> {
    await this.#server.stop();
    this.#server = await this.#startServer();
    await this.showFolder();
  }

  /** Ends everything and removes the root folder with the home, and with the sample's copy. */
  async close(): Promise<void> {
    await this.page.context().browser()?.close();
    await this.#server.stop();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

async function openPage(): Promise<Page> {
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1440, height: 940 } });
  return context.newPage();
}

/** Resolves when the workbench can be used; also after a reload. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: workbenchWithinMs });
}

function privateEnvironment(home: string, wanted: Record<string, string | undefined> = {}) {
  mkdirSync(home);
  return {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    GIT_CONFIG_NOSYSTEM: '1',
    LONGHAUL_HOME: path.join(home, '.longhaul'),
    ANTHROPIC_API_KEY: undefined,
    OPENAI_API_KEY: undefined,
    LONGHAUL_COMPATIBLE_KEY: undefined,
    ...wanted,
  };
}
