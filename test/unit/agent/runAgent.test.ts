import assert from 'node:assert/strict';
import { z } from 'zod';
import { runAgent } from '../../../src/agent/runAgent.ts';
import { defineTool, refusal, result } from '../../../src/agent/tool.ts';
import type { AnyTool } from '../../../src/agent/tool.ts';
import { call, lastTexts, MemoryLog, OpenPermit, play, runRequest, ScriptedModel, World } from './scriptedRun.ts';
import type { Line } from './scriptedRun.ts';

const look = (at: string): Line => ({ calls: [call('look', { at })] });
const finish: Line = { calls: [call('finish', { summary: 'done' })] };

function failure(end: { kind: string; failure?: string }): string {
  return end.failure ?? end.kind;
}

describe('an agent run', () => {
  it('calls tools until the terminal tool accepts a result', async () => {
    const { end, model, world } = await play([
      { text: 'I look.', calls: [call('look', { at: 'a' }), call('change', { what: 'b' })] },
      finish,
    ]);
    assert.deepEqual(end, { kind: 'finished', result: { summary: 'done' }, partial: false, turns: 2, toolCalls: 2 });
    assert.deepEqual(world.effects, ['b']);
    assert.deepEqual(lastTexts(model), ['saw a', 'changed b']);
  });

  it('goes on when the terminal tool refuses, with what is missing', async () => {
    const { end, model } = await play([{ calls: [call('finish', { summary: '' })] }, finish]);
    assert.equal(end.kind, 'finished');
    assert.deepEqual(lastTexts(model), ['summary is empty']);
  });

  it('takes no report of nothing from a role that must work first', async () => {
    const { end, model } = await play([finish, look('a'), finish], { needsWorkFirst: true });
    assert.equal(end.kind, 'finished');
    const request = JSON.parse(model.requests[1]?.messages.at(-1) ?? '{}') as { parts?: { text: string }[] };
    assert.match(request.parts?.[0]?.text ?? '', /^Not run: you have done nothing yet/);
  });

  it('runs reads that stand together in parallel and everything else in order', async () => {
    const order: string[] = [];
    const secondRead = Promise.withResolvers<undefined>();
    const slow = (name: string, kind: AnyTool['kind']): AnyTool =>
      defineTool({
        name,
        description: name,
        kind,
        schema: z.strictObject({ n: z.int() }),
        run: async ({ n }) => {
          order.push(`${name}${n} begins`);
          // The first read ends only after the second one has begun and ended: alone it would never end.
          if (n === 1) await secondRead.promise;
          order.push(`${name}${n} ends`);
          if (n === 5) secondRead.resolve(undefined);
          return result(`${name}${n}`);
        },
      });
    const tools = [slow('read', 'read'), slow('effect', 'effect'), ...new World().tools()];
    const calls = [
      call('read', { n: 1 }),
      call('read', { n: 5 }),
      call('effect', { n: 2 }),
      call('effect', { n: 3 }),
      call('read', { n: 4 }),
    ];
    const { model } = await play([{ calls }, finish], { tools });
    assert.deepEqual(
      order.map((each) => each.replace(' begins', '>').replace(' ends', '<')),
      ['read1>', 'read5>', 'read5<', 'read1<', 'effect2>', 'effect2<', 'effect3>', 'effect3<', 'read4>', 'read4<'],
    );
    assert.deepEqual(lastTexts(model), ['read1', 'read5', 'effect2', 'effect3', 'read4']);
  });

  it('runs what stands before the terminal call and answers what stands after it', async () => {
    const { end, log, world } = await play([
      { calls: [call('change', { what: 'a' }), call('finish', { summary: 's' }), call('change', { what: 'b' })] },
    ]);
    assert.equal(end.kind, 'finished');
    assert.deepEqual(world.effects, ['a']);
    const last = log.durable.at(-1);
    assert.equal(last?.type === 'toolResult' && last.text, 'Not run: the run had ended with finish.');
  });

  it('asks nobody on the ground of what was refused in the same reply', async () => {
    const asked: number[] = [];
    const tools = [
      defineTool({
        name: 'record',
        description: '',
        kind: 'effect',
        schema: z.strictObject({ n: z.number() }),
        run: async ({ n }) => (n < 0 ? refusal('too small') : result('recorded')),
      }),
      defineTool({
        name: 'send_out',
        description: '',
        kind: 'resumable',
        asksOthers: true,
        schema: z.strictObject({ n: z.number() }),
        run: async ({ n }) => {
          asked.push(n);
          return result('reviewed');
        },
      }),
      ...new World().tools(),
    ];
    const both = (n: number) => ({ calls: [call('record', { n }), call('send_out', { n })] });
    const { model, end } = await play([both(-1), both(2), finish], { tools });
    assert.equal(end.kind, 'finished');
    assert.deepEqual(asked, [2]);
    assert.ok(
      JSON.stringify(model.requests[1]).includes(
        'Not run: record, before it in this reply, was refused. Correct that first.',
      ),
    );
  });

  it('sends the same prefix with every call and only ever adds to the history', async () => {
    const { model } = await play([look('a'), { text: 'hm' }, look('b'), finish]);
    assert.equal(new Set(model.requests.map(({ prefix }) => prefix)).size, 1);
    model.requests.slice(1).forEach(({ messages }, index) => {
      const before = model.requests[index]?.messages ?? [];
      assert.deepEqual(messages.slice(0, before.length), before);
    });
  });

  it('waits for the disk twice a turn with an effect', async () => {
    const turns = 10;
    const change = (_: unknown, index: number): Line => ({ calls: [call('change', { what: String(index) })] });
    const { log } = await play([...Array.from({ length: turns }, change), finish]);
    assert.ok(log.syncs <= 2 * turns + 3, `${log.syncs} syncs`);
  });

  it('asks for a permit that is never under what the call can use', async () => {
    const usage = { inputTokens: 100, cacheReadTokens: 30, cacheWriteTokens: 7, outputTokens: 20 };
    const { permit, model } = await play([{ ...(look('x'.repeat(300)) as object), usage }, finish]);
    const [first, second] = permit.asked;
    assert.ok(first && second);
    assert.equal(first.outputTokens, 2000);
    assert.ok(first.inputTokens >= JSON.stringify(model.requests[0]).length / 6);
    assert.ok(second.inputTokens >= 157 + 100 && second.inputTokens < 157 + 400, `${second.inputTokens}`);
    assert.deepEqual(permit.ended, ['used 1', 'used 2']);
  });

  it('takes notices before each call', async () => {
    const notes = [['first'], [], ['third']];
    const { model } = await play([look('a'), look('b'), finish], { takeNotices: async () => notes.shift() ?? [] });
    assert.deepEqual(lastTexts(model, 0), ['first']);
    assert.deepEqual(lastTexts(model, 1), ['saw a']);
    assert.deepEqual(lastTexts(model, 2), ['saw b', 'third']);
  });

  it('caps a long result, head and tail', async () => {
    const { model } = await play([look(`HEAD${'é'.repeat(3000)}TAIL`), finish]);
    const [text = ''] = lastTexts(model);
    assert.match(text, /^saw HEADé+\n\[… \d+ of 6012 bytes left out here; ask for a smaller part …\]\né+TAIL$/);
    assert.ok(Buffer.byteLength(text) < 1100);
  });

  it('turns an exception of a tool into a result', async () => {
    const broken = defineTool({
      name: 'broken',
      description: '',
      kind: 'effect',
      schema: z.strictObject({}),
      run: async () => Promise.reject(new Error('oh')),
    });
    const { end, model, told } = await play([{ calls: [call('broken', {})] }, finish], {
      tools: [broken, ...new World().tools()],
    });
    assert.equal(end.kind, 'finished');
    assert.match(lastTexts(model)[0] ?? '', /^Internal error in broken: oh\. This is a fault of Longhaul/);
    assert.ok(told.some((piece) => piece.kind === 'output' && piece.text.includes('Error: oh')));
  });
});

