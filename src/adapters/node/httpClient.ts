import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import zlib from 'node:zlib';
import type { Readable } from 'node:stream';
import type { Http, HttpOutcome, HttpRequest } from '../../ports/http.ts';
import { addressKind, hostOf, isLoopbackHost } from './networkAddress.ts';
import type { AddressKind } from './networkAddress.ts';
import { pageText } from './pageText.ts';
import { errorCode, shown } from './pathResolver.ts';

export interface HttpLimits {
  pageTimeLimitMs: number;
  maxPageRedirects: number;
  /** Of a page before it is turned into text. */
  maxPageDownloadBytes: number;
}

type Refusal = { ok: false; why: string };
type Answer = { ok: true; status: number; headers: Record<string, string>; bytes: Buffer; truncated: boolean };
/** Which addresses may be reached. */
type Reach = ReadonlySet<AddressKind>;

const testedServices: Reach = new Set(['public', 'loopback']);
const publicPages: Reach = new Set(['public']);

/**
 * HTTP for agents. Addresses are checked when the connection is made, so that no name, spelling or redirect leads to
 * private networks or cloud metadata; only `request` reaches this machine, for services under test.
 */
export function httpClient(limits: HttpLimits): Http {
  return {
    async request(request) {
      const answer = await exchange(request, testedServices);
      if (!answer.ok) return answer;
      return { ...withoutBytes(answer), body: answer.bytes.toString('utf8') };
    },
    fetchPage: (url, maxBytes, signal) => fetchPageWithin({ url, maxBytes, signal, limits, reach: publicPages }),
  };
}

export interface PageRequest {
  url: string;
  maxBytes: number;
  signal: AbortSignal;
  limits: HttpLimits;
  reach: Reach;
}

/** A page as readable text. Redirects are followed, each address checked anew. */
export async function fetchPageWithin({ url, maxBytes, signal, limits, reach }: PageRequest): Promise<HttpOutcome> {
  let at = url;
  for (let redirects = 0; redirects <= limits.maxPageRedirects; redirects += 1) {
    const answer = await exchange(
      {
        method: 'GET',
        url: at,
        headers: {
          accept: 'text/html, text/markdown, text/plain;q=0.9, application/json;q=0.8, */*;q=0.1',
          'user-agent': 'Longhaul',
        },
        body: null,
        timeLimitMs: limits.pageTimeLimitMs,
        maxBytes: limits.maxPageDownloadBytes,
        signal,
      },
      reach,
    );
    if (!answer.ok) return answer;
    const { location } = answer.headers;
    if (answer.status < 300 || answer.status >= 400 || location === undefined)
      return readable({ answer, url: at, maxBytes });
    if (!URL.canParse(location, at))
      return { ok: false, why: `${shown(at)} redirects to ${shown(location)}, which is no URL.` };
    at = new URL(location, at).href;
  }
  return {
    ok: false,
    why: `${shown(url)} redirects more than ${limits.maxPageRedirects} times; fetch the page it means directly.`,
  };
}

function readable({ answer, url, maxBytes }: { answer: Answer; url: string; maxBytes: number }): HttpOutcome {
  const type = (answer.headers['content-type'] ?? 'text/html').toLowerCase();
  if (!/^(text\/|application\/(json|xml|xhtml|javascript|[a-z.-]+\+(json|xml)))/u.test(type)) {
    return {
      ok: false,
      why: `${shown(url)} is ${shown(type.slice(0, 100))}, not a page of text. Find a page that describes it.`,
    };
  }
  const source = decoded(answer.bytes, type);
  const whole = type.startsWith('text/html') || type.startsWith('application/xhtml') ? pageText(source, url) : source;
  const bytes = Buffer.from(whole, 'utf8');
  const body = new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true });
  return { ...withoutBytes(answer), body, truncated: answer.truncated || bytes.length > maxBytes };
}

async function exchange(request: HttpRequest, reach: Reach): Promise<Answer | Refusal> {
  const url = checkedUrl(request.url, reach);
  if ('why' in url) return url;
  const limit = AbortSignal.timeout(request.timeLimitMs);
  const signal = AbortSignal.any([request.signal, limit]);
  try {
    return await send({ request, url, reach, signal });
  } catch (error) {
    if (request.signal.aborted) return { ok: false, why: 'The request was cancelled.' };
    if (limit.aborted)
      return { ok: false, why: `${shown(request.url)} did not answer within ${request.timeLimitMs} ms.` };
    if (error instanceof AddressRefused) return { ok: false, why: error.message };
    return { ok: false, why: whyNoAnswer(error, url) };
  }
}

