import { timingSafeEqual } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

const tokenParameter = 'token';
const cookieName = 'longhaul';
const COOKIE_SECONDS = 30 * 24 * 3600;
const refusal = 'This VS Code opens with the whole address that npm start printed; its token is missing here.\n';

export interface GuardOptions {
  /** Where the editor listens, for this user alone. */
  socket: string;
  port: number;
  token: string;
}

/**
 * Lets requests through to the editor that have the token: in the address the first time, in a cookie from then on. A whole
 * editor with a terminal would otherwise be open to every user of the machine, and to web pages whose name is made to point
 * at it. Resolves when it listens on 127.0.0.1.
 */
export function guardEditor(options: GuardOptions): Promise<Server> {
  const server = createServer((request, response) => answer(options, request, response));
  server.on('upgrade', (request, socket, head) => {
    if (hasCookie(request, options)) tunnel(options.socket, { request, socket, head });
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve(server));
  });
}

/** The address with the token in it. */
export function withToken(url: string, token: string): string {
  const address = new URL(url);
  return `${url}${address.search === '' ? '?' : '&'}${tokenParameter}=${token}`;
}

function answer(options: GuardOptions, request: IncomingMessage, response: ServerResponse): void {
  const address = request.url ?? '/';
  if (address === '/healthz' || hasCookie(request, options)) {
    passOn(options.socket, request, response);
    return;
  }
  const { search } = new URL(address, 'http://editor');
  const given = search
    .slice(1)
    .split('&')
    .find((part) => part.startsWith(`${tokenParameter}=`));
  if (given !== undefined && isSame(given.slice(tokenParameter.length + 1), options.token)) {
    const cookie = `${cookieName}-${options.port}=${options.token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${COOKIE_SECONDS}`;
    response.writeHead(302, { Location: withoutParameter(address, given), 'Set-Cookie': cookie }).end();
    return;
  }
  response.writeHead(403, { 'Content-Type': 'text/plain; charset=utf-8' }).end(refusal);
}

/** The rest of the query stays as it was written: VS Code reads folders from it by its own rules. */
function withoutParameter(address: string, parameter: string): string {
  const [path = '/', query = ''] = address.split('?', 2);
  const rest = query.split('&').filter((part) => part !== parameter);
  return rest.length === 0 ? path : `${path}?${rest.join('&')}`;
}

function hasCookie(request: IncomingMessage, { port, token }: GuardOptions): boolean {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const start = `${cookieName}-${port}=`;
  return cookies.some((cookie) => cookie.startsWith(start) && isSame(cookie.slice(start.length), token));
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function passOn(socketPath: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, url: path, headers } = request;
  const onward = httpRequest({ socketPath, method, path, headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

function tunnel(socketPath: string, { request, socket, head }: Upgrade): void {
  const onward = connect(socketPath, () => {
    const headers = request.rawHeaders.map((text, place) => (place % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    onward.write(`${request.method} ${request.url} HTTP/${request.httpVersion}\r\n${headers.join('')}\r\n`);
    onward.write(head);
    onward.pipe(socket);
    socket.pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('error', () => onward.destroy());
  onward.on('close', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}
