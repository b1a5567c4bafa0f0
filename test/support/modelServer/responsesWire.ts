import { toolErrorMark } from '../../../src/adapters/model/toolArguments.ts';
import type { ModelMessage, ModelRequest, UserPart } from '../../../src/ports/model.ts';
import { httpFaults } from './faults.ts';
import { asList, asObject, asText, parseArguments, type JsonObject } from './json.ts';
import { outputTokens, pieces, writtenArguments, type Segment, type Wire, type WireReply } from './wire.ts';

export const responsesWire: Wire = {
  name: 'responses',
  read: readRequest,
  segments,
  refuse,
  events,
  finalEvents: 1,
  ping: ': ping\n\n',
  error(kind, said) {
    const { status, openAiType, openAiCode, message } = httpFaults[kind];
    return { status, body: { error: { message: said ?? message, type: openAiType, code: openAiCode, param: null } } };
  },
  errorEvent: event({ type: 'error', code: 'server_error', message: 'The server had an error.', param: null }),
};

function readRequest(body: JsonObject): ModelRequest {
  const effort = asObject(body['reasoning'])['effort'];
  return {
    model: asText(body['model']),
    system: body['instructions'] ? [asText(body['instructions'])] : [],
    tools: asList(body['tools'])
      .map(asObject)
      .map((tool) => ({
        name: asText(tool['name']),
        description: asText(tool['description']),
        inputSchema: asObject(tool['parameters']),
      })),
    messages: readMessages(asList(body['input']).map(asObject)),
    maxOutputTokens: Number(body['max_output_tokens']),
    effort: effort === 'low' || effort === 'medium' || effort === 'high' ? effort : null,
    cacheKey: asText(body['prompt_cache_key']),
  };
}

/** Items that follow each other on one side belong to one message. */
function readMessages(items: JsonObject[]): ModelMessage[] {
  const messages: ModelMessage[] = [];
  for (const item of items) {
    const last = messages.at(-1);
    if (!isAssistantItem(item)) {
      const parts = readParts(item);
      if (last?.role === 'user') last.parts.push(...parts);
      else messages.push({ role: 'user', parts });
      continue;
    }
    const open = last?.role === 'assistant' ? last : { role: 'assistant' as const, text: '', calls: [], native: null };
    if (open !== last) messages.push(open);
    if (item['type'] === 'function_call') {
      const input = parseArguments(asText(item['arguments']));
      open.calls.push({ id: asText(item['call_id']), name: asText(item['name']), input });
    } else if (item['type'] !== 'reasoning') open.text += contentText(item['content']);
  }
  return messages;
}

function isAssistantItem(item: JsonObject): boolean {
  return item['role'] === 'assistant' || item['type'] === 'function_call' || item['type'] === 'reasoning';
}

function readParts(item: JsonObject): UserPart[] {
  if (item['type'] === 'function_call_output') {
    const output = asText(item['output']);
    const isError = output.startsWith(toolErrorMark);
    const text = isError ? output.slice(toolErrorMark.length) : output;
    return [{ kind: 'toolResult', callId: asText(item['call_id']), text, isError }];
  }
  const content = item['content'];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return asList(content).map((part) => ({ kind: 'text', text: asText(asObject(part)['text']) }));
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return asList(content)
    .map((part) => asText(asObject(part)['text']))
    .join('');
}

function segments(body: JsonObject): Segment[] {
  const frozen = [asText(body['instructions']), ...asList(body['tools']).map((tool) => JSON.stringify(tool))];
  const items = asList(body['input']).map(asObject);
  return [
    ...frozen.map((text) => ({ text, frozen: true, assistant: false, marked: false })),
    ...items.map((item) => ({
      text: JSON.stringify(item),
      frozen: false,
      assistant: isAssistantItem(item),
      marked: false,
    })),
  ];
}

function refuse(body: JsonObject): string | null {
  if (body['store'] !== false) return 'This server keeps nothing: store must be false.';
  const items = asList(body['input']).map(asObject);
  const answered = items.filter((item) => item['type'] === 'function_call_output').map((item) => item['call_id']);
  const open = items.find((item) => item['type'] === 'function_call' && !answered.includes(item['call_id']));
  if (open) return `No tool output found for function call ${asText(open['call_id'])}.`;
  const lost = items.find((item) => item['type'] === 'reasoning' && typeof item['encrypted_content'] !== 'string');
  return lost ? `Item with id '${asText(lost['id'])}' not found. Items are not persisted when store is false.` : null;
}

function events(reply: WireReply): string[] {
  const output = outputItems(reply);
  const base = { id: 'resp_test', object: 'response', model: reply.model, error: null };
  const found = [event({ type: 'response.created', response: { ...base, status: 'in_progress', output: [] } })];
  for (const [output_index, item] of output.entries()) {
    const where = { item_id: item['id'], output_index, content_index: 0 };
    found.push(event({ type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress' } }));
    if (item['type'] === 'message')
      for (const delta of pieces(reply.text))
        found.push(event({ type: 'response.output_text.delta', ...where, delta }));
    if (item['type'] === 'function_call')
      for (const delta of pieces(asText(item['arguments'])))
        found.push(event({ type: 'response.function_call_arguments.delta', item_id: item['id'], output_index, delta }));
    found.push(event({ type: 'response.output_item.done', output_index, item }));
  }
  const cut = reply.shape.stop === 'length';
  const end = {
    ...base,
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    output,
    usage: usageOf(reply),
  };
  found.push(event({ type: cut ? 'response.incomplete' : 'response.completed', response: end }));
  return found;
}

function outputItems({ text, calls, shape }: WireReply): JsonObject[] {
  const items: JsonObject[] = [];
  if (shape.reasoning)
    items.push({ type: 'reasoning', id: 'rs_test', summary: [], encrypted_content: `encrypted+${calls.length}/==` });
  if (shape.stop === 'refusal') {
    const content = [{ type: 'refusal', refusal: text || 'I cannot help with that.' }];
    return [{ type: 'message', id: 'msg_test', status: 'completed', role: 'assistant', content }];
  }
  if (text !== '') {
    const content = [{ type: 'output_text', text, annotations: [] }];
    items.push({ type: 'message', id: 'msg_test', status: 'completed', role: 'assistant', content });
  }
  for (const [at, { id, name, input }] of calls.entries()) {
    const bent = shape.malformedArguments || (shape.stop === 'length' && at === calls.length - 1);
    const status = bent ? 'incomplete' : 'completed';
    const written = writtenArguments(input, bent);
    items.push({ type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: written, status });
  }
  return items;
}

function usageOf(reply: WireReply) {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = reply.usage;
  const input_tokens = inputTokens + cacheReadTokens + cacheWriteTokens;
  const output_tokens = outputTokens(reply);
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input_tokens + output_tokens,
  };
}

function event(data: JsonObject): string {
  return `event: ${asText(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`;
}
