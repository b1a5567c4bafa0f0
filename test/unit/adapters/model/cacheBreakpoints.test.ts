import assert from 'node:assert/strict';
import { anthropicRequest, type CacheLifetime } from '../../../../src/adapters/model/anthropicRequest.ts';
import type { ModelMessage, ModelRequest } from '../../../../src/ports/model.ts';
import { startModelServer } from '../../../support/modelServer/modelServer.ts';
import { ask, builtInTable, complete, formats, good, goOn, say } from './formats.ts';

/** Where the breakpoints are: "system 0", "message 0 block 1", … */
function marks(request: ModelRequest, cacheLifetime: CacheLifetime = '5m'): string[] {
  const wire = anthropicRequest(request, { known: builtInTable()(request.model), cacheLifetime });
  const found: string[] = [];
  const note = (place: string, block: object) => {
    if ('cache_control' in block) found.push(`${place} ${JSON.stringify(block.cache_control)}`);
  };
  (wire.tools ?? []).forEach((tool, at) => note(`tool ${at}`, tool));
  if (Array.isArray(wire.system)) wire.system.forEach((block, at) => note(`system ${at}`, block));
  wire.messages.forEach(({ content }, message) => {
    if (Array.isArray(content)) content.forEach((block, at) => note(`message ${message} block ${at}`, block));
  });
  return found.map((place) => place.replace(' {"type":"ephemeral"}', ''));
}

const brief = say('What all share.', 'What this run needs.');
const turn = (calls: number): ModelMessage[] => {
  const ids = Array.from({ length: calls }, (_, at) => `call_${at}`);
  return [
    {
      role: 'assistant',
      text: 'I look.',
      calls: ids.map((id) => ({ id, name: 'read', input: {} })),
      native: null,
    },
    { role: 'user', parts: ids.map((callId) => ({ kind: 'toolResult', callId, text: 'text', isError: false })) },
  ];
};

describe('the cache breakpoints of Anthropic requests', () => {
  it('close the system prompt, the shared part of the brief and the request', () => {
    const request = ask([brief], { system: ['Base.', 'Skill.'] });
    assert.deepEqual(marks(request), ['system 1', 'message 0 block 0', 'message 0 block 1']);
  });

  it('close the tools where there is no system prompt, and leave a brief of one part whole', () => {
    assert.deepEqual(marks(ask([say('Brief.')], { system: [] })), ['tool 0', 'message 0 block 0']);
  });

  it('roll on with the request and stay where the previous one ended', () => {
    const messages = [brief, ...turn(2), ...turn(12)];
    assert.deepEqual(marks(ask(messages)), [
      'system 0',
      'message 0 block 0',
      'message 2 block 1',
      'message 4 block 11',
    ]);
  });

  it('never are more than four', () => {
    for (let turns = 0; turns < 5; turns++) {
      const messages = [brief, ...Array.from({ length: turns }, () => turn(3)).flat()];
      assert.ok(marks(ask(messages)).length <= 4);
    }
  });

  it('live for an hour when they are asked to, at twice the price of input', () => {
    assert.deepEqual(marks(ask([say('Brief.')]), '1h')[0], 'system 0 {"type":"ephemeral","ttl":"1h"}');
  });

  it('find the cache again after a turn of more than twenty blocks', async () => {
    const server = await startModelServer({
      policy: () => ({ text: '', calls: Array.from({ length: 15 }, (_, at) => ({ name: 'read', input: { at } })) }),
    });
    try {
      const port = formats[0]?.open(server);
      assert.ok(port);
      let messages: ModelMessage[] = [say('brief '.repeat(2_000), 'own')];
      for (let turns = 0; turns < 6; turns++)
        messages = goOn(messages, good(await complete(port, ask(messages))), 'result '.repeat(50));
      const unread = server.requests.slice(1).map(({ usage, cache }, at) => {
        const before = server.requests[at]?.cache.tokens ?? 0;
        return [usage.cacheReadTokens >= before - 1, usage.cacheReadTokens + usage.cacheWriteTokens === cache.tokens];
      });
      assert.deepEqual(
        unread.flat(),
        Array.from({ length: 10 }, () => true),
      );
    } finally {
      await server.close();
    }
  });

  it('put the results first, mark errors, and leave out empty text', () => {
    const parts = [
      { kind: 'text' as const, text: 'Mind this.' },
      { kind: 'text' as const, text: '' },
      { kind: 'toolResult' as const, callId: 'call_0', text: 'gone', isError: true },
    ];
    const messages = [brief, ...turn(1).slice(0, 1), { role: 'user' as const, parts }];
    const wire = anthropicRequest(ask(messages), { known: builtInTable()('test-model'), cacheLifetime: '5m' });
    assert.deepEqual(wire.messages.at(-1)?.content, [
      { type: 'tool_result', tool_use_id: 'call_0', content: 'gone', is_error: true },
      { type: 'text', text: 'Mind this.', cache_control: { type: 'ephemeral' } },
    ]);
  });
});

describe('the effort of Anthropic requests', () => {
  const thinking = (model: string, more: Partial<ModelRequest>) => {
    const request = ask([say('Go')], { model, ...more });
    const wire = anthropicRequest(request, { known: builtInTable()(model), cacheLifetime: '5m' });
    return { thinking: wire.thinking, effort: wire.output_config?.effort };
  };

  it('is told in the way that each model knows, and to no other model', () => {
    assert.deepEqual(thinking('claude-opus-5-5', { effort: 'high' }), {
      thinking: { type: 'adaptive' },
      effort: 'high',
    });
    assert.deepEqual(thinking('claude-haiku-4-5-20251001', { effort: 'medium', maxOutputTokens: 32_000 }), {
      thinking: { type: 'enabled', budget_tokens: 8_192 },
      effort: undefined,
    });
    assert.deepEqual(thinking('claude-haiku-4-5', { effort: 'high', maxOutputTokens: 4_000 }), {
      thinking: { type: 'enabled', budget_tokens: 2_000 },
      effort: undefined,
    });
    const none = { thinking: undefined, effort: undefined };
    assert.deepEqual(thinking('claude-opus-5-5', { effort: null }), none);
    assert.deepEqual(thinking('some-other-model', { effort: 'high' }), none);
    assert.deepEqual(thinking('claude-haiku-4-5', { effort: 'high', maxOutputTokens: 1_500 }), none);
  });
});
