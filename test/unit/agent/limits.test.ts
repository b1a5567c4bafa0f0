import assert from 'node:assert/strict';
import { result } from '../../../src/agent/tool.ts';
import { call, lastTexts, limits, play, StillClock, World } from './scriptedRun.ts';
import type { Line } from './scriptedRun.ts';

const look = (at: string): Line => ({ calls: [call('look', { at })] });
const finish: Line = { calls: [call('finish', { summary: 'done' })] };

function failure(end: { kind: string; failure?: string }): string {
  return end.failure ?? end.kind;
}

describe('the limits of a run', () => {
  it('end it after its turns', async () => {
    const { end } = await play([look('a'), look('b'), look('c')], { limits: { ...limits, maxTurns: 2 } });
    assert.deepEqual(end, {
      kind: 'failed',
      failure: 'turnLimit',
      message: 'The run took its 2 turns without a result.',
      turns: 2,
      toolCalls: 2,
    });
  });

  it('end it after replies without a call, each answered with the tool that ends the run', async () => {
    const { end, model } = await play([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
    assert.equal(failure(end), 'noResult');
    assert.deepEqual(lastTexts(model), [
      'Your reply made no tool call. Only tool calls have an effect: make the next one, or call finish to end.',
    ]);
    assert.equal(failure((await play([{}, {}, {}])).end), 'emptyReplies');
  });

  it('end it at the same call with the same result, after a warning', async () => {
    const { end, model } = await play([look('a'), look('a'), look('a'), look('a'), finish]);
    assert.equal(failure(end), 'repeatedCalls');
    assert.match(lastTexts(model)[1] ?? '', /^You made the same call 3 times in a row with the same result\./);
  });

  it('end it at A-B-A-B, after a warning', async () => {
    const script = Array.from({ length: 12 }, (_, index) => look(index % 2 === 0 ? 'a' : 'b'));
    const { end, model } = await play(script);
    assert.equal(failure(end), 'repeatedCalls');
    assert.equal(model.requests.length, 8);
    assert.match(lastTexts(model, 6)[1] ?? '', /^You repeat the same two calls/);
  });

  it('let a call be repeated while its result changes', async () => {
    const script = [1, 2, 3, 4, 5, 6].map(() => look('a'));
    let seen = 0;
    const tools = new World()
      .tools()
      .map((tool) => (tool.name === 'look' ? { ...tool, run: async () => result(`line ${(seen += 1)}`) } : tool));
    assert.equal((await play([...script, finish], { tools })).end.kind, 'finished');
    const timed = new World()
      .tools()
      .map((tool) =>
        tool.name === 'look'
          ? { ...tool, run: async () => result(`[evidence E${(seen += 1)}] ok in ${seen} ms`) }
          : tool,
      );
    assert.equal(failure((await play([...script, finish], { tools: timed })).end), 'repeatedCalls');
  });

  it('ask for a partial handoff near the context limit, once, and end the run three turns later', async () => {
    const near = (at: string): Line => ({ calls: [call('look', { at })], usage: { cacheReadTokens: 90_000 } });
    const handedOff = await play([look('a'), near('b'), { calls: [call('finish', { summary: 'partial' })] }]);
    assert.deepEqual(lastTexts(handedOff.model), ['saw b', 'Hand off partial now.']);
    assert.equal(handedOff.end.kind === 'finished' && handedOff.end.partial, true);
    const deaf = await play([look('a'), near('b'), near('c'), near('d'), near('e'), near('f')]);
    assert.equal(failure(deaf.end), 'contextFull');
    assert.equal(deaf.model.requests.length, 5);
    const silent = await play([near('b'), finish], { partialNotice: null });
    assert.equal(failure(silent.end), 'contextFull');
  });

  it('take a context overflow like the nearness of the limit', async () => {
    const handedOff = await play([look('a'), 'contextOverflow', finish]);
    assert.equal(handedOff.end.kind === 'finished' && handedOff.end.partial, true);
    assert.equal(failure((await play([look('a'), 'contextOverflow', 'contextOverflow', finish])).end), 'contextFull');
  });

  it('end a run that completes no turn in the idle time, or has used its time', async () => {
    for (const [moveMs, expected] of [
      [50_000, 'idleLimit'],
      [100_000, 'timeLimit'],
    ] as const) {
      const clock = new StillClock();
      const hang = async (signal: AbortSignal): Promise<Line> => {
        void clock.move(moveMs);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return 'aborted';
      };
      const { end, permit } = await play([look('a'), hang], { clock });
      assert.equal(failure(end), expected);
      assert.deepEqual(permit.ended, ['used 1', 'failed 2']);
    }
  });

  it('do not count the time of resumable calls', async () => {
    const clock = new StillClock();
    const tools = new World().tools().map((tool) =>
      tool.name === 'delegate'
        ? {
            ...tool,
            run: async () => {
              await clock.move(1_000_000);
              return result('answered at last');
            },
          }
        : tool,
    );
    assert.equal(
      (await play([{ calls: [call('delegate', { task: 't' })] }, finish], { clock, tools })).end.kind,
      'finished',
    );
  });
});
