import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { playwrightBrowser } from '../../../../src/adapters/node/playwrightBrowser.ts';
import type { OwnedBrowser } from '../../../../src/adapters/node/playwrightBrowser.ts';
import type { BrowserOutcome, BrowserSession, BrowserTarget } from '../../../../src/ports/browser.ts';

const limits = { startMs: 20_000, settleMs: 2000, quietMs: 60, appearMs: 300, maxLogEntries: 100 };
const actionLimitMs = 1500;

const PAGE = `<!doctype html><title>Shelf</title>
<h1>Books</h1>
<ul><li>Emma <button onclick="this.closest('li').remove()">Delete</button></li>
<li>Ulysses <button onclick="if (confirm('Really?')) this.closest('li').remove()">Delete</button></li></ul>
<form action="/add" method="post"><label>Title <input name="title"></label>
<label>Shelf <select name="shelf"><option>Read</option><option>To read</option></select></label><button>Add</button></form>
<a href="/second" target="_blank">Second page</a>
<button style="visibility:hidden">Ghost</button><button disabled>Sleeping</button>
<script>console.warn('careful'); fetch('/late').then((r) => r.text()).then((t) => { document.querySelector('h1').textContent = t; })</script>`;

function answerPage(request: IncomingMessage, response: ServerResponse): void {
  const { url = '/', method } = request;
  const other = new URL(url, 'http://x').searchParams.get('to') ?? '';
  if (url === '/late') setTimeout(() => response.end('Books on the shelf'), 80);
  else if (url === '/add' && method === 'POST') response.writeHead(303, { location: '/added' }).end();
  else if (url.startsWith('/redirect')) response.writeHead(302, { location: other }).end();
  else if (url.startsWith('/leaky')) response.end(`<title>Leaky</title><img src="${other}/pixel"><p>here</p>`);
  else if (url === '/added') response.end('<title>Added</title><p role="status">Added a book</p>');
  else if (url === '/broken')
    response.writeHead(500).end('<title>Broken</title><script>throw new Error("boom")</script>');
  else response.end(PAGE);
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

function must<T>(outcome: BrowserOutcome<T>): T {
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.why);
  return outcome.value;
}

function why(outcome: BrowserOutcome<unknown>): string {
  assert.ok(!outcome.ok);
  return outcome.why;
}

