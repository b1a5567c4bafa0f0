import assert from 'node:assert/strict';
import { readRunLog } from '../../../src/agent/readRunLog.ts';
import { runAgent } from '../../../src/agent/runAgent.ts';
import type { RunLogEntry } from '../../../src/ports/runLog.ts';
import { call, Crash, lastTexts, MemoryLog, runRequest, ScriptedModel, World } from './scriptedRun.ts';
import type { Line } from './scriptedRun.ts';

const script: Line[] = [
  {
    text: 'I begin.',
    calls: [
      call('look', { at: 'a' }),
      call('change', { what: 'first' }),
      call('change', { what: 'second' }),
      call('look', { at: 'b' }),
      call('look', { at: 'c' }),
    ],
  },
  { calls: [call('delegate', { task: 'one' }), call('delegate', { task: 'two' })] },
  { calls: [call('look', { wrong: 1 }), call('change', { what: 'third' })] },
  { text: 'I think.' },
  { calls: [call('change', { what: 'fourth' }), call('finish', { summary: 'done' }), call('look', { at: 'd' })] },
];

interface Lives {
  world: World;
  model: ScriptedModel;
  entries: RunLogEntry[];
  result: unknown;
}

interface Kill {
  /** Number of the append in its life, from 1. */
  at: number;
  keeps: boolean;
}

/** Plays the script, ending the process at an append of each of the first lives; the last one lives on undisturbed. */
async function liveThrough(...kills: Kill[]): Promise<Lives> {
  const world = new World();
  const model = new ScriptedModel(script);
  const tools = world.tools();
  let entries: RunLogEntry[] = [];
  for (const kill of kills) {
    const log = new MemoryLog(entries, kill);
    await runAgent(runRequest(model, { log, tools })).catch((error: unknown) => assert.ok(error instanceof Crash));
    entries = log.durable;
  }
  const log = new MemoryLog(entries);
  const end = await runAgent(runRequest(model, { log, tools }));
  assert.ok(end.kind === 'finished');
  return { world, model, entries: log.durable, result: end.result };
}

describe('a run that is killed at any append and goes on', () => {
  it('ends with the same result, does no effect twice and redoes at most one step', async () => {
    const whole = await liveThrough();
    const appends = whole.entries.length;
    assert.ok(appends > 25, `${appends} appends`);
    for (let at = 1; at <= appends; at += 1) {
      for (const keeps of [true, false]) {
        const lives = await liveThrough({ at, keeps });
        const where = `killed at append ${at}, ${keeps ? 'kept' : 'lost'}`;
        assert.deepEqual(lives.result, { summary: 'done' }, where);
        assert.equal(new Set(lives.world.effects).size, lives.world.effects.length, `${where}: an effect ran twice`);
        assert.ok(lives.world.reads.length <= whole.world.reads.length + 2, `${where}: reads of more than one step`);
        assert.ok(lives.world.resumed.length <= 1, `${where}: sub-runs taken up twice`);
        assert.equal(lives.world.subRuns.size, 2, where);
        assert.ok(lives.model.requests.length <= whole.model.requests.length + 1, `${where}: model calls`);
        assertOnlyGrows(lives.model, where);
      }
    }
  });

  it('does no effect twice when it is killed again while it recovers', async () => {
    const appends = (await liveThrough()).entries.length;
    for (let first = 1; first <= appends; first += 1) {
      for (let second = 1; second <= appends; second += 1) {
        const kills = [
          { at: first, keeps: (first + second) % 2 === 0 },
          { at: second, keeps: second % 2 === 0 },
        ];
        const { world, result, model } = await liveThrough(...kills);
        const where = `killed at appends ${first} and ${second}`;
        assert.deepEqual(result, { summary: 'done' }, where);
        assert.equal(new Set(world.effects).size, world.effects.length, where);
        assertOnlyGrows(model, where);
      }
    }
  });

  it('is told once that it was restarted', async () => {
    const { entries } = await liveThrough({ at: 12, keeps: true });
    assert.equal(
      entries.filter((entry) => entry.type === 'notice' && entry.text === 'Longhaul was restarted.').length,
      1,
    );
  });

  it('is told what is known of an effect that was interrupted', async () => {
    const whole = await liveThrough();
    const at = whole.entries.findIndex((entry) => entry.type === 'toolIntent') + 1;
    const done = await liveThrough({ at: at + 1, keeps: false });
    assert.ok(
      textsOf(done.entries).includes('Interrupted: Longhaul was restarted while this call ran. It was changed.'),
    );
    const notDone = await liveThrough({ at, keeps: true });
    assert.ok(
      textsOf(notDone.entries).includes('Interrupted: Longhaul was restarted while this call ran. It was not changed.'),
    );
  });

  it('returns the result at once when it had one', async () => {
    const { entries } = await liveThrough();
    const model = new ScriptedModel([]);
    const end = await runAgent(runRequest(model, { log: new MemoryLog(entries) }));
    assert.deepEqual(end, { kind: 'finished', result: { summary: 'done' }, partial: false, turns: 5, toolCalls: 9 });
    assert.equal(model.requests.length, 0);
  });
});

describe('an effect without a word of its own on interruptions', () => {
  it('has an unknown outcome', async () => {
    const world = new World();
    const tools = world
      .tools()
      .map(({ name, description, schema, kind, run }) => ({ name, description, schema, kind, run, asksOthers: false }));
    const model = new ScriptedModel([
      { calls: [call('change', { what: 'x' })] },
      { calls: [call('finish', { summary: 's' })] },
    ]);
    const log = new MemoryLog([], { at: 5, keeps: false });
    await assert.rejects(runAgent(runRequest(model, { log, tools })), Crash);
    assert.deepEqual(world.effects, ['x']);
    await runAgent(runRequest(model, { log: new MemoryLog(log.durable), tools }));
    assert.deepEqual(world.effects, ['x']);
    assert.match(lastTexts(model)[0] ?? '', /^Interrupted, outcome unknown: .* Check before you do it again\.$/);
  });
});

describe('a run log', () => {
  it('is read as the conversation that was sent and what is still to be done', async () => {
    const { entries, model } = await liveThrough();
    const record = readRunLog(entries);
    assert.deepEqual(
      { ...record, prefix: record.prefix?.system, messages: record.messages.length },
      {
        prefix: ['You are a test.'],
        messages: (model.requests.at(-1)?.messages.length ?? 0) + 2,
        pending: [],
        result: { result: { summary: 'done' }, partial: false },
        turns: 5,
        toolCalls: 9,
      },
    );
    const intent = entries.findIndex((entry) => entry.type === 'toolIntent');
    const { pending } = readRunLog(entries.slice(0, intent + 1));
    assert.deepEqual(
      pending.map(({ callId, begun }) => ({ callId, begun })),
      [
        { callId: '1.1', begun: true },
        { callId: '1.2', begun: false },
        { callId: '1.3', begun: false },
        { callId: '1.4', begun: false },
      ],
    );
    assert.deepEqual(readRunLog([]), { prefix: null, messages: [], pending: [], result: null, turns: 0, toolCalls: 0 });
  });
});

function textsOf(entries: readonly RunLogEntry[]): string[] {
  return entries.flatMap((entry) => (entry.type === 'toolResult' ? [entry.text] : []));
}

function assertOnlyGrows({ requests }: ScriptedModel, where: string): void {
  requests.slice(1).forEach(({ messages, prefix }, index) => {
    const before = requests[index];
    assert.equal(prefix, before?.prefix, where);
    assert.deepEqual(messages.slice(0, before?.messages.length), before?.messages, where);
  });
}
