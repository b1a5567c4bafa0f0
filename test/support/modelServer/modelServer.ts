import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, answerJson } from './answering.ts';
import { anthropicWire } from './anthropicWire.ts';
import { chatWire } from './chatWire.ts';
import { faultScript, type FaultRule } from './faults.ts';
import { asObject } from './json.ts';
import type { Policy } from './policy.ts';
import { requestRecords, type RequestRecord } from './requestRecords.ts';
import { responsesWire } from './responsesWire.ts';
import type { ChatQuirks, Wire } from './wire.ts';

export interface ModelServerOptions {
  policy: Policy;
  faults?: FaultRule[];
  /** The only key that is accepted; without it any key is. */
  apiKey?: string;
  /** The only models that exist; without it any does. */
  models?: string[];
  /** Replies carry thinking, encrypted reasoning or `reasoning_content`. */
  reasoning?: boolean;
  chat?: ChatQuirks;
  /** Shortest prefix that an explicit cache takes: 1,024 tokens unless told, 4,096 for some models. */
  leastCacheTokens?: number;
  /** Time between two events of a stream. */
  eventDelayMs?: number;
  /** Keep bodies and neutral requests in `requests`: yes, unless told; off for long benches. */
  keepBodies?: boolean;
}

export interface ModelServer {
  /** For Anthropic as it is, for the others with `/v1`; every path that ends like the real one is served. */
  url: string;
  baseUrls: { anthropic: string; openai: string; compatible: string };
  requests: RequestRecord[];
  /** Requests that repeated one which got a fault. */
  retries(): number;
  connections(): number;
  prefixBreaks(): number;
  close(): Promise<void>;
}

const WIRES: readonly [RegExp, Wire][] = [
  [/\/messages$/, anthropicWire],
  [/\/responses$/, responsesWire],
  [/\/chat\/completions$/, chatWire],
];
const IDLE_CONNECTION_MS = 120_000;
const LEAST_CACHE_TOKENS = 1_024;

/** A model server whose replies come from a policy, over real HTTP in the three wire formats. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { leastCacheTokens = LEAST_CACHE_TOKENS, keepBodies = true } = options;
  const records = requestRecords({ leastCacheTokens, keepBodies });
  const connections = new WeakMap<object, number>();
  let connectionCount = 0;
  const answer = answering({
    policy: options.policy,
    faults: faultScript(options.faults ?? []),
    apiKey: options.apiKey ?? null,
    models: options.models ?? null,
    reasoning: options.reasoning ?? false,
    chat: options.chat ?? {},
    eventDelayMs: options.eventDelayMs ?? 0,
  });

  async function accept(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const arrivedAtMs = performance.now();
    const raw = await readBody(incoming);
    const path = (incoming.url ?? '').replace(/\?.*/, '');
    const wire = WIRES.find(([ending]) => ending.test(path))?.[1];
    if (path.endsWith('/models')) {
      const data = (options.models ?? ['any']).map((id) => ({ id, object: 'model' }));
      answerJson(response, 200, { object: 'list', data });
    } else if (!wire || incoming.method !== 'POST') answerJson(response, 404, { error: { message: 'not found' } });
    else {
      const body = asObject(JSON.parse(raw));
      const request = wire.read(body);
      const connection = connections.get(incoming.socket) ?? 0;
      const open = records.open({ wire, raw, body, request, arrivedAtMs, connection });
      await answer({ ...open, wire, body, request, incoming, response });
    }
  }

  const server = http.createServer((incoming, response) => {
    accept(incoming, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerJson(response, 599, { error: { message: `The test server failed: ${String(error)}` } });
    });
  });
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  server.on('connection', (socket) => connections.set(socket, ++connectionCount));
  const url = await listen(server);
  return {
    url,
    baseUrls: { anthropic: url, openai: `${url}/v1`, compatible: `${url}/v1` },
    requests: records.list,
    retries: () => records.list.filter(({ isRetry }) => isRetry).length,
    connections: () => connectionCount,
    prefixBreaks: () => records.list.filter(({ prefixBreak }) => prefixBreak).length,
    close: () => close(server),
  };
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function close(server: http.Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
