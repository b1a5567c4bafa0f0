import type { ModelReply, TokenUsage, ToolCall } from '../../ports/model.ts';
import type { ReplyReader } from './completeCall.ts';
import { isObject, listAt, numberAt, objectAt, textAt, type JsonObject } from './jsonShape.ts';
import { eventError, type ProviderError } from './providerError.ts';
import { parseCall } from './toolArguments.ts';

interface OpenCall {
  index: number | null;
  id: string;
  name: string;
  written: string;
}

export interface ChatReplyOptions {
  onText: (text: string) => void;
  /** Characters of the request, for the estimate where the server names no usage. */
  requestCharacters: () => number;
}

const CHARACTERS_PER_TOKEN = 4;
const KNOWN_FIELDS = ['role', 'content', 'tool_calls', 'function_call', 'refusal'];

/** Puts the pieces of a Chat Completions stream together, with the liberties that servers take. */
export function chatReply({ onText, requestCharacters }: ChatReplyOptions): ReplyReader {
  let text = '';
  let refusal = '';
  let finish: string | null = null;
  let told: JsonObject | null = null;
  let failed: ProviderError | null = null;
  const calls: OpenCall[] = [];
  const further: JsonObject = {};

  function takeDelta(delta: JsonObject): void {
    const piece = contentText(delta['content']);
    if (piece !== '') {
      text += piece;
      onText(piece);
    }
    refusal += textAt(delta, 'refusal') ?? '';
    for (const call of listAt(delta, 'tool_calls')) takeCallPiece(calls, call);
    for (const [key, value] of Object.entries(delta))
      if (!KNOWN_FIELDS.includes(key)) further[key] = joined(further[key], value);
  }

  return {
    take(event) {
      if (isObject(event) && isObject(event['error'])) failed = eventError(event['error']);
      if (isObject(event) && isObject(event['usage'])) told = event['usage'];
      const choice = listAt(event, 'choices')[0];
      // Some servers send a whole message instead of a delta.
      takeDelta({ ...objectAt(choice, 'message'), ...objectAt(choice, 'delta') });
      finish = textAt(choice, 'finish_reason') ?? finish;
    },
    error: () => failed,
    reply() {
      if (finish === null || failed) return null;
      const outputCharacters =
        text.length + calls.reduce((sum, call) => sum + call.name.length + call.written.length, 0);
      const usage = told ? readUsage(told) : estimate(requestCharacters(), outputCharacters);
      if (refusal !== '' || finish === 'content_filter')
        return { ok: true, text: text + refusal, calls: [], native: null, usage, stop: 'refusal' };
      return whole({ text, calls, further, atLimit: finish === 'length', usage });
    },
  };
}

interface Whole {
  text: string;
  calls: OpenCall[];
  further: JsonObject;
  atLimit: boolean;
  usage: TokenUsage;
}

function whole({ text, calls: open, further, atLimit, usage }: Whole): ModelReply {
  const calls = open.map((call, at): ToolCall => {
    const id = call.id === '' ? `call_${at}_${call.name}` : call.id;
    return parseCall({ id, name: call.name, written: call.written, cut: atLimit && at === open.length - 1 });
  });
  const tool_calls = open.map(({ name, written }, at) => ({
    id: calls[at]?.id,
    type: 'function',
    function: { name, arguments: written },
  }));
  const message = { role: 'assistant', content: text === '' && calls.length > 0 ? null : text, ...further };
  const blocks = calls.length > 0 ? { ...message, tool_calls } : message;
  const stop = atLimit ? 'length' : calls.length > 0 ? 'calls' : 'end';
  return { ok: true, text, calls, native: { format: 'chat', blocks }, usage, stop };
}

/** Servers differ: pieces with an index, without one, all with index 0, arguments whole or as an object. */
function takeCallPiece(calls: OpenCall[], piece: unknown): void {
  const called = objectAt(piece, 'function');
  const index = numberAt(piece, 'index');
  const id = textAt(piece, 'id') ?? '';
  const name = textAt(called, 'name') ?? '';
  const given = called['arguments'];
  const written = typeof given === 'string' ? given : isObject(given) ? JSON.stringify(given) : '';
  const open = openCallFor(calls, { index, id, name });
  if (!open) {
    calls.push({ index, id, name, written });
    return;
  }
  if (open.name === '') open.name = name;
  if (open.id === '') open.id = id;
  open.written += written;
}

function openCallFor(calls: OpenCall[], piece: Omit<OpenCall, 'written'>): OpenCall | undefined {
  const { index, id, name } = piece;
  const same = index === null ? calls.at(-1) : calls.findLast((call) => call.index === index);
  if (!same) return undefined;
  if (id !== '' && same.id !== '') return same.id === id ? same : calls.find((call) => call.id === id);
  // Without ids, another name, or the same name after whole arguments, begins another call.
  const begins = index === null && name !== '' && same.name !== '';
  return begins ? undefined : same;
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (textAt(part, 'type') === 'text' ? (textAt(part, 'text') ?? '') : '')).join('');
}

/** Reasoning comes in pieces under names of the server's choice: text is continued, lists too. */
function joined(before: unknown, piece: unknown): unknown {
  if (typeof before === 'string' && typeof piece === 'string') return before + piece;
  if (Array.isArray(before) && Array.isArray(piece)) return [...(before as unknown[]), ...(piece as unknown[])];
  return piece ?? before;
}

function readUsage(told: JsonObject): TokenUsage {
  const details = objectAt(told, 'prompt_tokens_details');
  const cacheReadTokens = numberAt(details, 'cached_tokens') ?? numberAt(told, 'prompt_cache_hit_tokens') ?? 0;
  const cacheWriteTokens = numberAt(details, 'cache_write_tokens') ?? 0;
  const input = numberAt(told, 'prompt_tokens') ?? 0;
  return {
    inputTokens: Math.max(0, input - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: numberAt(told, 'completion_tokens') ?? 0,
  };
}

function estimate(inputCharacters: number, outputCharacters: number): TokenUsage {
  return {
    inputTokens: Math.ceil(inputCharacters / CHARACTERS_PER_TOKEN),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: Math.ceil(outputCharacters / CHARACTERS_PER_TOKEN),
    estimated: true,
  };
}