function checkedUrl(text: string, reach: Reach): URL | Refusal {
  if (!URL.canParse(text))
    return { ok: false, why: `${shown(text)} is no URL. Give a whole one, such as https://example.org/page.` };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return {
      ok: false,
      why: `${shown(url.protocol)} is refused: only http and https are fetched. Read files with the read tool.`,
    };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      why: 'A URL with a user name or password in it is refused. Leave it out, or send an Authorization header.',
    };
  }
  // The system is not asked about literal addresses, so they are checked here.
  const host = hostOf(url.hostname);
  const kind = isLoopbackHost(host) ? 'loopback' : net.isIP(host) === 0 ? 'public' : addressKind(host);
  return reach.has(kind) ? url : { ok: false, why: whyAddress(host, kind) };
}

interface Sending {
  request: HttpRequest;
  url: URL;
  reach: Reach;
  signal: AbortSignal;
}

function send({ request, url, reach, signal }: Sending): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, deflate, br', ...lowerCased(request.headers) };
    const options = {
      method: request.method.toUpperCase(),
      headers,
      signal,
      agent: false,
      lookup: lookupWithin(reach),
    };
    const asked = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      readBody(decompressed(answer), request.maxBytes).then((body) => {
        asked.destroy();
        resolve({ ok: true, status, headers: headersOf(answer), ...body });
      }, reject);
    });
    asked.on('error', reject);
    asked.end(request.body ?? undefined);
  });
}

class AddressRefused extends Error {}

/** Resolves names as the system does, and refuses a name of which any address is not allowed. */
function lookupWithin(reach: Reach): net.LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const refused = addresses.find(({ address }) => !reach.has(addressKind(address)));
      const [first] = addresses;
      if (refused !== undefined) callback(new AddressRefused(whyAddress(hostname, addressKind(refused.address))), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function decompressed(answer: http.IncomingMessage): Readable {
  const decoder = decoderFor(answer.headers['content-encoding']?.toLowerCase() ?? '');
  if (decoder === null) return answer;
  answer.on('error', (error) => decoder.destroy(error));
  return answer.pipe(decoder);
}

function decoderFor(encoding: string): (Readable & NodeJS.WritableStream) | null {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      return null;
  }
}

async function readBody(body: Readable, maxBytes: number): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), truncated: true };
  }
  return { bytes: Buffer.concat(chunks), truncated: false };
}

/** Names in lower case; several cookies are separated by line feeds, everything else by commas. */
function headersOf(answer: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(name === 'set-cookie' ? '\n' : ', '),
    ]),
  );
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function decoded(bytes: Buffer, type: string): string {
  const named =
    /charset=["']?([\w-]+)/u.exec(type) ??
    /<meta[^>]{0,200}charset=["']?([\w-]+)/iu.exec(bytes.toString('latin1', 0, 2048));
  try {
    return new TextDecoder(named?.[1] ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

function withoutBytes({ status, headers, truncated }: Answer): {
  ok: true;
  status: number;
  headers: Record<string, string>;
  truncated: boolean;
} {
  return { ok: true, status, headers, truncated };
}

function whyAddress(host: string, kind: AddressKind): string {
  const reasons: Record<AddressKind, string> = {
    public: 'is not reachable here',
    loopback: 'is this machine; use the HTTP request tool for services under test',
    metadata: 'is an address at which clouds hand out credentials, and is never asked',
    private: 'lies in a private network, which is not asked',
  };
  return `${shown(host)} ${reasons[kind]}.`;
}

function whyNoAnswer(error: unknown, url: URL): string {
  const code = errorCode(error);
  const where = shown(url.host);
  if (code === 'ECONNREFUSED') return `Nothing listens at ${where}. Start the service first, or check the port.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host ${where} is not known here: its name is wrong, or there is no network. Where a well-known host is unknown too, do without.`;
  if (code === 'ECONNRESET' || code === 'EPIPE') return `${where} closed the connection without a whole answer.`;
  const detail = error instanceof Error ? error.message.slice(0, 200) : code;
  return `The request to ${where} failed: ${detail}.`;
}
