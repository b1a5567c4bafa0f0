import assert from 'node:assert/strict';
import type { Answer, Turn } from '../../../../../src/adapters/model/rehearsal/conversation.ts';
import type { Script } from '../../../../../src/adapters/model/rehearsal/script.ts';
import { call, nextReply, take } from '../../../../../src/adapters/model/rehearsal/script.ts';

const interrupted = 'Longhaul was interrupted. Services, browser pages and their data from before are gone.';

function* twoSteps(): Script {
  const first = yield* take('Reading.', call('read_file', { path: 'a' }), call('run_command', { command: 'b' }));
  const [read, ran] = first.answers;
  yield* take(
    'Saying it.',
    call('say', { text: `${read?.text ?? ''} ${ran?.text ?? ''} ${String(first.interrupted)}` }),
  );
  return 'That is all.';
}

function turn(calls: [string, Answer | null][], ...notices: string[]): Turn {
  return { calls: calls.map(([name, answer]) => ({ name, answer })), notices };
}

const ok = (text: string): Answer => ({ text, isError: false });
const bad = (text: string): Answer => ({ text, isError: true });
const said = (text: string) => ({ text: 'Saying it.', calls: [call('say', { text })] });

describe('the script of a play', () => {
  it('goes on with what its calls returned', () => {
    assert.deepEqual(nextReply(twoSteps(), []).calls.length, 2);
    const turns = [
      turn([
        ['read_file', ok('A')],
        ['run_command', ok('B')],
      ]),
    ];
    assert.deepEqual(nextReply(twoSteps(), turns), said('A B false'));
    const last = [...turns, turn([['say', ok('Recorded.')]])];
    assert.deepEqual(nextReply(twoSteps(), last), { text: 'That is all.', calls: [] });
  });

  it('hears refusals as they are', () => {
    const turns = [
      turn([
        ['read_file', bad('There is no a.')],
        ['run_command', ok('B')],
      ]),
    ];
    assert.deepEqual(nextReply(twoSteps(), turns), said('There is no a. B false'));
  });

  it('makes calls again that were not run, were cut, or of which nobody knows the outcome', () => {
    for (const lost of [
      bad('Not run, the call could not be read: the arguments are not one complete JSON object.'),
      bad('Not run: the run was stopped just before this call.'),
      bad('Interrupted, outcome unknown: Longhaul was restarted while this call ran.'),
      bad('Interrupted: Longhaul was restarted while this call ran. The edit is not in the file.'),
      null,
    ]) {
      const turns = [
        turn([
          ['read_file', ok('A')],
          ['run_command', lost],
        ]),
      ];
      assert.deepEqual(nextReply(twoSteps(), turns), {
        text: 'Reading.',
        calls: [call('run_command', { command: 'b' })],
      });
      assert.deepEqual(nextReply(twoSteps(), [...turns, turn([['run_command', ok('B')]])]), said('A B false'));
    }
  });

  it('does not repeat an edit that was made although it was interrupted', () => {
    const done = 'Interrupted: Longhaul was restarted while this call ran. The edit is in the file.';
    const turns = [
      turn([
        ['read_file', ok('A')],
        ['run_command', bad(done)],
      ]),
    ];
    assert.deepEqual(nextReply(twoSteps(), turns), said(`A ${done} false`));
  });

  it('passes over calls that somebody else put in, and hears of interruptions', () => {
    const turns = [
      turn(
        [
          ['edit_file', ok('Edited.')],
          ['read_file', ok('A')],
          ['commit', ok('C')],
          ['run_command', ok('B')],
        ],
        interrupted,
      ),
    ];
    assert.deepEqual(nextReply(twoSteps(), turns), said('A B true'));
  });
});