describe('a fatal exception of a tool', () => {
  it('rejects the run and leaves the call open', async () => {
    class DiskFull extends Error {}
    let isFull = true;
    const world = new World();
    const tools = world
      .tools()
      .map((tool): AnyTool =>
        tool.name === 'delegate'
          ? { ...tool, run: async (...given) => (isFull ? Promise.reject(new DiskFull()) : tool.run(...given)) }
          : tool,
      );
    const model = new ScriptedModel([{ calls: [call('delegate', { task: 't' })] }, finish]);
    const log = new MemoryLog();
    const isFatal = (error: unknown) => error instanceof DiskFull;
    await assert.rejects(runAgent(runRequest(model, { tools, log, isFatal })), DiskFull);
    isFull = false;
    const end = await runAgent(
      runRequest(model, { tools, log: new MemoryLog(log.durable), resumeNotice: async () => null }),
    );
    assert.equal(end.kind, 'finished');
    assert.deepEqual(lastTexts(model), ['did t']);
  });
});

describe('calls that cannot be read', () => {
  it('are answered with everything that is wrong', async () => {
    const { model, world } = await play([
      {
        calls: [
          call('lok', { at: 'a' }),
          call('look', undefined, '{"at": "a'),
          call('change', { which: 'b' }),
          call('change', { what: 3 }),
        ],
      },
      finish,
    ]);
    assert.deepEqual(lastTexts(model), [
      'Not run, the call could not be read: there is no tool "lok". The tools are: look, change, delegate, finish.',
      'Not run, the call could not be read: the arguments of look are not one complete JSON object. You wrote: {"at": "a\n' +
        'Make the call again with valid JSON: quotes and newlines inside strings escaped, nothing after the closing brace.',
      'Not run, the call could not be read: the input of change does not fit.\n- what: is missing (expected string)\n- unknown field which\nFields of change: what. You sent: which.',
      'Not run, the call could not be read: the input of change does not fit.\n- what: expected string, received number\nFields of change: what. You sent: what.',
    ]);
    assert.deepEqual(world.effects, []);
  });

  it('end the run when no call could be read too many times in a row', async () => {
    const bad = (n: number): Line => ({ calls: [call('nothing', { n })] });
    const { end } = await play([bad(1), bad(2), look('a'), bad(3), bad(4), bad(5), bad(6), finish]);
    assert.equal(failure(end), 'malformedReplies');
  });

  it('never run from a reply that was cut, and the model is told', async () => {
    const { model, world, end } = await play([
      { calls: [call('change', { what: 'whole' }), call('change', { what: 'cut' })], stop: 'length' },
      { text: 'cut text', stop: 'length' },
      finish,
    ]);
    assert.equal(end.kind, 'finished');
    assert.deepEqual(world.effects, ['whole']);
    const [, second = '', cut = ''] = lastTexts(model, 1);
    assert.match(second, /not one complete JSON object. You wrote: {"what":"cut"} \(cut here\)/);
    assert.match(cut, /^Your reply was cut at 2000 tokens\./);
    assert.match(lastTexts(model, 2).join('\n'), /cut at 2000 tokens[^]*made no tool call[^]*call finish to end/);
  });
});

