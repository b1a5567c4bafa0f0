import assert from 'node:assert/strict';
import type { EventBody } from '../../../src/mission/events/event.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import { emptyState } from '../../../src/mission/state.ts';
import { resumeCommand } from '../../../src/terminal/carryCommand.ts';
import { eventLines } from '../../../src/wording/eventLines.ts';
import { oneLine } from '../../../src/wording/oneLine.ts';
import { layOut } from '../../../src/terminal/layOut.ts';
import { callText } from '../../../src/wording/callText.ts';
import { Screen } from '../../../src/terminal/screen.ts';
import type { TerminalIo } from '../../../src/terminal/terminalIo.ts';
import { duration, pauseSentence } from '../../../src/wording/words.ts';

function recordingIo(columns: number | null): { io: TerminalIo; out: string[]; err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const io: TerminalIo = {
    out: (line) => void out.push(line),
    error: (line) => void err.push(line),
    live: () => undefined,
    paint: (tone, text) => (tone === 'plain' ? text : `<${tone}>${text}</>`),
    columns: () => columns,
    ask: () => Promise.resolve(null),
    onInterrupt: () => () => undefined,
    endNow: () => undefined,
    program: 'longhaul',
  };
  return { io, out, err };
}

function show(body: EventBody, options: { json?: boolean; columns?: number | null } = {}): string[] {
  const { io, out } = recordingIo(options.columns ?? null);
  const screen = new Screen({ io, json: options.json ?? false, calls: false });
  screen.event({ seq: 1, at: 0, author: 'user', body }, emptyState());
  screen.still();
  return out;
}

const said: EventBody = { type: 'orchestratorSaid', text: 'The shelf is small, and so is the change that it needs.' };

describe('lines for people', () => {
  it('are free of control characters, whatever a model or a repository wrote', () => {
    assert.equal(oneLine('a\u001B[2Jb\r\n\tc\u0007 d\u009B31m'), 'a [2Jb c d 31m');
    const [line = ''] = show({ type: 'orchestratorSaid', text: 'look\u001B[2J\nhere' });
    assert.ok(line.endsWith('Orchestrator: look [2J here'), line);
  });

  it('break at words under their beginning on a screen, and stay whole in a file', () => {
    assert.deepEqual(layOut('12:00:00  · ', 'one two three four five six seven eight', 42), [
      '12:00:00  · one two three four five six',
      '            seven eight',
    ]);
    assert.equal(layOut('· ', 'x'.repeat(500), null).length, 1);
    assert.equal(show(said, { columns: 50 }).length, 2);
    assert.equal(show(said).length, 1);
  });

  it('carry a sign, and its colour', () => {
    const body: EventBody = { type: 'scrutinyJudged', milestone: 'M1', round: 1, passed: true, reasons: [] };
    const [line = ''] = show(body);
    assert.match(line, /^<quiet>\d\d:\d\d:\d\d {4}<\/><good>✓<\/> Scrutiny passed$/);
  });

  it('are the event itself with --json', () => {
    assert.deepEqual(show(said, { json: true }), [JSON.stringify({ seq: 1, at: 0, author: 'user', body: said })]);
  });

  it('say what a pause is for, and once only what to do', () => {
    assert.equal(
      pauseSentence({ detail: 'It is full', goesOn: 'Free some space, then resume.' }),
      'It is full. Free some space, then resume.',
    );
    assert.equal(
      pauseSentence({ detail: 'Check the key; then resume.', goesOn: 'Correct it, then resume.' }),
      'Check the key; then resume.',
    );
  });

  it('name the most telling argument of a call, also where its JSON is cut', () => {
    assert.equal(callText('run_command', '{"command":"npm test\\n --all","folder":"."}'), 'run_command npm test --all');
    assert.equal(callText('read_file', '{"path":"src/a.ts'), 'read_file src/a.ts');
    assert.equal(callText('end_turn', '{"decisions":[]}'), 'end_turn');
  });

  it('tell durations', () => {
    assert.deepEqual([0, 61_000, 3_600_000 * 30].map(duration), ['0:00', '1:01', '30:00:00']);
  });

  it('need no state of the right shape: an event about what is unknown is told all the same', () => {
    const state: MissionState = emptyState();
    const body: EventBody = {
      type: 'assertionJudged',
      milestone: 'M9',
      round: 1,
      assertion: 'VAL-X-001',
      verdict: 'blocked',
      run: null,
      result: null,
      reasons: ['no server'],
      commit: 'c',
    };
    assert.deepEqual(eventLines({ seq: 1, at: 0, author: 'code', body }, state), [
      { depth: 1, mark: 'warns', text: 'VAL-X-001 — blocked: no server' },
    ]);
  });
});

describe('the command to go on with', () => {
  it('repeats the options that a mission does not remember, quoted for a shell', () => {
    const values = {
      yes: true,
      'base-url': 'http://127.0.0.1:1/v1',
      limit: ['maxTurns=5', 'idleTimeMs=9'],
      prices: "my prices'.json",
    };
    assert.equal(
      resumeCommand('node dist/longhaul.js', '20261121-x', values),
      `node dist/longhaul.js resume 20261121-x --base-url http://127.0.0.1:1/v1 --prices 'my prices'\\''.json' --limit maxTurns=5 --limit idleTimeMs=9`,
    );
  });
});
