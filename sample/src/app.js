import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRouter } from './routes.js';
import { Store } from './store.js';

const largestBodyBytes = 64 * 1024;

const assets = new Map([
  ['/style.css', readAsset('style.css', 'text/css; charset=utf-8')],
  ['/shelf.js', readAsset('shelf.js', 'text/javascript; charset=utf-8')],
  ['/icon.svg', readAsset('icon.svg', 'image/svg+xml')],
]);

/** Opens the shelf in `dataDirectory` and serves it; port 0 takes a free one. Returns the address and a way to stop. */
export async function startApp({ port, dataDirectory }) {
  const route = createRouter(new Store(dataDirectory));
  const server = createServer((request, response) => {
    answer(request, route).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => {
        console.error(error);
        response.writeHead(500, { 'content-type': 'text/plain' }).end('Something went wrong. Please try again.');
      },
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(request, route) {
  const { pathname, searchParams } = new URL(`http://shelf${request.url}`);
  const asset = assets.get(pathname);
  if (asset !== undefined && request.method === 'GET') return asset;
  const body = await readBody(request);
  if (body === undefined) return { status: 413, headers: { connection: 'close' }, body: 'This is too long.' };
  return route({ method: request.method, path: pathname, query: searchParams, body });
}

async function readBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAsset(name, type) {
  const body = readFileSync(new URL(`../public/${name}`, import.meta.url));
  return { status: 200, headers: { 'content-type': type }, body };
}
