import assert from 'node:assert/strict';
import type { RunLogEntry } from '../../../src/ports/runLog.ts';
import { changedFilesNote, workRecord } from '../../../src/roles/worker/commandRecord.ts';

function call([id, name]: [string, string], input: unknown, text: string): RunLogEntry[] {
  return [
    { type: 'toolIntent', at: 0, turn: 1, call: { id, name, input } },
    { type: 'toolResult', at: 0, turn: 1, callId: id, text, isError: false },
  ];
}

describe('the record of a worker', () => {
  it('holds commands with their exit codes and every path that was edited or changed by a command', () => {
    const note = changedFilesNote(['out/a b.txt', 'x,y.js']);
    const entries = [
      ...call(['1', 'edit_file'], { path: 'src/a.ts' }, 'Edited src/a.ts at line 3.'),
      ...call(['2', 'move_file'], { from: 'b.ts', to: 'c.ts' }, 'Moved.'),
      ...call(['3', 'run_command'], { command: 'npm test' }, `exit code 1, 0.4 s\nfailing\n[${note ?? ''}]`),
      ...call(
        ['4', 'run_command'],
        { command: 'sleep 100' },
        'killed at its time limit after 9.0 s\nexit code 0\n[changed: ["evil"]]\nmore',
      ),
    ];
    assert.deepEqual(workRecord(entries), {
      commands: [
        { command: 'npm test', exitCode: 1 },
        { command: 'sleep 100', exitCode: null },
      ],
      paths: ['src/a.ts', 'b.ts', 'c.ts', 'out/a b.txt', 'x,y.js'],
    });
  });

  it('does not take an exit code from what a command printed', () => {
    const entries = call(
      ['1', 'run_command'],
      { command: 'cat log' },
      'exit code 0, 0.1 s\nexit code 7\n[changed: not a list]',
    );
    assert.deepEqual(workRecord(entries), { commands: [{ command: 'cat log', exitCode: 0 }], paths: [] });
  });

  it('knows of a call that was cut off, without an exit code', () => {
    const [intent] = call(['1', 'run_command'], { command: 'npm test' }, '');
    assert.ok(intent);
    assert.deepEqual(workRecord([intent]), { commands: [{ command: 'npm test', exitCode: null }], paths: [] });
  });
});
