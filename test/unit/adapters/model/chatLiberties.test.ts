import assert from 'node:assert/strict';
import { chatReply } from '../../../../src/adapters/model/chatReply.ts';
import { startModelServer } from '../../../support/modelServer/modelServer.ts';
import type { ChatQuirks } from '../../../support/modelServer/wire.ts';
import { ask, complete, formats, good, goOn, say } from './formats.ts';

const calls = [
  { name: 'read', input: { path: 'a' } },
  { name: 'read', input: { path: 'b' } },
];

async function replyOf(chat: ChatQuirks) {
  const server = await startModelServer({ policy: () => ({ text: 'Two files.', calls }), chat, reasoning: true });
  try {
    const port = formats.find(({ name }) => name === 'chat')?.open(server);
    assert.ok(port);
    const reply = good(await complete(port, ask([say('Go')])));
    good(await complete(port, ask(goOn([say('Go')], reply, 'text'))));
    assert.equal(server.prefixBreaks(), 0);
    return reply;
  } finally {
    await server.close();
  }
}

/** The reply to a stream of these chunks, the last of which ends it. */
function read(deltas: object[], more: object = {}) {
  const reader = chatReply({ onText: () => undefined, requestCharacters: () => 400 });
  for (const delta of deltas) reader.take({ choices: [{ index: 0, delta, finish_reason: null }] });
  reader.take({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], ...more });
  const reply = reader.reply();
  assert.ok(reply);
  return good(reply);
}

const call = (piece: object) => ({ tool_calls: [piece] });

describe('the liberties of compatible servers', () => {
  it('may leave out the usage: it is estimated, and says so', async () => {
    const { usage } = await replyOf({ withoutUsage: true });
    assert.equal(usage.estimated, true);
    assert.ok(usage.inputTokens > 30 && usage.outputTokens > 5);
    assert.equal((await replyOf({})).usage.estimated, undefined);
  });

  it('may send arguments as an object, and calls without an index', async () => {
    for (const chat of [
      { argumentsAsObject: true },
      { withoutIndex: true },
      { argumentsAsObject: true, withoutIndex: true },
    ]) {
      const reply = await replyOf(chat);
      assert.deepEqual(
        reply.calls.map(({ name, input }) => ({ name, input })),
        calls,
      );
      assert.equal(reply.stop, 'calls');
    }
  });

  it('may give every call index 0, or neither index nor id', () => {
    const whole = (path: string, more: object) =>
      call({ ...more, function: { name: 'read', arguments: `{"path":"${path}"}` } });
    const paths = (deltas: object[]) => read(deltas).calls.map(({ input }) => JSON.stringify(input));
    const both = ['{"path":"a"}', '{"path":"b"}'];
    assert.deepEqual(paths([whole('a', { index: 0, id: 'one' }), whole('b', { index: 0, id: 'two' })]), both);
    assert.deepEqual(paths([whole('a', {}), whole('b', {})]), both);
    const ids = read([whole('a', {}), whole('b', {})]).calls.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
  });

  it('may mix the pieces of two calls', () => {
    const reply = read([
      call({ index: 0, id: 'one', function: { name: 'read', arguments: '{"path"' } }),
      call({ index: 1, id: 'two', function: { name: 'read', arguments: '{"path"' } }),
      call({ index: 0, function: { arguments: ':"a"}' } }),
      call({ index: 1, function: { arguments: ':"b"}' } }),
    ]);
    assert.deepEqual(
      reply.calls.map(({ input }) => input),
      [{ path: 'a' }, { path: 'b' }],
    );
  });

  it('may call a reply with calls finished by "stop"', () => {
    assert.equal(read([call({ index: 0, id: 'one', function: { name: 'read', arguments: '{}' } })]).stop, 'calls');
  });

  it('may send content in parts, and reasoning under a name of their own, which goes back', () => {
    const reply = read([
      { content: [{ type: 'text', text: 'Good.' }] },
      { reasoning: 'First ' },
      { reasoning: 'this.', reasoning_details: [{ n: 1 }] },
      { reasoning_details: [{ n: 2 }] },
    ]);
    assert.deepEqual(
      [reply.text, reply.native?.blocks],
      [
        'Good.',
        {
          role: 'assistant',
          content: 'Good.',
          reasoning: 'First this.',
          reasoning_details: [{ n: 1 }, { n: 2 }],
        },
      ],
    );
  });

  it('may count cached tokens in their own way', () => {
    const usage = { prompt_tokens: 100, completion_tokens: 7, prompt_cache_hit_tokens: 60 };
    assert.deepEqual(read([{ content: 'x' }], { usage }).usage, {
      inputTokens: 40,
      cacheReadTokens: 60,
      cacheWriteTokens: 0,
      outputTokens: 7,
    });
  });
});
