import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { httpClient } from '../../../src/adapters/node/httpClient.ts';
import { httpRequestTool } from '../../../src/tools/httpRequest.ts';
import { fetchPageTool } from '../../../src/tools/fetchPage.ts';
import { runCommandTool } from '../../../src/tools/runCommand.ts';
import type { AroundCommand } from '../../../src/tools/runCommand.ts';
import { ownedShell } from '../../faults/processes/ownedShell.ts';
import type { OwnedShell } from '../../faults/processes/ownedShell.ts';
import { temporaryFolder } from '../adapters/node/temporaryFolder.ts';
import { observer, useTool } from './useTool.ts';

const limits = {
  commandTimeMs: 10_000,
  maxCommandTimeMs: 20_000,
  commandIdleMs: 10_000,
  maxToolResultBytes: 3000,
  httpTimeMs: 2000,
};

describe('run_command', () => {
  const base = temporaryFolder();
  let owned: OwnedShell;

  before(async () => {
    fs.mkdirSync(path.join(base.path, 'ws', 'below'), { recursive: true });
    owned = await ownedShell(base.path, 'tool-test');
  });
  after(async () => {
    await owned.shell.stopAll();
    base.remove();
  });

  it('tells exit code, duration and output, and is evidence', async () => {
    const { seen, onObserved } = observer();
    const tool = runCommandTool({ shell: owned.shell, limits, onObserved, environment: { GREETING: 'hello' } });
    const { text, isError } = await useTool(tool, {
      command: 'pwd; echo $GREETING; echo oops >&2; exit 3',
      folder: 'below',
    });
    assert.match(text, /^\[evidence E1\]\nexit code 3, \d\.\d s\n.*\/ws\/below\nhello\noops$/);
    assert.equal(isError, false);
    assert.deepEqual(
      seen.map(({ kind, exitCode, command }) => [kind, exitCode, command?.slice(0, 3)]),
      [['command', 3, 'pwd']],
    );
  });

  it('shortens long output and names the blob that holds all of it', async () => {
    const tool = runCommandTool({ shell: owned.shell, limits });
    const { text } = await useTool(tool, { command: 'seq 1 5000' });
    assert.ok(text.length < limits.maxToolResultBytes);
    const blob = /\[output shortened; all of it is blob ([0-9a-f]{64})\]$/.exec(text)?.[1] ?? '';
    assert.match((await owned.blobs.text(blob)) ?? '', /^1\n2\n[^]*\n5000\n$/);
  });

  it('says why a command was killed, or why its input does not fit', async () => {
    const tool = runCommandTool({ shell: owned.shell, limits });
    const killed = await useTool(tool, { command: 'echo begun; sleep 30', timeLimitSeconds: 1 });
    assert.match(killed.text, /^killed at its time limit after 1\.\d s; take a longer timeLimitSeconds[^]*begun$/);
    assert.equal(killed.isError, true);
    assert.match(
      (await useTool(tool, { command: 'x', timeLimitSeconds: 21 })).text,
      /timeLimitSeconds: Too big: expected number to be <=20/,
    );
    assert.match((await useTool(tool, { command: 'x', background: true })).text, /unknown field background/);
  });

  it('lets a role stand around each command and add a note', async () => {
    const seen: unknown[] = [];
    const aroundCommand: AroundCommand = async (command, run) => {
      seen.push(command);
      const result = await run();
      seen.push(result.exitCode);
      return { result, note: 'changed: a.txt' };
    };
    const { text } = await useTool(runCommandTool({ shell: owned.shell, limits, aroundCommand }), { command: 'true' });
    assert.match(text, /^exit code 0, \d\.\d s\n\(no output\)\n\[changed: a\.txt\]$/);
    assert.deepEqual(seen, [{ command: 'true', folder: '.' }, 0]);
  });
});

describe('http_request', () => {
  const http = httpClient({ pageTimeLimitMs: 1000, maxPageRedirects: 2, maxPageDownloadBytes: 10_000 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(request.url === '/moved' ? 302 : 201, { location: '/there', 'x-kind': 'test' });
      response.end(`${request.method} ${String(request.headers['x-asked'])} ${Buffer.concat(chunks).toString()}`);
    });
  });
  let origin = '';

  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
  });
  after(() => void server.close());

  it('sends one request and shows the whole answer as evidence', async () => {
    const { seen, onObserved } = observer();
    const tool = httpRequestTool({ http, allowedOrigins: () => [origin], limits, onObserved });
    const asked = { method: 'POST', url: `${origin}/books`, headers: { 'x-asked': 'yes' }, body: '{"a":1}' };
    const { text } = await useTool(tool, asked);
    assert.match(text, /^\[evidence E1\]\nPOST http:.*\/books\nHTTP 201\n[^]*x-kind: test[^]*\n\nPOST yes \{"a":1\}$/);
    assert.deepEqual(
      seen.map(({ kind, status, url }) => ({ kind, status, url })),
      [{ kind: 'http', status: 201, url: `${origin}/books` }],
    );
    assert.match(
      (await useTool(tool, { method: 'GET', url: `${origin}/moved` })).text,
      /HTTP 302\n[^]*location: \/there/,
    );
  });

  it('reaches allowed origins only, and says which they are', async () => {
    const allowed: string[] = [];
    const tool = httpRequestTool({ http, allowedOrigins: () => allowed, limits });
    assert.match(
      (await useTool(tool, { method: 'GET', url: origin })).text,
      /not allowed here\. No origin is allowed: start a service first\./,
    );
    allowed.push(origin);
    assert.equal((await useTool(tool, { method: 'GET', url: origin })).isError, false);
    for (const url of [`${origin}.evil.example/`, `http://x@y:1/${origin}`, 'file:///etc/passwd', '/books']) {
      const { text, isError } = await useTool(tool, { method: 'GET', url });
      assert.ok(isError && text.includes(`Allowed are: ${origin}.`), `${url}: ${text}`);
    }
  });
});

describe('fetch_page', () => {
  const http = httpClient({ pageTimeLimitMs: 1000, maxPageRedirects: 2, maxPageDownloadBytes: 10_000 });

  it('refuses what is not a public web page', async () => {
    const tool = fetchPageTool({ http, limits });
    assert.match((await useTool(tool, { url: 'ftp://x/' })).text, /url: Invalid URL/);
    assert.equal((await useTool(tool, { url: 'http://127.0.0.1:1/' })).isError, true);
  });
});
