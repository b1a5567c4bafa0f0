import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { playwrightBrowser } from '../../../src/adapters/node/playwrightBrowser.ts';
import { describeTools } from '../../../src/agent/describeTools.ts';
import type { AnyTool } from '../../../src/agent/tool.ts';
import { browserClickTool } from '../../../src/tools/browserClick.ts';
import { browserConsoleTool } from '../../../src/tools/browserConsole.ts';
import { browserFillTool } from '../../../src/tools/browserFill.ts';
import { browserNavigateTool } from '../../../src/tools/browserNavigate.ts';
import { browserNetworkTool } from '../../../src/tools/browserNetwork.ts';
import { browserPressTool } from '../../../src/tools/browserPress.ts';
import { browserScreenshotTool } from '../../../src/tools/browserScreenshot.ts';
import { browserSelectTool } from '../../../src/tools/browserSelect.ts';
import { browserSnapshotTool } from '../../../src/tools/browserSnapshot.ts';
import { BrowserDesk } from '../../../src/tools/shared/browserDesk.ts';
import { observer, useTool } from './useTool.ts';

const limits = { browserActionMs: 1500, maxSnapshotBytes: 4000 };
const browserLimits = { startMs: 20_000, settleMs: 1000, quietMs: 40, appearMs: 200, maxLogEntries: 50 };

const PAGE = `<!doctype html><title>Form</title><script>console.error('red')</script>
<label>Name <input></label><label>Size <select><option>S</option><option>M</option></select></label>
<button onclick="document.querySelector('p').textContent = 'Hello ' + document.querySelector('input').value">Greet</button><p role="status"></p>`;

describe('the browser tools', () => {
  const browser = playwrightBrowser({ environment: process.env, limits: browserLimits });
  const { seen, onObserved } = observer();
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  const origins: string[] = [];
  const desk = new BrowserDesk({ browser, run: 1, allowedOrigins: () => origins, limits, onObserved });
  const tools = [
    browserNavigateTool,
    browserSnapshotTool,
    browserClickTool,
    browserFillTool,
    browserSelectTool,
    browserPressTool,
    browserScreenshotTool,
    browserConsoleTool,
    browserNetworkTool,
  ].map((make): AnyTool => make(desk));
  const use = (name: string, input: unknown) => {
    const tool = tools.find((each) => each.name === name);
    assert.ok(tool, name);
    return useTool(tool, input);
  };

  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  after(async () => {
    await desk.close();
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('ask for a page first, and for a service before that', async () => {
    assert.deepEqual(await use('browser_click', { role: 'button', name: 'Greet' }), {
      text: 'No page is open: call browser_navigate first.',
      isError: true,
    });
    assert.match(
      (await use('browser_navigate', { url: 'http://127.0.0.1:1/' })).text,
      /No origin is allowed: start a service first/,
    );
  });

  it('show the page after every action and keep what was seen as evidence', async () => {
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    origins.push(origin);
    const opened = await use('browser_navigate', { url: `${origin}/form` });
    assert.match(
      opened.text,
      new RegExp(`^Opened ${origin}/form \\(HTTP 200\\)\\.\n\\[evidence E1\\]\nURL: ${origin}/form\nTitle: Form\n`),
    );
    assert.match(
      (await use('browser_fill', { role: 'textbox', name: 'Name', text: 'Ada' })).text,
      /^Filled textbox "Name"\.\n\[evidence E2\]\n[^]*textbox "Name": Ada/,
    );
    assert.match(
      (await use('browser_select', { role: 'combobox', name: 'Size', option: 'M' })).text,
      /option "M" \[selected\]/,
    );
    assert.match(
      (await use('browser_click', { role: 'button', name: 'Greet' })).text,
      /\[evidence E4\]\n[^]*status: Hello Ada/,
    );
    assert.match((await use('browser_press', { key: 'Tab' })).text, /^Pressed Tab\.\n\[evidence E5\]/);
    assert.match((await use('browser_snapshot', {})).text, /^\[evidence E6\]\nURL: /);
    assert.match((await use('browser_screenshot', {})).text, /^\[evidence E7\]\nScreenshot, PNG, \d+ bytes\.$/);
    assert.equal((await use('browser_console', {})).text, '[evidence E8]\nerror: red');
    assert.match((await use('browser_network', {})).text, /^\[evidence E9\]\nGET http:.*\/form 200/);
    assert.deepEqual(
      seen.map(({ kind }) => kind),
      ['snapshot', 'snapshot', 'snapshot', 'snapshot', 'snapshot', 'snapshot', 'screenshot', 'console', 'network'],
    );
    assert.equal(seen[0]?.url, `${origin}/form`);
    assert.match(seen[3]?.text ?? '', /Hello Ada/);
    assert.ok((seen[6]?.bytes?.length ?? 0) > 100);
  });

  it('keep no evidence of what could not be done', async () => {
    const before = seen.length;
    const { text, isError } = await use('browser_click', { role: 'button', name: 'Save' });
    assert.equal(text, 'There is no button "Save" here. button: button "Greet".');
    assert.equal(isError, true);
    assert.equal(seen.length, before);
  });

  it('open a new session when services came or went', async () => {
    const second = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<p>second'),
    );
    await new Promise<void>((resolve) => {
      second.listen(0, '127.0.0.1', resolve);
    });
    const address = second.address();
    const origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    assert.match((await use('browser_navigate', { url: origin })).text, /is not allowed here/);
    origins.push(origin);
    assert.match((await use('browser_navigate', { url: origin })).text, /- paragraph: second/);
    second.closeAllConnections();
    second.close();
  });

  it('open a new session after the browser was closed', async () => {
    await desk.close();
    assert.match((await use('browser_snapshot', {})).text, /No page is open/);
    assert.equal((await use('browser_navigate', { url: origins[0] ?? '' })).isError, false);
  });

  it('take little room in the prefix', () => {
    const { length } = JSON.stringify(describeTools(tools));
    assert.ok(length / 4 < 800, `${length / 4} tokens`);
  });
});
