import { anthropic } from '../../../../src/adapters/model/anthropic.ts';
import { chatCompletions } from '../../../../src/adapters/model/chatCompletions.ts';
import { modelTable, type ModelTable } from '../../../../src/adapters/model/modelFacts.ts';
import type { ModelOptions } from '../../../../src/adapters/model/modelOptions.ts';
import { responses } from '../../../../src/adapters/model/responses.ts';
import type { ModelMessage, ModelPort, ModelReply, ModelRequest } from '../../../../src/ports/model.ts';
import type { ModelServer } from '../../../support/modelServer/modelServer.ts';

export const testKey = 'sk-test-0123456789abcdef';

export interface Format {
  name: 'anthropic' | 'responses' | 'chat';
  open(server: Pick<ModelServer, 'baseUrls'>, limits?: Partial<ModelOptions>): ModelPort;
}

export function builtInTable(): ModelTable {
  const found = modelTable();
  if (!found.ok) throw new Error(found.problem);
  return found.table;
}

function options(provider: string, baseUrl: string, limits: Partial<ModelOptions> = {}): ModelOptions {
  const keyName = `${provider.toUpperCase()}_API_KEY`;
  const table = builtInTable();
  return {
    provider,
    baseUrl,
    apiKey: testKey,
    keyName,
    table,
    requestTimeoutMs: 5_000,
    stallLimitMs: 5_000,
    ...limits,
  };
}

export const formats: Format[] = [
  {
    name: 'anthropic',
    open: ({ baseUrls }, limits) => anthropic(options('anthropic', baseUrls.anthropic, limits)),
  },
  { name: 'responses', open: ({ baseUrls }, limits) => responses(options('openai', baseUrls.openai, limits)) },
  {
    name: 'chat',
    open: ({ baseUrls }, limits) => chatCompletions(options('compatible', baseUrls.compatible, limits)),
  },
];

export const readTool = {
  name: 'read',
  description: 'Reads a file.',
  inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};

export function ask(messages: ModelMessage[], more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'test-model',
    system: ['You work.'],
    tools: [readTool],
    messages,
    maxOutputTokens: 4_000,
    effort: null,
    cacheKey: 'worker',
    ...more,
  };
}

export function say(...texts: string[]): ModelMessage {
  return { role: 'user', parts: texts.map((text) => ({ kind: 'text', text })) };
}

export function complete(port: ModelPort, request: ModelRequest, signal = new AbortController().signal) {
  return port.complete(request, { signal });
}

export type GoodReply = Extract<ModelReply, { ok: true }>;

export function good(reply: ModelReply): GoodReply {
  if (!reply.ok) throw new Error(`${reply.failure.kind}: ${reply.failure.message}`);
  return reply;
}

/** The conversation after a reply whose calls all got this result. */
export function goOn(messages: ModelMessage[], reply: GoodReply, result: string): ModelMessage[] {
  const { text, calls, native } = reply;
  const parts = calls.map(({ id }) => ({ kind: 'toolResult' as const, callId: id, text: result, isError: false }));
  return [...messages, { role: 'assistant', text, calls, native }, { role: 'user', parts }];
}
