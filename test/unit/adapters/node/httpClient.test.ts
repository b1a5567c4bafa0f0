import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';
import { fetchPageWithin, httpClient } from '../../../../src/adapters/node/httpClient.ts';
import { addressKind, isLoopbackHost } from '../../../../src/adapters/node/networkAddress.ts';
import type { HttpOutcome, HttpRequest } from '../../../../src/ports/http.ts';

describe('httpClient', () => {
  const limits = { pageTimeLimitMs: 2000, maxPageRedirects: 3, maxPageDownloadBytes: 100_000 };
  const client = httpClient(limits);
  let asked = 0;
  const redirects: Record<string, string> = {
    '/redirect': '/elsewhere',
    '/round': '/round',
    '/to-page': '/page',
    '/to-metadata': 'http://169.254.169.254/',
    '/to-file': 'file:///etc/passwd',
  };
  const bodies: Record<string, [Record<string, string>, string | Buffer]> = {
    '/big': [{}, 'x'.repeat(100_000)],
    '/zipped': [{ 'content-encoding': 'gzip' }, zlib.gzipSync('a'.repeat(50_000))],
    '/picture': [{ 'content-type': 'image/png' }, 'x'],
    '/latin': [{ 'content-type': 'text/plain; charset=ISO-8859-1' }, Buffer.from([0xe9, 0x21])],
    '/page': [{ 'content-type': 'text/html' }, `<h1>Title</h1>${'é'.repeat(900)}`],
  };
  const server = http.createServer((request, response) => {
    asked += 1;
    const path = request.url ?? '';
    const fixed = bodies[path];
    if (path === '/silent') return;
    if (redirects[path] !== undefined) return void response.writeHead(302, { location: redirects[path] }).end();
    if (fixed !== undefined) return void response.writeHead(200, fixed[0]).end(fixed[1]);
    if (path === '/cut')
      return void response.writeHead(200, { 'content-length': '10' }).write('abc', () => response.destroy());
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.writeHead(201, {
        'set-cookie': ['a=1', 'b=2'],
        'x-length': request.headers['content-length'] ?? 'none',
      });
      response.end(`${request.method ?? ''} ${String(request.headers['x-test'])} ${body}`);
    });
  });
  let origin = '';
  before((done) => {
    server.listen(0, '127.0.0.1', () => {
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const request = (path: string, changes: Partial<HttpRequest> = {}): Promise<HttpOutcome> => {
    const signal = new AbortController().signal;
    return client.request({
      method: 'GET',
      url: `${origin}${path}`,
      headers: {},
      body: null,
      timeLimitMs: 2000,
      maxBytes: 1000,
      signal,
      ...changes,
    });
  };
  const pageHere = (path: string): Promise<HttpOutcome> => {
    const signal = new AbortController().signal;
    return fetchPageWithin({ url: `${origin}${path}`, maxBytes: 1000, signal, limits, reach: new Set(['loopback']) });
  };
  const page = (url: string): Promise<HttpOutcome> => client.fetchPage(url, 1000, new AbortController().signal);

  it('sends method, headers and body, and returns status, headers and body', async () => {
    const answer = await request('/', { method: 'post', headers: { 'X-Test': 'yes' }, body: '{"é":1}' });
    assert.ok(answer.ok);
    assert.deepEqual(
      [answer.status, answer.body, answer.headers['set-cookie'], answer.headers['x-length']],
      [201, 'POST yes {"é":1}', 'a=1\nb=2', '8'],
    );
  });

  it('shows a redirect as it is', async () => {
    const answer = await request('/redirect');
    assert.deepEqual(answer.ok && [answer.status, answer.headers['location']], [302, '/elsewhere']);
  });

  it('cuts a long body, compressed or not, and says so', async () => {
    for (const path of ['/big', '/zipped']) {
      const answer = await request(path);
      assert.deepEqual(answer.ok && [answer.body.length, answer.truncated], [1000, true]);
    }
  });

  it('ends by its time limit, by cancellation, and tells a cut answer and a closed port', async () => {
    assert.match(whyOf(await request('/silent', { timeLimitMs: 100 })), /did not answer within 100 ms/u);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    assert.match(whyOf(await request('/silent', { signal: controller.signal })), /cancelled/u);
    assert.match(whyOf(await request('/cut')), /closed the connection|failed/u);
    assert.match(whyOf(await request('', { url: 'http://127.0.0.1:1/' })), /Nothing listens at "127.0.0.1:1"/u);
  });

  it('returns a page as text after redirects, cut to whole characters', async () => {
    const answer = await pageHere('/to-page');
    assert.ok(answer.ok);
    assert.deepEqual(
      [answer.status, answer.truncated, answer.body.slice(0, 12), answer.body.at(-1)],
      [200, true, '# Title\n\nééé', 'é'],
    );
    const latin = await pageHere('/latin');
    assert.deepEqual(latin.ok && latin.body, 'é!');
  });

  it('follows no redirect round and round, to metadata or to files, and reads no pictures', async () => {
    assert.match(whyOf(await pageHere('/round')), /redirects more than 3 times/u);
    assert.match(whyOf(await pageHere('/to-metadata')), /credentials/u);
    assert.match(whyOf(await pageHere('/to-file')), /only http and https/u);
    assert.match(whyOf(await pageHere('/picture')), /"image\/png", not a page of text/u);
  });

  const refusedForAll: [string, RegExp][] = [
    ['file:///etc/passwd', /only http and https/u],
    ['data:text/html,x', /only http and https/u],
    ['not a url', /no URL/u],
    ['http://user:secret@example.org/', /user name or password/u],
    ['http://169.254.169.254/latest/meta-data/', /clouds hand out credentials/u],
    ['http://[::ffff:169.254.169.254]/', /credentials/u],
    ['http://2852039166/', /credentials/u],
    ['http://0xa9.254.169.254/', /credentials/u],
    ['http://10.0.0.1/', /private network/u],
    ['http://192.168.1.1/', /private network/u],
    ['http://[fd00::1]/', /private network/u],
    ['http://[64:ff9b::a9fe:a9fe]/', /private network/u],
    ['http://0.0.0.0/', /private network/u],
  ];
  for (const [url, why] of refusedForAll) {
    it(`asks nothing at ${url}`, async () => {
      assert.match(whyOf(await request('', { url })), why);
      assert.match(whyOf(await page(url)), why);
    });
  }

  it('fetches no page from this machine, by whatever name, although a request may', async () => {
    const { port } = server.address() as AddressInfo;
    const before = asked;
    for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'LOCALHOST.']) {
      assert.match(whyOf(await page(`http://${host}:${port}/`)), /is this machine/u, host);
    }
    assert.equal(asked, before);
    assert.equal((await request('', { url: `http://localhost:${port}/` })).ok, true);
  });
});

describe('addressKind', () => {
  it('knows public addresses from all others', () => {
    const kinds = {
      public: ['8.8.8.8', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '::ffff:8.8.8.8'],
      loopback: ['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
      metadata: ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254'],
      private: [
        '10.1.2.3',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.0.1',
        '100.64.0.1',
        '0.0.0.0',
        '::',
        'fe80::1%eth0',
        'fc00::1',
        '224.0.0.1',
        'x',
      ],
    };
    for (const [kind, addresses] of Object.entries(kinds)) {
      for (const address of addresses) assert.equal(addressKind(address), kind, address);
    }
  });

  it('knows hosts that are this machine from those that only begin so', () => {
    const hosts = [
      'localhost',
      'app.localhost',
      'localhost.',
      '127.0.0.1',
      '[::1]',
      'localhost.example.org',
      '127.0.0.1.nip.io',
      '8.8.8.8',
    ];
    assert.deepEqual(hosts.filter(isLoopbackHost), hosts.slice(0, 5));
  });
});

function whyOf(outcome: HttpOutcome): string {
  return outcome.ok ? `answered ${outcome.status}: ${outcome.body}` : outcome.why;
}
