import { toolErrorMark } from '../../../src/adapters/model/toolArguments.ts';
import type { ModelMessage, ModelRequest } from '../../../src/ports/model.ts';
import { httpFaults } from './faults.ts';
import { asList, asObject, asText, parseArguments, type JsonObject } from './json.ts';
import { outputTokens, pieces, writtenArguments, type Segment, type Wire, type WireReply } from './wire.ts';

export const chatWire: Wire = {
  name: 'chat',
  read: readRequest,
  segments,
  refuse,
  events,
  finalEvents: 3,
  ping: ': ping\n\n',
  error(kind, said) {
    const { status, openAiType, openAiCode, message } = httpFaults[kind];
    return { status, body: { error: { message: said ?? message, type: openAiType, code: openAiCode, param: null } } };
  },
  errorEvent: data({ error: { message: 'The server had an error.', type: 'server_error', code: null } }),
};

function readRequest(body: JsonObject): ModelRequest {
  const messages = asList(body['messages']).map(asObject);
  const isSystem = (message: JsonObject) => message['role'] === 'system';
  const effort = body['reasoning_effort'];
  return {
    model: asText(body['model']),
    system: messages.filter(isSystem).map((message) => asText(message['content'])),
    tools: asList(body['tools'])
      .map((tool) => asObject(asObject(tool)['function']))
      .map((tool) => ({
        name: asText(tool['name']),
        description: asText(tool['description']),
        inputSchema: asObject(tool['parameters']),
      })),
    messages: readMessages(messages.filter((message) => !isSystem(message))),
    maxOutputTokens: Number(body['max_tokens'] ?? body['max_completion_tokens']),
    effort: effort === 'low' || effort === 'medium' || effort === 'high' ? effort : null,
    cacheKey: '',
  };
}

/** Tool messages and the user's message that follow each other are one message. */
function readMessages(messages: JsonObject[]): ModelMessage[] {
  const found: ModelMessage[] = [];
  for (const message of messages) {
    if (message['role'] === 'assistant') {
      found.push(readAssistant(message));
      continue;
    }
    const last = found.at(-1);
    const open = last?.role === 'user' ? last : { role: 'user' as const, parts: [] };
    if (open !== last) found.push(open);
    const content = asText(message['content']);
    if (message['role'] === 'tool') {
      const isError = content.startsWith(toolErrorMark);
      const text = isError ? content.slice(toolErrorMark.length) : content;
      open.parts.push({ kind: 'toolResult', callId: asText(message['tool_call_id']), text, isError });
    } else open.parts.push({ kind: 'text', text: content });
  }
  return found;
}

function readAssistant(message: JsonObject): ModelMessage {
  const calls = asList(message['tool_calls']).map((call) => {
    const called = asObject(asObject(call)['function']);
    const input = parseArguments(asText(called['arguments']));
    return { id: asText(asObject(call)['id']), name: asText(called['name']), input };
  });
  return { role: 'assistant', text: asText(message['content']), calls, native: null };
}

function segments(body: JsonObject): Segment[] {
  const tools = asList(body['tools']).map((tool) => segment(asObject(tool), true));
  const messages = asList(body['messages']).map(asObject);
  return [...tools, ...messages.map((message) => segment(message, message['role'] === 'system'))];
}

function segment(piece: JsonObject, frozen: boolean): Segment {
  return { text: JSON.stringify(piece), frozen, assistant: piece['role'] === 'assistant', marked: false };
}

function refuse(body: JsonObject): string | null {
  const messages = asList(body['messages']).map(asObject);
  const answered = messages.map((message) => asText(message['tool_call_id']));
  const calls = messages.flatMap((message) => asList(message['tool_calls'])).map(asObject);
  const open = calls.find((call) => !answered.includes(asText(call['id'])));
  if (open) return `tool_call_ids did not have response messages: ${asText(open['id'])}`;
  const broken = calls.find((call) => parseArguments(asText(asObject(call['function'])['arguments'])) === undefined);
  return broken ? 'Could not parse the arguments of a tool call.' : null;
}

function events(reply: WireReply): string[] {
  const { shape } = reply;
  const base = { id: 'chatcmpl-test', object: 'chat.completion.chunk', created: 1, model: reply.model };
  const chunk = (delta: JsonObject, finish_reason: string | null = null) =>
    data({ ...base, choices: [{ index: 0, delta, finish_reason }] });
  const found = [chunk({ role: 'assistant', content: '' })];
  if (shape.reasoning)
    for (const reasoning_content of pieces('Thinking it over.')) found.push(chunk({ reasoning_content }));
  for (const content of pieces(reply.text)) found.push(chunk({ content }));
  for (const index of reply.calls.keys())
    for (const call of callPieces(reply, index)) found.push(chunk({ tool_calls: [call] }));
  found.push(chunk({}, finishReason(reply)));
  found.push(data({ ...base, choices: [], ...(shape.chat.withoutUsage ? {} : { usage: usageOf(reply) }) }));
  found.push('data: [DONE]\n\n');
  return found;
}

function callPieces({ calls, shape }: WireReply, at: number): JsonObject[] {
  const call = calls[at];
  if (!call) return [];
  const { id, name, input } = call;
  const bent = shape.malformedArguments || (shape.stop === 'length' && at === calls.length - 1);
  const where = shape.chat.withoutIndex ? {} : { index: at };
  const first = { ...where, id, type: 'function' };
  if (shape.chat.argumentsAsObject && !bent) return [{ ...first, function: { name, arguments: input ?? {} } }];
  const written = pieces(writtenArguments(input, bent)).map((piece) => ({ ...where, function: { arguments: piece } }));
  return [{ ...first, function: { name, arguments: '' } }, ...written];
}

function finishReason({ shape, calls }: WireReply): string {
  if (shape.stop === 'length') return 'length';
  if (shape.stop === 'refusal') return 'content_filter';
  return calls.length > 0 ? 'tool_calls' : 'stop';
}

function usageOf(reply: WireReply) {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = reply.usage;
  const prompt_tokens = inputTokens + cacheReadTokens + cacheWriteTokens;
  const completion_tokens = outputTokens(reply);
  const prompt_tokens_details = { cached_tokens: cacheReadTokens };
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens, prompt_tokens_details };
}

function data(value: JsonObject): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
