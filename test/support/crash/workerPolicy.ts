import type { PolicyReply } from '../modelServer/policy.ts';
import { marked } from './crashContract.ts';
import { call, fixed, play } from './conversation.ts';
import type { Conversation, SeenCall, Step } from './conversation.ts';

/** A reply with this text is counted as if the context were nearly full. */
export const nearlyFull = 'My context is nearly full.';
/** A reply with this text counts as a refusal of the model. */
export const refuses = 'I refuse to go on.';

const greetWithDefect = 'echo "Hello${1:+, $1}"\n';
const longerCheck =
  'sh greet.sh | grep -q Hello || exit 1\nsh greet.sh Ada | grep -q "Hello, Ada" || exit 1\necho 2 passed\n';

function exitCodeOf({ text }: SeenCall): number | null {
  const code = /^exit code (\d+)/m.exec(text)?.[1];
  return code === undefined ? null : Number(code);
}

function handOff(
  seen: Conversation,
  changes: Record<string, unknown>,
): Step['calls'] extends (...given: never) => infer Calls ? Calls : never {
  const commands = seen.turns.flat().flatMap((seenCall) => {
    const exitCode = exitCodeOf(seenCall);
    const { input } = seenCall;
    const hasCommand = typeof input === 'object' && input !== null && 'command' in input;
    return hasCommand && exitCode !== null ? [{ command: input.command, exitCode, seen: 'as expected' }] : [];
  });
  return [
    call('hand_off', {
      summary: 'The part of the greeter that this run was there for is built and was tried.',
      implemented: ['the greeting'],
      undone: [],
      commands,
      checks: [],
      tests: [],
      findings: [],
      procedure: { followed: true, deviations: [] },
      ...changes,
    }),
  ];
}

/** A command whose mark tells run and turn, so that no two calls leave the same one. */
function command(marks: string, who: string, work: string): Step['calls'] {
  return ({ turns }) => [call('run_command', { command: marked(marks, `${who}-turn-${String(turns.length)}`, work) })];
}

const look = fixed(call('read_file', { path: 'greet.sh' }), call('read_file', { path: 'check.sh' }));

/** Ends partial, because its context is nearly full. */
function firstPart(marks: string): Step[] {
  return [
    look,
    fixed(call('write_file', { path: 'greet.sh', text: greetWithDefect })),
    { calls: command(marks, 'F1-first', 'sh greet.sh Ada > list.txt; sleep 0.02'), text: nearlyFull },
    fixed(call('commit', { message: 'Greet by name in the program', paths: ['greet.sh', 'list.txt'] })),
    { calls: (seen) => handOff(seen, { feature: 'F1', undone: ['The page and the test are still to be done.'] }) },
  ];
}

const note = {
  severity: 'nonBlocking',
  summary: 'Small note: the page has no title',
  detail: 'It was so before.',
  file: 'page.txt',
  line: 1,
};

function secondPart(marks: string): Step[] {
  const request: Step = {
    calls: ({ address, turns }) => [
      call('http_request', { method: 'GET', url: `${address}/Ada?call=F1-http-turn-${String(turns.length)}` }),
    ],
    without: 3,
  };
  return [
    look,
    fixed(
      call('write_file', { path: 'page.txt', text: 'Hello, NAME!\n' }),
      call('write_file', { path: 'check.sh', text: longerCheck }),
    ),
    { calls: command(marks, 'F1-second', 'sleep 0.01; sh check.sh') },
    fixed(call('start_services', {})),
    request,
    fixed(call('commit', { message: 'Greet by name on the page', paths: ['page.txt', 'check.sh'] })),
    { calls: (seen) => handOff(seen, { feature: 'F1', findings: [note] }) },
  ];
}

const repair = fixed(call('edit_file', { path: 'greet.sh', oldText: ', $1}', newText: ', $1!}' }));

/** Leaves work in the tree, some of it committed, and then the model gives up. */
function failingRepair(marks: string): Step[] {
  return [
    look,
    repair,
    {
      calls: command(marks, 'F2-first', 'echo scratch > scratch.txt; sleep 0.02'),
      tidy: command(marks, 'F2-tidy', 'rm -f scratch.txt'),
    },
    fixed(call('commit', { message: 'Repair the greeting', paths: ['greet.sh'] })),
    { calls: () => [], text: refuses },
  ];
}

function secondRepair(marks: string): Step[] {
  return [
    look,
    repair,
    { calls: command(marks, 'F2-second', 'sh check.sh') },
    fixed(call('commit', { message: 'Repair the greeting', paths: ['greet.sh'] })),
    { calls: (seen) => handOff(seen, { feature: 'F2' }) },
  ];
}

export function workerReply(seen: Conversation, marks: string): PolicyReply {
  const isRepair = seen.brief.includes('## Findings to repair');
  const isSecond = /^Attempt 1 ended/m.test(seen.brief);
  if (isRepair) return play(seen, isSecond ? secondRepair(marks) : failingRepair(marks));
  return play(seen, isSecond ? secondPart(marks) : firstPart(marks));
}
