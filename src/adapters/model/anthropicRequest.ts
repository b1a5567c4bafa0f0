import type Anthropic from '@anthropic-ai/sdk';
import type { ModelMessage, ModelRequest, ToolCall, UserPart } from '../../ports/model.ts';
import { isObject, listAt, textAt } from './jsonShape.ts';
import type { KnownModel } from './modelFacts.ts';

export type CacheLifetime = '5m' | '1h';

type Block = Anthropic.ContentBlockParam;
type Wire = Anthropic.MessageCreateParamsStreaming;

interface Message {
  role: 'user' | 'assistant';
  content: Block[];
}

export interface AnthropicChoice {
  known: KnownModel;
  cacheLifetime: CacheLifetime;
}

const THINKING_TOKENS = { low: 2_048, medium: 8_192, high: 24_576 };
/** The API's own least budget. */
const LEAST_THINKING_TOKENS = 1_024;

/** The neutral request as Anthropic Messages reads it, with cache breakpoints. */
export function anthropicRequest(request: ModelRequest, choice: AnthropicChoice): Wire {
  const mark: Anthropic.CacheControlEphemeral =
    choice.cacheLifetime === '1h' ? { type: 'ephemeral', ttl: '1h' } : { type: 'ephemeral' };
  const messages = request.messages.map((message) => knownWireMessage(message, request.model));
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    ...frozenPart(request, mark),
    messages: markMessages(messages.filter(hasContent), mark),
    ...thinking(request, choice.known),
  };
}

type FrozenPart = Required<Pick<Wire, 'tools' | 'system'>>;

const frozen = new WeakMap<ModelRequest['tools'], { of: ModelRequest['system']; ttl: string; part: FrozenPart }>();

/** The same objects in every request of a run, whose tools and system prompt never change. */
function frozenPart(request: ModelRequest, mark: Anthropic.CacheControlEphemeral): FrozenPart {
  const ttl = mark.ttl ?? '';
  const earlier = frozen.get(request.tools);
  if (earlier?.of === request.system && earlier.ttl === ttl) return earlier.part;
  const tools = request.tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    input_schema: { ...tool.inputSchema, type: 'object' as const },
  }));
  const system = request.system.filter((text) => text !== '').map((text) => ({ type: 'text' as const, text }));
  const part = { tools: system.length > 0 ? tools : markLast(tools, mark), system: markLast(system, mark) };
  frozen.set(request.tools, { of: request.system, ttl, part });
  return part;
}

function thinking({ effort, maxOutputTokens }: ModelRequest, { reasoning }: KnownModel): Partial<Wire> {
  if (effort === null) return {};
  if (reasoning === 'adaptive') return { thinking: { type: 'adaptive' }, output_config: { effort } };
  if (reasoning === 'effort') return { output_config: { effort } };
  if (reasoning !== 'budget') return {};
  const budget = Math.min(THINKING_TOKENS[effort], Math.floor(maxOutputTokens / 2));
  return budget < LEAST_THINKING_TOKENS ? {} : { thinking: { type: 'enabled', budget_tokens: budget } };
}

const known = new WeakMap<ModelMessage, { model: string; wire: Message }>();

/** The same object as for earlier requests, since messages never change. */
function knownWireMessage(message: ModelMessage, model: string): Message {
  const earlier = known.get(message);
  if (earlier?.model === model) return earlier.wire;
  const wire = wireMessage(message, model);
  known.set(message, { model, wire });
  return wire;
}

function wireMessage(message: ModelMessage, model: string): Message {
  if (message.role === 'user') return { role: 'user', content: userBlocks(message.parts) };
  const native = message.native?.format === 'anthropic' ? nativeBlocks(message.native.blocks, model) : null;
  return { role: 'assistant', content: native ?? rebuiltBlocks(message.text, message.calls) };
}

/** The API wants the results first, and refuses empty text. */
function userBlocks(parts: UserPart[]): Block[] {
  const results: Block[] = [];
  const texts: Block[] = [];
  for (const part of parts) {
    if (part.kind === 'text' && part.text !== '') texts.push({ type: 'text', text: part.text });
    if (part.kind !== 'toolResult') continue;
    const result = { type: 'tool_result' as const, tool_use_id: safeId(part.callId), content: part.text };
    results.push(part.isError ? { ...result, is_error: true } : result);
  }
  return [...results, ...texts];
}

export interface AnthropicNative {
  model: string;
  content: unknown[];
}

/** As they came; only thinking of another model, which the API would refuse, and empty text are left out. */
function nativeBlocks(native: unknown, model: string): Block[] {
  const sameModel = textAt(native, 'model') === model;
  return listAt(native, 'content').filter((block): block is Block => {
    if (!isObject(block)) return false;
    if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') return sameModel;
    return block['type'] !== 'text' || block['text'] !== '';
  });
}

function rebuiltBlocks(text: string, calls: ToolCall[]): Block[] {
  const uses = calls.map(({ id, name, input }): Block => ({
    type: 'tool_use',
    id: safeId(id),
    name,
    input: input ?? {},
  }));
  return text === '' ? uses : [{ type: 'text', text }, ...uses];
}

/** Ids of calls that another provider made may hold signs that the API refuses. */
function safeId(id: string): string {
  return id.replace(/[^\w-]/g, '_');
}

function hasContent(message: Message): boolean {
  return message.content.length > 0;
}

/**
 * At most three breakpoints (the fourth closes the system prompt): before the last part of the brief, at the end of the
 * request, and where the previous request ended. The last one makes sure that the cache is found again however many blocks
 * a turn added: the API looks back 20 blocks only.
 */
function markMessages(messages: Message[], mark: Anthropic.CacheControlEphemeral): Message[] {
  const last = messages.findLastIndex(isOfUser);
  const earlier = messages.slice(0, Math.max(0, last)).findLastIndex(isOfUser);
  const marked = messages.slice();
  const [first] = messages;
  if (first && isOfUser(first) && first.content.length >= 2) marked[0] = markedBrief(first, mark);
  for (const index of [last, earlier]) {
    const message = marked[index];
    if (message) marked[index] = { ...message, content: markLast(message.content, mark) };
  }
  return marked;
}

function isOfUser({ role }: Message): boolean {
  return role === 'user';
}

const markedBriefs = new WeakMap<Message, Message>();

/** The same object as for earlier requests: what follows it need not be written again. */
function markedBrief(brief: Message, mark: Anthropic.CacheControlEphemeral): Message {
  const earlier = markedBriefs.get(brief);
  const at = brief.content.length - 2;
  const before = earlier?.content[at];
  if (earlier && before && 'cache_control' in before && before.cache_control?.ttl === mark.ttl) return earlier;
  const marked = { ...brief, content: markAt(brief.content, at, mark) };
  markedBriefs.set(brief, marked);
  return marked;
}

function markLast<T extends object>(blocks: T[], mark: Anthropic.CacheControlEphemeral): T[] {
  return markAt(blocks, blocks.length - 1, mark);
}

function markAt<T extends object>(blocks: T[], at: number, mark: Anthropic.CacheControlEphemeral): T[] {
  return blocks.map((block, index) => (index === at ? { ...block, cache_control: mark } : block));
}
