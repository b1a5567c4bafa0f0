import type OpenAI from 'openai';
import type { ModelMessage, ModelRequest, ToolCall, UserPart } from '../../ports/model.ts';
import { isObject, listAt, objectAt, textAt } from './jsonShape.ts';
import type { KnownModel } from './modelFacts.ts';
import { parseCall, toolErrorMark } from './toolArguments.ts';

type Message = OpenAI.ChatCompletionMessageParam;
type Wire = OpenAI.ChatCompletionCreateParamsStreaming;

/**
 * The neutral request as Chat Completions reads it, in the form that the most servers take: one system message, texts as
 * plain strings, no field that a strict server may not know.
 */
export function chatRequest(request: ModelRequest, known: KnownModel): Wire {
  const system = request.system.filter((text) => text !== '').join('\n\n');
  const reasons = known.reasoning === 'effort';
  const { maxOutputTokens } = request;
  // Reasoning models know only the new name of the limit, most servers only the old one.
  const limit = reasons ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens };
  return {
    model: request.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...request.messages.flatMap(wireMessages),
    ],
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(wireTool) }),
    ...limit,
    ...(reasons && request.effort ? { reasoning_effort: request.effort } : {}),
  };
}

function wireTool({ name, description, inputSchema }: ModelRequest['tools'][number]) {
  return { type: 'function' as const, function: { name, description, parameters: inputSchema } };
}

function wireMessages(message: ModelMessage): Message[] {
  if (message.role === 'user') return userMessages(message.parts);
  const native = message.native?.format === 'chat' ? nativeMessage(message.native.blocks) : null;
  return [native ?? rebuiltMessage(message.text, message.calls)];
}

function userMessages(parts: UserPart[]): Message[] {
  const results: Message[] = [];
  const texts: string[] = [];
  for (const part of parts) {
    if (part.kind === 'text' && part.text !== '') texts.push(part.text);
    if (part.kind !== 'toolResult') continue;
    const content = part.isError ? toolErrorMark + part.text : part.text;
    results.push({ role: 'tool', tool_call_id: part.callId, content });
  }
  return texts.length === 0 ? results : [...results, { role: 'user', content: texts.join('\n\n') }];
}

function rebuiltMessage(text: string, calls: ToolCall[]): Message {
  if (calls.length === 0) return { role: 'assistant', content: text };
  const tool_calls = calls.map(({ id, name, input }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: JSON.stringify(input ?? {}) },
  }));
  return { role: 'assistant', content: text === '' ? null : text, tool_calls };
}

/** As it came, except that many servers parse the arguments again and fail on malformed ones: those go back empty. */
function nativeMessage(native: unknown): Message | null {
  if (!isAssistantMessage(native)) return null;
  const calls = listAt(native, 'tool_calls');
  if (calls.length === 0) return native;
  return { ...native, tool_calls: calls.map(wireCall) };
}

function wireCall(call: unknown): OpenAI.ChatCompletionMessageFunctionToolCall {
  const called = objectAt(call, 'function');
  const id = textAt(call, 'id') ?? '';
  const name = textAt(called, 'name') ?? '';
  const written = textAt(called, 'arguments') ?? '';
  const usable = written.trim() !== '' && parseCall({ id, name, written, cut: false }).malformed === undefined;
  return { id, type: 'function', function: { name, arguments: usable ? written : '{}' } };
}

function isAssistantMessage(value: unknown): value is OpenAI.ChatCompletionAssistantMessageParam {
  return isObject(value) && value['role'] === 'assistant';
}