describe('a run is suspended', () => {
  it('by any model failure that may pass, and asks again when it goes on', async () => {
    const first = await play([look('a'), 'rateLimited', finish]);
    assert.equal(
      first.end.kind === 'suspended' && first.end.cause.kind === 'model' && first.end.cause.failure.kind,
      'rateLimited',
    );
    const log = new MemoryLog(first.log.durable);
    const end = await runAgent(runRequest(first.model, { log, resumeNotice: async () => null }));
    assert.equal(end.kind, 'finished');
    assert.deepEqual(first.model.requests.at(-1), first.model.requests.at(-2));
  });

  it('by a refused permit, without a model call', async () => {
    const permit = new OpenPermit();
    permit.refuses = 'the budget is used up';
    const { end, model } = await play([finish], { permit });
    assert.deepEqual(end, { kind: 'suspended', cause: { kind: 'permit', why: 'the budget is used up' } });
    assert.equal(model.requests.length, 0);
  });

  it('by cancellation, at once: the model call in flight is aborted', async () => {
    const pause = new AbortController();
    const hang = async (signal: AbortSignal): Promise<Line> => {
      pause.abort();
      assert.ok(signal.aborted);
      return 'aborted';
    };
    const { end, permit } = await play([look('a'), hang, finish], { signal: pause.signal });
    assert.deepEqual(end, { kind: 'suspended', cause: { kind: 'cancelled' } });
    assert.deepEqual(permit.ended, ['used 1', 'failed 2']);
  });

  it('by cancellation during a read, without waiting for it', async () => {
    const pause = new AbortController();
    const tools = new World().tools().map((tool) =>
      tool.name === 'look'
        ? {
            ...tool,
            run: async () => {
              pause.abort();
              return new Promise<never>(() => undefined);
            },
          }
        : tool,
    );
    assert.equal((await play([look('a')], { tools, signal: pause.signal })).end.kind, 'suspended');
  });

  it('by a tool that waits, and comes back to that very call', async () => {
    const ids: string[] = [];
    let answer: string | null = null;
    const ask = defineTool({
      name: 'ask',
      description: '',
      kind: 'resumable',
      schema: z.strictObject({}),
      run: async (_input, { callId }) => {
        ids.push(callId);
        return answer === null ? { kind: 'suspend', why: 'the user is asked' } : result(answer);
      },
    });
    const world = new World();
    const tools = [ask, ...world.tools()];
    const script: Line[] = [
      { calls: [call('change', { what: 'a' }), call('ask', {}), call('change', { what: 'b' })] },
      finish,
    ];
    const first = await play(script, { tools });
    assert.deepEqual(first.end, { kind: 'suspended', cause: { kind: 'tool', why: 'the user is asked' } });
    assert.deepEqual(world.effects, ['a']);
    answer = 'blue';
    const end = await runAgent(
      runRequest(first.model, { tools, log: new MemoryLog(first.log.durable), resumeNotice: async () => null }),
    );
    assert.equal(end.kind, 'finished');
    assert.deepEqual(ids, ['1.1', '1.1']);
    assert.deepEqual(lastTexts(first.model), ['changed a', 'blue', 'changed b']);
    assert.deepEqual(world.effects, ['a', 'b']);
  });
});

describe('a refusal of the model', () => {
  it('ends the run', async () => {
    const { end } = await play([{ text: 'I will not.', stop: 'refusal' }, finish]);
    assert.equal(failure(end), 'refusedByModel');
    assert.equal(end.kind === 'failed' && end.message, 'The model refused to go on: I will not.');
  });
});

describe('a model whose usage is not known', () => {
  it('is bound by the bytes of the whole request', async () => {
    const usage = { inputTokens: 0, outputTokens: 0 };
    const model = new ScriptedModel([{ ...(look('a'.repeat(500)) as object), usage }, finish]);
    const permit = new OpenPermit();
    await runAgent(runRequest(model, { permit }));
    const [first, second] = permit.asked;
    assert.ok(first && second && second.inputTokens > first.inputTokens + 300);
  });
});
