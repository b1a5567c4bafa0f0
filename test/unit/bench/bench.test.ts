import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { parseEvent } from '../../../src/mission/events/event.ts';
import { measured, tableOf } from '../../bench/figures.ts';
import { Interleaving } from '../../bench/interleaving.ts';
import type { Loop } from '../../bench/interleaving.ts';
import { longJournal } from '../../bench/longJournal.ts';
import { measureAll } from '../../bench/measureAll.ts';

const names = [
  ...['turnGapRatio50', 'turnGapRatio200', 'turnGapRatio500', 'processesPerCommand', 'cpuMsPerTurn', 'rssMbPerTurn'],
  ...['connections', 'prefixBreaks', 'cacheAutomaticShare', 'cacheExplicitShare', 'siblingPrefixShare'],
  ...['workerPrefixTokens', 'journalAppendP99Ms', 'replay100kMs', 'resumeMs'],
];

const length = { turns: 3, repetitions: 1 };
const tiny = {
  ...{ files: 20, short: length, middle: length, long: length, turnsPerBlock: 2 },
  ...{ appends: 5, replay: { events: 300, repetitions: 1 }, resumes: 1, editor: null },
};

describe('the bench', () => {
  it('gives every figure once, each with its unit and goal, from real runs of engine and bare loop', async function () {
    if (process.platform !== 'linux') this.skip();
    this.timeout(120_000);
    const said: string[] = [];
    const all = await measureAll(tiny, { parent: tmpdir(), say: (text) => said.push(text) });
    const figures = all.map(({ figure }) => figure);
    assert.deepEqual(
      figures.map(({ name }) => name),
      names,
    );
    for (const { name, value, unit, goal, met } of figures) {
      assert.ok(Number.isFinite(value), `${name} is ${value}`);
      assert.equal(typeof met, 'boolean');
      assert.match(goal, /^[≤≥=] \d/);
      assert.ok(unit.length > 0);
    }
    const byName = new Map(figures.map(({ name, value }) => [name, value]));
    // What does not depend on the machine holds in the smallest run too.
    assert.equal(byName.get('connections'), 1);
    assert.equal(byName.get('prefixBreaks'), 0);
    assert.ok((byName.get('processesPerCommand') ?? 0) >= 1);
    assert.ok(said.length > 5);
  });

  it('lets the loops take turns in blocks, one at a time, and ends when both have ended', async () => {
    const course: string[] = [];
    let running: string | null = null;
    const interleaving = new Interleaving({
      loops: ['engine', 'bare'],
      turnsPerBlock: 2,
      observe: () => course.length,
    });
    const take = async (loop: Loop, turns: number): Promise<void> => {
      for (let turn = 0; turn < turns; turn += 1) {
        await interleaving.turn(loop);
        assert.ok(running === null || running === loop);
        running = loop;
        course.push(loop);
        await new Promise((resolve) => setImmediate(resolve));
        running = null;
      }
      await interleaving.end(loop);
    };
    await Promise.all([take('engine', 5), take('bare', 3)]);
    const [engine, bare] = ['engine', 'bare'];
    assert.deepEqual(course, [engine, engine, bare, bare, engine, engine, bare, engine]);
    assert.deepEqual(interleaving.blocks, {
      engine: [
        { turns: 2, start: 0, end: 2 },
        { turns: 2, start: 4, end: 6 },
        { turns: 1, start: 7, end: 8 },
      ],
      bare: [
        { turns: 2, start: 2, end: 4 },
        { turns: 1, start: 6, end: 7 },
      ],
    });
  });

  it('calls a figure missed that is beyond its goal, or whose further condition does not hold', () => {
    const isMet = (...figure: Parameters<typeof measured>) => measured(...figure).figure.met;
    assert.equal(isMet('turnGapRatio50', 2), true);
    assert.equal(isMet('turnGapRatio50', 2.01), false);
    assert.equal(isMet('turnGapRatio50', Number.NaN), false);
    assert.equal(isMet('connections', 0), false);
    assert.equal(isMet('workerPrefixTokens', 4_299), false);
    assert.equal(isMet('workerPrefixTokens', 6_001), false);
    const alsoNeeds = { what: 'own share does not grow', holds: false };
    const { figure } = measured('turnGapRatio500', 1, { alsoNeeds });
    assert.deepEqual([figure.goal, figure.met], ['≤ 2, own share does not grow', false]);
    assert.match(tableOf([measured('prefixBreaks', 1)]), /^MISSED +prefixBreaks +1 +≤ 0/m);
  });

  it('measures replay on events that the schemas accept', () => {
    const events = longJournal('m', 2_000).flatMap((record): unknown[] => JSON.parse(record) as unknown[]);
    assert.ok(events.length >= 2_000);
    for (const event of events) {
      const parsed = parseEvent(event);
      assert.deepEqual(parsed, { ok: true, event });
    }
  });
});
