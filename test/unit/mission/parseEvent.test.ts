import assert from 'node:assert/strict';
import { parseEvent } from '../../../src/mission/events/event.ts';

const stamp = { seq: 7, at: 1000, author: 'user' };

function why(value: unknown): string {
  const parsed = parseEvent(value);
  assert.ok(!parsed.ok);
  return parsed.why;
}

describe('an event of a journal line', () => {
  it('is read with its stamp, and keeps only what its schema knows', () => {
    const body = { type: 'userSaid', message: 'm1', text: 'Hello', mood: 'happy' };
    const parsed = parseEvent({ ...stamp, call: '3:a', body });
    assert.deepEqual(parsed, {
      ok: true,
      event: { ...stamp, call: '3:a', body: { type: 'userSaid', message: 'm1', text: 'Hello' } },
    });
  });

  it('is refused when it is no event at all', () => {
    for (const value of [null, 'text', 7, [], {}, { ...stamp }, { ...stamp, body: { text: 'no type' } }])
      assert.equal(why(value), 'not an event');
  });

  it('is refused when nobody of that name may append', () => {
    assert.equal(
      why({ ...stamp, author: 'stranger', body: { type: 'userSaid', message: 'm1', text: 'Hello' } }),
      'not an event',
    );
  });

  it('is refused by name when its type is unknown, as from another version', () => {
    assert.equal(why({ ...stamp, body: { type: 'moonRose' } }), 'unknown event "moonRose"');
  });

  it('is refused with what is wrong and where, when a field does not fit', () => {
    assert.match(why({ ...stamp, body: { type: 'userSaid', message: 'm1' } }), /^userSaid: [\s\S]*text/);
    const decision = { fate: 'forget' };
    assert.match(
      why({ ...stamp, body: { type: 'itemSettled', run: 1, item: 'I1', decision } }),
      /^itemSettled: [\s\S]*fate/,
    );
  });

  it('of usage is read like every other: unchanged when it fits, refused or stripped when it does not', () => {
    const figures = { inputTokens: 1, cacheReadTokens: 2, cacheWriteTokens: 3, outputTokens: 4, microDollars: null };
    const body = { type: 'usageRecorded', run: 1, call: 2, ...figures, known: true };
    const event = { seq: 7, at: 1000, author: 'runner', body };
    assert.deepEqual(parseEvent(event), { ok: true, event });
    for (const field of Object.keys(body).filter((name) => name !== 'type')) {
      assert.match(why({ ...event, body: { ...body, [field]: 'text' } }), new RegExp(`^usageRecorded: [^]*${field}`));
      const rest = Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
      assert.match(why({ ...event, body: rest }), new RegExp(`^usageRecorded: [^]*${field}`));
    }
    assert.match(why({ ...event, body: { ...body, run: Infinity } }), /^usageRecorded: /);
    assert.equal(why({ ...event, seq: '7' }), 'not an event');
    assert.deepEqual(parseEvent({ ...event, call: '3:a', body: { ...body, mood: 'happy' } }), {
      ok: true,
      event: { ...event, call: '3:a' },
    });
  });

  it('is refused when its type is a word of the language instead of an event', () => {
    for (const type of ['constructor', 'toString', 'hasOwnProperty'])
      assert.equal(why({ ...stamp, body: { type } }), `unknown event "${type}"`);
  });
});
