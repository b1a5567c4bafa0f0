import type OpenAI from 'openai';
import type { ModelMessage, ModelRequest, UserPart } from '../../ports/model.ts';
import { isObject, listAt, textAt } from './jsonShape.ts';
import type { KnownModel } from './modelFacts.ts';
import { toolErrorMark } from './toolArguments.ts';

type Item = OpenAI.Responses.ResponseInputItem;
type Wire = OpenAI.Responses.ResponseCreateParamsStreaming;

/** The neutral request as OpenAI Responses reads it; nothing is stored at the provider. */
export function responsesRequest(request: ModelRequest, known: KnownModel): Wire {
  return {
    model: request.model,
    stream: true,
    store: false,
    instructions: request.system.filter((text) => text !== '').join('\n\n'),
    tools: request.tools.map((tool) => ({
      type: 'function',
      name: tool.name,
      description: tool.description,
      parameters: tool.inputSchema,
      strict: false,
    })),
    parallel_tool_calls: true,
    prompt_cache_key: request.cacheKey,
    max_output_tokens: request.maxOutputTokens,
    input: request.messages.flatMap((message) => wireItems(message, request.model)),
    // A model without reasoning refuses to be asked for it; one that the table does not know is taken for a new one.
    ...(known.reasoning === 'none' ? {} : { include: ['reasoning.encrypted_content'] as const }),
    ...(known.reasoning === 'effort' && request.effort ? { reasoning: { effort: request.effort } } : {}),
  };
}

function wireItems(message: ModelMessage, model: string): Item[] {
  if (message.role === 'user') return userItems(message.parts);
  if (message.native?.format === 'responses') return nativeItems(message.native.blocks, model);
  const calls = message.calls.map(({ id, name, input, malformed }): Item => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: malformed ?? JSON.stringify(input),
  }));
  return message.text === '' ? calls : [{ role: 'assistant', content: message.text }, ...calls];
}

function userItems(parts: UserPart[]): Item[] {
  const outputs: Item[] = [];
  const content: OpenAI.Responses.ResponseInputText[] = [];
  for (const part of parts) {
    if (part.kind === 'text' && part.text !== '') content.push({ type: 'input_text', text: part.text });
    if (part.kind !== 'toolResult') continue;
    const output = part.isError ? toolErrorMark + part.text : part.text;
    outputs.push({ type: 'function_call_output', call_id: part.callId, output });
  }
  return content.length === 0 ? outputs : [...outputs, { role: 'user', content }];
}

export interface ResponsesNative {
  model: string;
  items: unknown[];
}

/**
 * As they came. Reasoning is left out where it cannot be read back: without its encrypted content (nothing is stored), or
 * from another model.
 */
function nativeItems(native: unknown, model: string): Item[] {
  const sameModel = textAt(native, 'model') === model;
  return listAt(native, 'items').filter((item): item is Item => {
    if (!isObject(item)) return false;
    return item['type'] !== 'reasoning' || (sameModel && typeof item['encrypted_content'] === 'string');
  });
}
