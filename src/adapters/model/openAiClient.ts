import type OpenAI from 'openai';
import type { ModelOptions } from './modelOptions.ts';
import type { CallWatch } from './watchCall.ts';

/** `watchCall` sets the limits; the SDK's own timer is only kept out of the way. */
const NEVER_MS = 2 ** 31 - 1;

/** A client for one call; connections are shared below it. The SDK is heavy and loaded at the first call. */
export async function openAiClient(options: ModelOptions, watch: CallWatch): Promise<OpenAI> {
  const { default: Client } = await import('openai');
  return new Client({
    apiKey: options.apiKey,
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    // Which organisation is billed is the key's business; another server must not hear of it at all.
    organization: null,
    project: null,
    fetch: watch.fetch,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: 'off',
  });
}
