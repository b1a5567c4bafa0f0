import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { OutputFile } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { bundles } from '../../../scripts/bundles.mjs';
import { findBrowserPrograms } from '../../../src/adapters/node/browserProgram.ts';
import type { ToHost } from '../../../src/protocol/toHost.ts';
import type { Reply, Snapshot, ToWebview, WindowState } from '../../../src/protocol/toWebview.ts';
import { pageHtml } from '../../../src/views/desk/pageHtml.ts';

export const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
export type Theme = (typeof themes)[number];
export type PageName = 'chat' | 'missionControl';

const origin = 'http://webview.test';
export const bodyClasses: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  // The editor sets both.
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
};

const built = new Map<PageName, Promise<OutputFile[]>>();

/** The files of a page, bundled as they are shipped. */
function filesOf(page: PageName): Promise<OutputFile[]> {
  const wanted = bundles('dist').find(({ entryPoints }) => JSON.stringify(entryPoints).includes(`webview-ui/${page}/`));
  if (!wanted) throw new Error(`there is no bundle of ${page}`);
  const files = built.get(page) ?? build({ ...wanted, write: false }).then(({ outputFiles }) => outputFiles);
  built.set(page, files);
  return files;
}

export async function openBrowser(): Promise<Browser> {
  const [executablePath] = findBrowserPrograms(process.env);
  if (executablePath === undefined) throw new Error('the tests of the webviews need a Chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
}

export interface Scene {
  page: PageName;
  theme?: Theme;
  width?: number;
  height?: number;
  snapshot: Snapshot | null;
  window: WindowState;
  /** What the clock reads, ms since 1970; the time of the last event where it is left out. */
  now?: number;
  /** Answers of the host; `done` where it gives none. */
  reply?: (message: ToHost) => Reply | undefined;
  /** What the page remembered before a reload. */
  remembered?: unknown;
}

/** A webview as the editor shows it, with a host that the test plays. */
export interface OpenPage {
  page: Page;
  /** What the page sent, hello included. */
  sent: ToHost[];
  /** Errors and warnings of its console, refusals of the content security policy among them. */
  complaints: string[];
  send: (message: ToWebview) => Promise<void>;
  close: () => Promise<void>;
}

function answer(message: ToHost, scene: Scene): ToWebview | null {
  if (message.kind === 'hello') return { kind: 'snapshot', snapshot: scene.snapshot, window: scene.window };
  const reply = scene.reply?.(message) ?? { ok: true, value: { kind: 'done' } };
  return { kind: 'reply', id: message.id, reply };
}

function html(scene: Scene): string {
  const kind = bodyClasses[scene.theme ?? 'dark'];
  const page = scene.page;
  const uris = { scriptUri: `${origin}/${page}.js`, styleUri: `${origin}/${page}.css`, cspSource: origin };
  return pageHtml({ page, ...uris })
    .replace('</title>', `</title>\n<link rel="stylesheet" href="${origin}/themes.css">`)
    .replace('<body ', `<body class="${kind}" data-vscode-theme-kind="${kind.split(' ').at(-1) ?? ''}" `);
}

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

async function serve(page: Page, scene: Scene): Promise<void> {
  const files = await filesOf(scene.page);
  await page.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: html(scene) });
    if (name === 'themes.css')
      return route.fulfill({
        contentType: 'text/css',
        body: readFileSync(path.join(import.meta.dirname, name), 'utf8'),
      });
    const file = files.find((candidate) => path.basename(candidate.path) === name);
    if (!file) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({
      contentType: contentTypes[path.extname(name)] ?? 'application/octet-stream',
      body: Buffer.from(file.contents),
    });
  });
}

/** Opens a page in a scene and waits until it is drawn. */
export async function openPage(browser: Browser, scene: Scene): Promise<OpenPage> {
  const { width = 1440, height = 940 } = scene;
  const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'UTC', locale: 'en-US' });
  const page = await context.newPage();
  const sent: ToHost[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  await page.clock.setFixedTime(scene.now ?? scene.snapshot?.state.at ?? 0);
  const send = (message: ToWebview): Promise<void> =>
    page.evaluate(`hear(${JSON.stringify(message)})`).then(() => undefined);
  await page.exposeFunction('tellHost', (message: ToHost) => {
    sent.push(message);
    const answered = answer(message, scene);
    if (answered) void send(answered);
  });
  await page.addInitScript({ content: `globalThis.remembered = ${JSON.stringify(scene.remembered ?? null)};` });
  await page.addInitScript({ path: path.join(import.meta.dirname, 'playedEditor.js') });
  await serve(page, scene);
  await page.goto(`${origin}/`);
  await page.waitForSelector('#root > :not(.loading)');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  return { page, sent, complaints, send, close: () => context.close() };
}
