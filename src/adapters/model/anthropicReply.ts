import type { ModelReply, TokenUsage, ToolCall } from '../../ports/model.ts';
import type { ReplyReader } from './completeCall.ts';
import type { AnthropicNative } from './anthropicRequest.ts';
import { isObject, numberAt, objectAt, textAt, type JsonObject } from './jsonShape.ts';
import { eventError, type ProviderError } from './providerError.ts';
import { parseCall } from './toolArguments.ts';

interface OpenBlock {
  block: JsonObject;
  /** Arguments of a call, as text. */
  written: string;
}

type Stop = Extract<ModelReply, { ok: true }>['stop'];

/** Puts the blocks of a Messages stream together again, exactly as the provider sent them. */
export function anthropicReply(model: string, onText: (text: string) => void): ReplyReader {
  const blocks: OpenBlock[] = [];
  const usage: TokenUsage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
  let stopReason: string | null = null;
  let ended = false;
  let failed: ProviderError | null = null;

  const takers: Record<string, (event: unknown) => void> = {
    message_start: (event) => takeUsage(usage, objectAt(objectAt(event, 'message'), 'usage')),
    content_block_start: (event) => {
      blocks[numberAt(event, 'index') ?? blocks.length] = {
        block: { ...objectAt(event, 'content_block') },
        written: '',
      };
    },
    content_block_delta: (event) => {
      const open = blocks[numberAt(event, 'index') ?? blocks.length - 1];
      if (open) takeDelta(open, objectAt(event, 'delta'), onText);
    },
    message_delta: (event) => {
      stopReason = textAt(objectAt(event, 'delta'), 'stop_reason') ?? stopReason;
      takeUsage(usage, objectAt(event, 'usage'));
    },
    message_stop: () => {
      ended = true;
    },
    error: (event) => {
      failed = eventError(objectAt(event, 'error'));
    },
  };

  return {
    take: (event) => takers[textAt(event, 'type') ?? '']?.(event),
    error: () => failed,
    reply: () => (ended && !failed ? finish({ model, blocks, usage, stopReason }) : null),
  };
}

function takeUsage(usage: TokenUsage, told: JsonObject): void {
  usage.inputTokens = numberAt(told, 'input_tokens') ?? usage.inputTokens;
  usage.cacheReadTokens = numberAt(told, 'cache_read_input_tokens') ?? usage.cacheReadTokens;
  usage.cacheWriteTokens = numberAt(told, 'cache_creation_input_tokens') ?? usage.cacheWriteTokens;
  usage.outputTokens = numberAt(told, 'output_tokens') ?? usage.outputTokens;
}

function takeDelta(open: OpenBlock, delta: JsonObject, onText: (text: string) => void): void {
  const add = (key: string, text: string | null) => {
    if (text !== null) open.block[key] = (textAt(open.block, key) ?? '') + text;
  };
  switch (delta['type']) {
    case 'text_delta':
      add('text', textAt(delta, 'text'));
      onText(textAt(delta, 'text') ?? '');
      break;
    case 'thinking_delta':
      add('thinking', textAt(delta, 'thinking'));
      break;
    case 'signature_delta':
      add('signature', textAt(delta, 'signature'));
      break;
    case 'input_json_delta':
      open.written += textAt(delta, 'partial_json') ?? '';
      break;
  }
}

interface Finished {
  model: string;
  blocks: OpenBlock[];
  usage: TokenUsage;
  stopReason: string | null;
}

function finish({ model, blocks, usage, stopReason }: Finished): ModelReply {
  const calls: ToolCall[] = [];
  const content: unknown[] = [];
  let text = '';
  const last = blocks.at(-1);
  const atLimit = stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded';
  for (const open of blocks) {
    if (open.block['type'] === 'text') text += textAt(open.block, 'text') ?? '';
    const call = open.block['type'] === 'tool_use' ? readCall(open, atLimit && open === last) : null;
    if (call) calls.push(call);
    // A malformed call goes back with empty arguments, for the API takes only objects; its error result shows the text.
    content.push(call ? { ...open.block, input: call.input ?? {} } : open.block);
  }
  if (stopReason === 'refusal') return { ok: true, text, calls: [], native: null, usage, stop: 'refusal' };
  const native: AnthropicNative = { model, content };
  return {
    ok: true,
    text,
    calls,
    native: { format: 'anthropic', blocks: native },
    usage,
    stop: stopOf(calls, atLimit),
  };
}

function readCall({ block, written }: OpenBlock, cut: boolean): ToolCall {
  const id = textAt(block, 'id') ?? '';
  const name = textAt(block, 'name') ?? '';
  // Some servers send the arguments whole with the start of the block.
  const whole =
    isObject(block['input']) && Object.keys(block['input']).length > 0 ? JSON.stringify(block['input']) : '';
  return parseCall({ id, name, written: written === '' ? whole : written, cut });
}

function stopOf(calls: ToolCall[], atLimit: boolean): Stop {
  if (atLimit) return 'length';
  return calls.length > 0 ? 'calls' : 'end';
}
