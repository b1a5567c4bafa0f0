import assert from 'node:assert/strict';
import type { ModelMessage } from '../../../../src/ports/model.ts';
import { conversations } from '../../../support/modelServer/conversations.ts';
import { startModelServer } from '../../../support/modelServer/modelServer.ts';
import { promptCache } from '../../../support/modelServer/promptCache.ts';
import type { Segment } from '../../../support/modelServer/wire.ts';
import { ask, complete, formats, good, goOn, say } from './formats.ts';

const piece = (text: string, more: Partial<Segment> = {}): Segment => {
  return { text: text.padEnd(400, '.'), frozen: false, assistant: false, marked: false, ...more };
};
const row = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => piece(`block ${from + at}`));

describe('the figures of the test server', () => {
  it('count the longest prefix in common with any earlier request of the same key', () => {
    const cache = promptCache(0);
    const account = (segments: Segment[], cacheKey = 'a') => cache.account({ segments, cacheKey, explicit: false });
    account(row(0, 20));
    account([...row(0, 12), piece('other')]);
    const figures = account([...row(0, 15), piece('new')]);
    assert.deepEqual([figures.tokens, figures.commonPrefixTokens, figures.automaticReadTokens], [1_600, 1_500, 1_408]);
    assert.equal(account(row(0, 15), 'b').commonPrefixTokens, 0);
    assert.equal(account(row(0, 5)).automaticReadTokens, 0);
  });

  it('read an explicit cache only up to 20 blocks back from a breakpoint', () => {
    const marked = (segments: Segment[], ...places: number[]) =>
      segments.map((segment, at) => ({ ...segment, marked: places.includes(at) }));
    const read = (second: Segment[]) => {
      const cache = promptCache(0);
      cache.account({ segments: marked(row(0, 10), 9), cacheKey: '', explicit: true });
      return cache.account({ segments: second, cacheKey: '', explicit: true }).explicit;
    };
    assert.deepEqual(read(marked(row(0, 29), 28)), { inputTokens: 0, cacheReadTokens: 1_000, cacheWriteTokens: 1_900 });
    assert.deepEqual(read(marked(row(0, 30), 29)), { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 3_000 });
    assert.deepEqual(read(marked(row(0, 40), 9, 38)), {
      inputTokens: 100,
      cacheReadTokens: 1_000,
      cacheWriteTokens: 2_900,
    });
  });

  it('do not cache prefixes below the least size', () => {
    const cache = promptCache(4_096);
    const segments = row(0, 20).map((segment) => ({ ...segment, marked: true }));
    cache.account({ segments, cacheKey: '', explicit: true });
    const again = cache.account({ segments, cacheKey: '', explicit: true }).explicit;
    assert.deepEqual(again, { inputTokens: 2_000, cacheReadTokens: 0, cacheWriteTokens: 0 });
  });

  it('notice history that was rewritten, and neither a retry nor runs that begin alike', () => {
    const followed = conversations();
    const reply = piece('reply', { assistant: true });
    const begin = () => followed.follow([piece('brief')], ['1']);
    begin();
    const [one, other] = [begin(), begin()];
    one.answered();
    other.answered();
    const next = followed.follow([piece('brief'), reply, piece('result')], ['1', '2', '3']);
    next.answered();
    followed.follow([piece('brief'), reply, piece('other result')], ['1', '2', '3b']).answered();
    const third = followed.follow([piece('brief'), reply, piece('rewritten')], ['1', '2', '3c']);
    assert.deepEqual(
      [one, next, third].map(({ prefixBreak }) => prefixBreak),
      [false, false, true],
    );
  });

  for (const format of formats)
    it(`count a break where ${format.name} is sent other tools or other words than before`, async () => {
      const server = await startModelServer({ policy: () => ({ text: 'Hm.', calls: [{ name: 'read', input: {} }] }) });
      try {
        const port = format.open(server);
        let messages: ModelMessage[] = [say('Brief.')];
        for (let turn = 0; turn < 3; turn++)
          messages = goOn(messages, good(await complete(port, ask(messages))), `result ${turn}`);
        assert.equal(server.prefixBreaks(), 0);
        await complete(port, ask(messages, { tools: [] }));
        assert.equal(server.prefixBreaks(), 1);
        const [brief, ...rest] = messages;
        assert.ok(brief);
        await complete(port, ask([say('Another brief.'), ...rest]));
        assert.equal(server.prefixBreaks(), 2);
      } finally {
        await server.close();
      }
    });

  it('see the start of a sibling run in the cache', async () => {
    const server = await startModelServer({ policy: () => ({ text: 'Hm.', calls: [] }) });
    try {
      for (const format of formats) {
        const port = format.open(server);
        const system = ['skill '.repeat(4_000)];
        for (const name of ['first', 'second']) await complete(port, ask([say('shared', name)], { system }));
        const [, sibling] = server.requests.filter(({ wire }) => wire === format.name);
        assert.ok(sibling?.isFirstOfConversation);
        assert.ok(sibling.usage.cacheReadTokens >= sibling.cache.frozenTokens - 128, JSON.stringify(sibling.usage));
      }
    } finally {
      await server.close();
    }
  });
});
