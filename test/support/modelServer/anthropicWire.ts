import type { ModelMessage, ModelRequest, ToolCall, UserPart } from '../../../src/ports/model.ts';
import { httpFaults } from './faults.ts';
import { asList, asObject, asText, isObject, type JsonObject } from './json.ts';
import { outputTokens, pieces, writtenArguments, type Segment, type Wire, type WireReply } from './wire.ts';

const MOST_BREAKPOINTS = 4;

export const anthropicWire: Wire = {
  name: 'anthropic',
  read: readRequest,
  segments,
  refuse,
  events,
  finalEvents: 2,
  ping: event({ type: 'ping' }),
  error(kind, said) {
    const { status, anthropicStatus, anthropicType, message, anthropicMessage } = httpFaults[kind];
    const error = { type: anthropicType, message: said ?? anthropicMessage ?? message };
    return { status: anthropicStatus ?? status, body: { type: 'error', error, request_id: 'req_test' } };
  },
  errorEvent: event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
};

function readRequest(body: JsonObject): ModelRequest {
  const effort = asObject(body['output_config'])['effort'];
  return {
    model: asText(body['model']),
    system: blocks(body['system']).map((block) => asText(block['text'])),
    tools: asList(body['tools'])
      .map(asObject)
      .map((tool) => ({
        name: asText(tool['name']),
        description: asText(tool['description']),
        inputSchema: asObject(tool['input_schema']),
      })),
    messages: asList(body['messages']).map(readMessage),
    maxOutputTokens: Number(body['max_tokens']),
    effort: effort === 'low' || effort === 'medium' || effort === 'high' ? effort : null,
    cacheKey: '',
  };
}

function readMessage(message: unknown): ModelMessage {
  const content = blocks(asObject(message)['content']);
  if (asObject(message)['role'] === 'user') return { role: 'user', parts: content.flatMap(readPart) };
  const text = content.filter((block) => block['type'] === 'text').map((block) => asText(block['text']));
  const calls = content
    .filter((block) => block['type'] === 'tool_use')
    .map((block): ToolCall => ({ id: asText(block['id']), name: asText(block['name']), input: block['input'] }));
  return { role: 'assistant', text: text.join(''), calls, native: null };
}

function readPart(block: JsonObject): UserPart[] {
  if (block['type'] === 'text') return [{ kind: 'text', text: asText(block['text']) }];
  if (block['type'] !== 'tool_result') return [];
  const text = blocks(block['content'])
    .map((part) => asText(part['text']))
    .join('');
  return [{ kind: 'toolResult', callId: asText(block['tool_use_id']), text, isError: block['is_error'] === true }];
}

function blocks(content: unknown): JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : asList(content).map(asObject);
}

function segments(body: JsonObject): Segment[] {
  const tools = asList(body['tools']).map((tool) => segment('tool', asObject(tool)));
  const system = blocks(body['system']).map((block) => segment('system', block));
  const messages = asList(body['messages'])
    .map(asObject)
    .flatMap((message) => blocks(message['content']).map((block) => segment(asText(message['role']), block)));
  return [...tools, ...system, ...messages];
}

function segment(role: string, { cache_control: mark, ...block }: JsonObject): Segment {
  const frozen = role === 'tool' || role === 'system';
  const text = `${role} ${JSON.stringify(block)}`;
  return { text, frozen, assistant: role === 'assistant', marked: isObject(mark) };
}

/** The rules of the real interface that an adapter can break. */
function refuse(body: JsonObject): string | null {
  if (segments(body).filter(({ marked }) => marked).length > MOST_BREAKPOINTS)
    return 'A maximum of 4 blocks with cache_control may be provided.';
  const messages = asList(body['messages']).map(asObject);
  if (messages[0]?.['role'] !== 'user') return 'messages: first message must use the "user" role';
  const content = messages.flatMap((message) => blocks(message['content']));
  if (messages.some((message) => blocks(message['content']).length === 0))
    return 'messages: all messages must have non-empty content';
  if (content.some((block) => block['type'] === 'text' && block['text'] === ''))
    return 'messages: text content blocks must be non-empty';
  for (const [index, message] of messages.entries()) {
    const ids = idsOf(message, 'tool_use', 'id');
    const answered = idsOf(messages[index + 1], 'tool_result', 'tool_use_id');
    if (ids.some((id) => !answered.includes(id)))
      return `messages.${index}: tool_use ids were found without tool_result blocks immediately after`;
  }
  return null;
}

function idsOf(message: JsonObject | undefined, type: string, key: string): string[] {
  const found = blocks(message?.['content']).filter((block) => block['type'] === type);
  return found.map((block) => asText(block[key]));
}

function events(reply: WireReply): string[] {
  const { shape, usage } = reply;
  const told = {
    input_tokens: usage.inputTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
  };
  const message = { id: 'msg_test', type: 'message', role: 'assistant', model: reply.model, content: [] };
  const start = { ...message, stop_reason: null, stop_sequence: null, usage: { ...told, output_tokens: 1 } };
  const found = [event({ type: 'message_start', message: start }), event({ type: 'ping' })];
  let index = 0;
  const block = (first: JsonObject, deltas: JsonObject[]) => {
    found.push(event({ type: 'content_block_start', index, content_block: first }));
    for (const delta of deltas) found.push(event({ type: 'content_block_delta', index, delta }));
    found.push(event({ type: 'content_block_stop', index }));
    index++;
  };
  if (shape.reasoning) {
    const signature = `signature+${reply.text.length}/${reply.calls.length}==`;
    const thoughts = pieces('Thinking it over.').map((thinking) => ({ type: 'thinking_delta', thinking }));
    block({ type: 'thinking', thinking: '', signature: '' }, [...thoughts, { type: 'signature_delta', signature }]);
  }
  if (reply.text !== '')
    block(
      { type: 'text', text: '' },
      pieces(reply.text).map((text) => ({ type: 'text_delta', text })),
    );
  for (const [at, { id, name, input }] of reply.calls.entries()) {
    const bent = shape.malformedArguments || (shape.stop === 'length' && at === reply.calls.length - 1);
    const written = ['', ...pieces(writtenArguments(input, bent))];
    block(
      { type: 'tool_use', id, name, input: {} },
      written.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    );
  }
  const delta = { stop_reason: stopReason(reply), stop_sequence: null };
  found.push(event({ type: 'message_delta', delta, usage: { output_tokens: outputTokens(reply) } }));
  found.push(event({ type: 'message_stop' }));
  return found;
}

function stopReason({ shape, calls }: WireReply): string {
  if (shape.stop === 'length') return 'max_tokens';
  if (shape.stop === 'refusal') return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
}

function event(data: JsonObject): string {
  return `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`;
}
