import type { ModelReply, TokenUsage, ToolCall } from '../../ports/model.ts';
import type { ReplyReader } from './completeCall.ts';
import { listAt, numberAt, objectAt, textAt, type JsonObject } from './jsonShape.ts';
import { eventError, type ProviderError } from './providerError.ts';
import type { ResponsesNative } from './responsesRequest.ts';
import { parseCall } from './toolArguments.ts';

/** Puts the output items of a Responses stream together again. */
export function responsesReply(model: string, onText: (text: string) => void): ReplyReader {
  const items: unknown[] = [];
  let response: JsonObject | null = null;
  let failed: ProviderError | null = null;

  const end = (event: unknown) => {
    response = objectAt(event, 'response');
  };
  const takers: Record<string, (event: unknown) => void> = {
    'response.output_text.delta': (event) => onText(textAt(event, 'delta') ?? ''),
    'response.output_item.done': (event) => {
      items[numberAt(event, 'output_index') ?? items.length] = objectAt(event, 'item');
    },
    'response.completed': end,
    'response.incomplete': end,
    'response.failed': (event) => {
      failed = eventError(objectAt(objectAt(event, 'response'), 'error'));
    },
    error: (event) => {
      failed = eventError(event);
    },
  };

  return {
    take: (event) => takers[textAt(event, 'type') ?? '']?.(event),
    error: () => failed,
    reply: () => (response && !failed ? finish(model, items, response) : null),
  };
}

function finish(model: string, items: unknown[], response: JsonObject): ModelReply {
  const whole = listAt(response, 'output');
  const output = whole.length > 0 ? whole : items.filter((item) => item !== undefined);
  const usage = readUsage(objectAt(response, 'usage'));
  const reason = textAt(objectAt(response, 'incomplete_details'), 'reason');
  const atLimit = response['status'] === 'incomplete' && reason !== 'content_filter';
  const messages = output.flatMap((item) => listAt(item, 'content').map((part) => ({ item, part })));
  const parts = messages.filter(({ item }) => textAt(item, 'type') === 'message').map(({ part }) => part);
  const text = parts.map((part) => textAt(part, 'text') ?? textAt(part, 'refusal') ?? '').join('');
  const refused = reason === 'content_filter' || parts.some((part) => textAt(part, 'type') === 'refusal');
  if (refused) return { ok: true, text, calls: [], native: null, usage, stop: 'refusal' };
  const calls = output.flatMap((item) => readCall(item, atLimit && item === output.at(-1)));
  const native: ResponsesNative = { model, items: output };
  const stop = atLimit ? 'length' : calls.length > 0 ? 'calls' : 'end';
  return { ok: true, text, calls, native: { format: 'responses', blocks: native }, usage, stop };
}

function readCall(item: unknown, cut: boolean): ToolCall[] {
  if (textAt(item, 'type') !== 'function_call') return [];
  const id = textAt(item, 'call_id') ?? '';
  const name = textAt(item, 'name') ?? '';
  return [parseCall({ id, name, written: textAt(item, 'arguments') ?? '', cut })];
}

/** The provider counts cached and written tokens among the input tokens. */
function readUsage(told: JsonObject): TokenUsage {
  const details = objectAt(told, 'input_tokens_details');
  const cacheReadTokens = numberAt(details, 'cached_tokens') ?? 0;
  const cacheWriteTokens = numberAt(details, 'cache_write_tokens') ?? 0;
  const input = numberAt(told, 'input_tokens') ?? 0;
  return {
    inputTokens: Math.max(0, input - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: numberAt(told, 'output_tokens') ?? 0,
  };
}
