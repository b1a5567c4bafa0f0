import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Header of an answer that comes from the proxy itself: why there is no other. */
export const PROXY_REASON = 'x-longhaul-proxy';

export interface OriginProxy {
  /** For the browser's proxy setting. */
  url: string;
  close(): Promise<void>;
}

/**
 * A proxy on 127.0.0.1 through which a browser context reaches these origins and nothing else. Unlike request
 * interception it also sees redirects, WebSockets and whatever a browser does by itself.
 */
export async function startOriginProxy(allowedOrigins: readonly string[]): Promise<OriginProxy> {
  const allowed = new Set(allowedOrigins.flatMap((origin) => (URL.canParse(origin) ? [new URL(origin).origin] : [])));
  const agent = new http.Agent({ keepAlive: true });
  const tunnels = new Set<Duplex>();
  const server = http.createServer((request, response) => forward({ request, response, agent, allowed }));
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnels.add(client);
    client.on('close', () => tunnels.delete(client));
    openTunnel({ authority: request.url ?? '', client, head, allowed });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const tunnel of tunnels) tunnel.destroy();
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface Forwarded {
  request: IncomingMessage;
  response: ServerResponse;
  agent: http.Agent;
  allowed: ReadonlySet<string>;
}

function forward({ request, response, agent, allowed }: Forwarded): void {
  const target = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  if (target?.protocol !== 'http:' || !allowed.has(target.origin)) {
    answer(response, 403, `Longhaul refused ${target?.origin ?? 'this address'}: it is not one of the allowed origins`);
    return;
  }
  const headers = { ...request.headers };
  delete headers['proxy-connection'];
  const upstream = http.request({
    host: bareHost(target.hostname),
    port: target.port === '' ? 80 : target.port,
    method: request.method,
    path: target.pathname + target.search,
    headers,
    agent,
  });
  upstream.on('response', (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.statusMessage, endToEndHeaders(reply.rawHeaders));
    reply.pipe(response);
    reply.on('error', () => response.destroy());
  });
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent) response.destroy();
    else answer(response, 502, `Nothing answers at ${target.origin} (${error.code ?? error.message})`);
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

function answer(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', [PROXY_REASON]: reason });
  response.end(`${reason}.\n`);
}

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'proxy-connection', PROXY_REASON]);

/** Name and value alternate, as Node gives and takes them, so that repeated headers stay. */
function endToEndHeaders(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !HOP_BY_HOP.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}

interface Tunnel {
  /** HOST:PORT */
  authority: string;
  client: Duplex;
  head: Buffer;
  allowed: ReadonlySet<string>;
}

/** For https and WebSockets: the bytes go through unread, so host and port must be those of an allowed origin. */
function openTunnel({ authority, client, head, allowed }: Tunnel): void {
  client.on('error', () => client.destroy());
  const target = URL.canParse(`http://${authority}`) ? new URL(`http://${authority}`) : null;
  if (!target || ![...allowed].some((origin) => hostAndPort(new URL(origin)) === hostAndPort(target))) {
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    return;
  }
  const upstream: Socket = net.connect(Number(portOf(target)), bareHost(target.hostname), () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'https:' ? '443' : '80';
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
