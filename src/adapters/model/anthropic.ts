import type Anthropic from '@anthropic-ai/sdk';
import type { ModelPort, ModelRequest } from '../../ports/model.ts';
import { anthropicReply } from './anthropicReply.ts';
import { anthropicRequest, type CacheLifetime } from './anthropicRequest.ts';
import { completeCall } from './completeCall.ts';
import { placeOf, type ModelOptions } from './modelOptions.ts';
import { requestBytes } from './requestBytes.ts';
import type { CallWatch } from './watchCall.ts';

export interface AnthropicOptions extends ModelOptions {
  /** How long written cache entries live; a read renews them. The longer life costs twice the input price to write. */
  cacheLifetime?: CacheLifetime;
}

const LONG_LIFE_WRITE_FACTOR = 2;

/** Anthropic Messages, and servers that speak it. */
export function anthropic(options: AnthropicOptions): ModelPort {
  const cacheLifetime = options.cacheLifetime ?? '5m';

  /** By the body of the request: the SDK wants one `fetch` for a client, and a client for every call costs too much. */
  const fetches = new WeakMap<object, typeof fetch>();
  let client: Promise<Anthropic> | null = null;

  async function makeClient(): Promise<Anthropic> {
    const { default: Client } = await import('@anthropic-ai/sdk');
    return new Client({
      apiKey: options.apiKey,
      // The SDK adds /v1 itself.
      baseURL: options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, ''),
      fetch: (input, init) => fetchOf(init)(input, init),
      maxRetries: 0,
      timeout: NEVER_MS,
      logLevel: 'off',
      openTelemetry: false,
    });
  }

  function fetchOf(init: RequestInit | undefined): typeof fetch {
    const watched = typeof init?.body === 'object' && init.body !== null ? fetches.get(init.body) : undefined;
    if (watched === undefined) throw new Error('A request that nobody watches was to be sent.');
    return watched;
  }

  async function open(request: ModelRequest, watch: CallWatch) {
    client ??= makeClient();
    const wire = anthropicRequest(request, { known: options.table(request.model), cacheLifetime });
    const { messages, ...rest } = wire;
    const body = requestBytes(rest, 'messages', messages);
    const headers = { 'content-type': 'application/json' };
    fetches.set(body, watch.fetch);
    return (await client).post<AsyncIterable<unknown>>('/v1/messages', {
      body,
      headers,
      stream: true,
      signal: watch.signal,
    });
  }

  return {
    provider: options.provider,
    facts(model) {
      const { contextTokens, maxOutputTokens, price } = options.table(model);
      if (!price || cacheLifetime === '5m') return { contextTokens, maxOutputTokens, price };
      const cacheWrite = price.input * LONG_LIFE_WRITE_FACTOR;
      return { contextTokens, maxOutputTokens, price: { ...price, cacheWrite } };
    },
    complete: (request, completeOptions) =>
      completeCall({
        place: placeOf(options, request.model),
        limits: options,
        options: completeOptions,
        open: (watch) => open(request, watch),
        reader: anthropicReply(request.model, completeOptions.onText ?? (() => undefined)),
      }),
  };
}

/** `watchCall` sets the limits; the SDK's own timer is only kept out of the way. */
const NEVER_MS = 2 ** 31 - 1;
