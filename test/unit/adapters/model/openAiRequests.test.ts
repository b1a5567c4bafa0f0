import assert from 'node:assert/strict';
import { chatRequest } from '../../../../src/adapters/model/chatRequest.ts';
import { responsesRequest } from '../../../../src/adapters/model/responsesRequest.ts';
import type { ModelMessage, ModelRequest } from '../../../../src/ports/model.ts';
import { ask, builtInTable, readTool, say } from './formats.ts';

const forResponses = (request: ModelRequest) => responsesRequest(request, builtInTable()(request.model));
const forChat = (request: ModelRequest) => chatRequest(request, builtInTable()(request.model));

describe('requests for OpenAI Responses', () => {
  it('keep nothing at the provider, ask for encrypted reasoning and name the cache', () => {
    const { input, ...rest } = forResponses(
      ask([say('Go')], { model: 'gpt-6-sol', effort: 'low', system: ['Base.', 'Skill.'] }),
    );
    assert.deepEqual(input, [{ role: 'user', content: [{ type: 'input_text', text: 'Go' }] }]);
    assert.deepEqual(rest, {
      model: 'gpt-6-sol',
      stream: true,
      store: false,
      instructions: 'Base.\n\nSkill.',
      tools: [
        {
          type: 'function',
          name: 'read',
          description: 'Reads a file.',
          parameters: readTool.inputSchema,
          strict: false,
        },
      ],
      parallel_tool_calls: true,
      prompt_cache_key: 'worker',
      max_output_tokens: 4_000,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'low' },
    });
  });

  it('ask nothing of reasoning from a model that has none', () => {
    const { include, reasoning } = forResponses(ask([say('Go')], { model: 'gpt-4.1', effort: 'high' }));
    assert.deepEqual([include, reasoning], [undefined, undefined]);
  });

  it('leave out reasoning that cannot be read back', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [] };
    const message = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hm.' }] };
    const turn = (model: string, encrypted_content: string | null): ModelMessage => {
      const blocks = { model, items: [{ ...item, encrypted_content }, message] };
      return { role: 'assistant', text: 'Hm.', calls: [], native: { format: 'responses', blocks } };
    };
    const kinds = (turnMessage: ModelMessage) => {
      const { input } = forResponses(ask([say('Go'), turnMessage], { model: 'gpt-6-sol' }));
      return Array.isArray(input) ? input.slice(1).map((found) => found.type) : [];
    };
    assert.deepEqual(kinds(turn('gpt-6-sol', 'secret')), ['reasoning', 'message']);
    assert.deepEqual(kinds(turn('gpt-6-sol', null)), ['message']);
    assert.deepEqual(kinds(turn('gpt-5.5', 'secret')), ['message']);
  });
});

describe('requests for compatible servers', () => {
  it('hold nothing that a strict server may refuse', () => {
    assert.deepEqual(Object.keys(forChat(ask([say('Go')]))).sort(), [
      'max_tokens',
      'messages',
      'model',
      'stream',
      'stream_options',
      'tools',
    ]);
    assert.deepEqual(Object.keys(forChat(ask([say('Go')], { tools: [], system: [] }))).includes('tools'), false);
  });

  it('use the new names for reasoning models', () => {
    const wire = forChat(ask([say('Go')], { model: 'gpt-6-sol', effort: 'medium' }));
    assert.deepEqual(
      [wire.max_completion_tokens, 'max_tokens' in wire, wire.reasoning_effort],
      [4_000, false, 'medium'],
    );
  });
});