function target(role: string, name: string, nth: number | null = null): BrowserTarget {
  return { role, name, nth };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a browser session', () => {
  const started: number[] = [];
  const ended: number[] = [];
  const strangersVisits: string[] = [];
  let site: { server: Server; origin: string };
  let stranger: { server: Server; origin: string };
  let browser: OwnedBrowser;
  let session: BrowserSession;

  before(async () => {
    site = await listen(answerPage);
    stranger = await listen((request, response) => {
      strangersVisits.push(request.url ?? '');
      response.end('stranger');
    });
    browser = playwrightBrowser({
      environment: process.env,
      limits,
      onStarted: (pid) => started.push(pid),
      onEnded: (pid) => ended.push(pid),
    });
    session = await open();
  });

  after(async () => {
    await browser.close();
    site.server.closeAllConnections();
    site.server.close();
    stranger.server.close();
    assert.deepEqual(ended, started);
    assert.deepEqual(started.filter(isRunning), []);
  });

  async function open(): Promise<BrowserSession> {
    return must(await browser.open({ run: 1, allowedOrigins: [site.origin], actionLimitMs }));
  }

  async function page(): Promise<string> {
    return must(await session.snapshot(20_000));
  }

  beforeEach(async () => {
    if (!session.isOpen()) session = await open();
    must(await session.navigate(`${site.origin}/`));
  });

  it('shows a page as address, title and accessibility tree once it has come to rest', async () => {
    const text = await page();
    assert.match(text, new RegExp(`^URL: ${site.origin}/\nTitle: Shelf\n`));
    assert.match(text, /- heading "Books on the shelf" \[level=1\]/);
    assert.match(text, /- textbox "Title"/);
  });

  it('tells the HTTP status of a navigation, and the console and network of the page', async () => {
    assert.deepEqual(must(await session.navigate(`${site.origin}/broken`)), {
      url: `${site.origin}/broken`,
      title: 'Broken',
      status: 500,
    });
    assert.ok(session.console().some(({ level, text }) => level === 'error' && text.includes('boom')));
    assert.deepEqual(session.network()[0], { method: 'GET', url: `${site.origin}/broken`, status: 500, failure: null });
    must(await session.navigate(`${site.origin}/`));
    assert.ok(session.console().some(({ level, text }) => level === 'warning' && text === 'careful'));
    assert.ok(!session.console().some(({ text }) => text.includes('boom')));
  });

  it('fills, selects, presses keys and follows where the form leads', async () => {
    must(await session.fill(target('textbox', 'Title'), 'Walden'));
    must(await session.select(target('combobox', 'Shelf'), 'To read'));
    const filled = await page();
    assert.match(filled, /textbox "Title": Walden/);
    assert.match(filled, /option "To read" \[selected\]/);
    must(await session.fill(target('textbox', 'Title'), 'Walden, again'));
    must(await session.press('Enter'));
    assert.match(await page(), /Title: Added\n\n- status: Added a book/);
    assert.ok(session.network().some(({ method, status }) => method === 'POST' && status === 303));
  });

  it('refuses to guess between several elements and shows where each stands', async () => {
    assert.equal(
      why(await session.click(target('button', 'Delete'))),
      '2 elements are button "Delete". Choose one with nth:\n0: in "Emma Delete"\n1: in "Ulysses Delete"',
    );
    must(await session.click(target('button', 'Delete', 0)));
    assert.doesNotMatch(await page(), /Emma/);
    assert.match(why(await session.click(target('button', 'Delete', 5))), /There are only 1 of button "Delete"/);
  });

  it('accepts a dialog and says so with the next snapshot, once', async () => {
    must(await session.click(target('button', 'Delete', 1)));
    const text = await page();
    assert.match(text, /\[a dialog was accepted: confirm "Really\?"\]/);
    assert.doesNotMatch(text, /Ulysses/);
    assert.doesNotMatch(await page(), /dialog was accepted/);
  });

  it('says what is there instead of what was asked for', async () => {
    assert.match(
      why(await session.click(target('button', 'Save'))),
      /There is no button "Save" here\. button: .*button "Add"/,
    );
    assert.match(
      why(await session.click(target('slider', 'Size'))),
      /no other slider here\. The page has: .*textbox "Title"/,
    );
    assert.match(why(await session.select(target('combobox', 'Shelf'), 'Lost')), /the options are: Read, To read/);
    assert.match(why(await session.click(target('button', 'Sleeping'))), /Timeout 1500ms exceeded; .*not enabled/);
    assert.match(why(await session.press('NoSuchKey')), /Could not press NoSuchKey: Unknown key/);
  });

  it('goes on in a page that was opened', async () => {
    must(await session.click(target('link', 'Second page')));
    const text = await page();
    assert.match(text, new RegExp(`URL: ${site.origin}/second`));
    assert.match(text, /\[the page opened a new page/);
    await session.close();
  });

  it('takes a PNG', async () => {
    assert.deepEqual([...must(await session.screenshot()).subarray(1, 4)], [...Buffer.from('PNG')]);
  });

  it('reaches only allowed origins: no navigation, redirect, picture or file leads out', async () => {
    const to = encodeURIComponent(stranger.origin);
    for (const url of [`${stranger.origin}/`, 'file:///etc/passwd', 'view-source:http://x/', 'not a url']) {
      assert.match(why(await session.navigate(url)), /is not on an allowed origin\. Allowed are: http:\/\/127/);
    }
    assert.match(
      why(await session.navigate(`${site.origin}/redirect?to=${to}`)),
      /Longhaul refused http:\/\/127.*: it is not one of the allowed origins/,
    );
    must(await session.navigate(`${site.origin}/leaky?to=${to}`));
    assert.match(await page(), /here/);
    const refused = session.network().find(({ url }) => url.startsWith(stranger.origin));
    assert.match(refused?.failure ?? '', /Longhaul refused/);
    assert.deepEqual(strangersVisits, []);
  });

  it('says that nothing answers where no service runs', async () => {
    const gone = await listen(answerPage);
    await new Promise((resolve) => gone.server.close(resolve));
    const lonely = must(await browser.open({ run: 1, allowedOrigins: [gone.origin], actionLimitMs }));
    assert.match(why(await lonely.navigate(gone.origin)), /Nothing answers at http:\/\/127.* \(ECONNREFUSED\)/);
    await lonely.close();
  });

  it('shares one process and keeps sessions apart', async () => {
    const other = await open();
    must(await other.navigate(`${site.origin}/added`));
    assert.match(await page(), /Title: Shelf/);
    assert.equal(started.length - ended.length, 1);
    await other.close();
  });

  it('turns the end of the browser into a value, and the next session starts a new one', async () => {
    const pid = started.at(-1) ?? 0;
    process.kill(-pid, 'SIGKILL');
    while (session.isOpen()) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(why(await session.navigate(site.origin)), /browser has ended\. Navigate again/);
    await session.close();
    session = await open();
    must(await session.navigate(`${site.origin}/added`));
    assert.notEqual(started.at(-1), pid);
  });
});

describe('without a browser', () => {
  it('says what to install or set', async () => {
    const none = playwrightBrowser({ environment: { LONGHAUL_CHROMIUM: '/no/such/browser' }, limits });
    const problem = await none.problem();
    assert.match(
      problem ?? '',
      /\/no\/such\/browser could not be started: there is no such program.*LONGHAUL_CHROMIUM/s,
    );
    const outcome = await none.open({ run: 1, allowedOrigins: [], actionLimitMs });
    assert.equal(why(outcome), problem);
  });

  it('tries the next program where one does not start', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'longhaul-browser-'));
    try {
      await writeFile(path.join(folder, 'chromium'), '#!/bin/sh\nexit 1\n');
      await chmod(path.join(folder, 'chromium'), 0o755);
      const environment = { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` };
      const browser = playwrightBrowser({ environment, limits });
      assert.equal(await browser.problem(), null);
      await browser.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
