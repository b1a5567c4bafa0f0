import type { PolicyReply } from '../modelServer/policy.ts';
import { assertionsOf, pageGreets } from './crashContract.ts';
import type { ScriptedAssertion } from './crashContract.ts';
import { call, fixed, play } from './conversation.ts';
import type { Conversation, Step } from './conversation.ts';

function unique(found: Iterable<RegExpMatchArray>): string[] {
  return [...new Set([...found].map(([, id]) => id ?? ''))];
}

function section(brief: string, from: string, to: string): string {
  return brief.split(from)[1]?.split(to)[0] ?? '';
}

/** A finding of the first review that is none, to be dismissed with a second reviewer's agreement. */
const falseAlarm = {
  severity: 'blocking',
  summary: 'False alarm: the program might not start',
  detail: 'A shell may be missing.',
  file: 'greet.sh',
  line: 1,
};

export function reviewReply(seen: Conversation): PolicyReply {
  const feature = /# Review (F\d+)/.exec(seen.brief)?.[1] ?? 'F1';
  const asked = section(seen.brief, '## Unresolved findings', '## Look');
  const answers = unique(asked.matchAll(/^(I\d+) /gm)).map((finding) => ({
    finding,
    answer: 'gone',
    where: 'greet.sh:1',
  }));
  return play(seen, [
    fixed(call('read_diff', { feature }), call('read_file', { path: 'greet.sh' })),
    fixed(
      call('submit_review', {
        feature,
        summary: 'Read in full; it does what the feature says.',
        findings: feature === 'F1' ? [falseAlarm] : [],
        answers,
      }),
    ),
  ]);
}

export function scrutinyReply(seen: Conversation): PolicyReply {
  const features = unique(section(seen.brief, '## Features to be reviewed', '## Plan').matchAll(/^(F\d+) /gm));
  return play(seen, [
    fixed(call('review_features', { reviews: features.map((feature) => ({ feature, focus: '' })) })),
    fixed(call('submit_scrutiny', { summary: 'Every feature was reviewed.', findings: [] })),
  ]);
}

/** Two flows, so that two testers work side by side. */
export function testingReply(seen: Conversation): PolicyReply {
  const scope = unique(section(seen.brief, '## Assertions to test', '## Where they').matchAll(/^(VAL-\w+-\d{3}) /gm));
  const round = /# Round (\d+)/.exec(seen.brief)?.[1] ?? '';
  const flows = [scope.filter((id) => id !== pageGreets), scope.filter((id) => id === pageGreets)]
    .filter((assertions) => assertions.length > 0)
    .map((assertions) => ({ assertions, notes: `This is round ${round}.` }));
  return play(seen, [
    fixed(call('test_flows', { flows })),
    fixed(call('submit_testing', { summary: 'Every assertion was tried.' })),
  ]);
}

/** What the last call for an assertion returned that was carried out. */
function outputFor(seen: Conversation, { id, command }: ScriptedAssertion): string {
  const outputs = seen.turns.flat().filter(({ name, input }) => {
    const text = JSON.stringify(input);
    return command === null ? name === 'http_request' : text.includes(`echo ${id} `);
  });
  return outputs.findLast(({ text }) => text.startsWith('[evidence '))?.text ?? '';
}

function resultFor(seen: Conversation, assertion: ScriptedAssertion): unknown {
  const output = outputFor(seen, assertion);
  const evidence = /\[evidence (E\d+-\d+)\]/.exec(output)?.[1] ?? 'E0-0';
  const shows: Record<string, string> = { exitCode: 'exit code ', status: 'HTTP ' };
  const holds = assertion.expectations.every(({ kind, value }) => output.includes(`${shows[kind] ?? ''}${value}`));
  return {
    assertion: assertion.id,
    result: holds ? 'passed' : 'failed',
    steps: assertion.expectations.map((expectation) => ({
      action: `try ${assertion.id}`,
      evidence,
      expectation,
      seen: output.slice(0, 300) || 'nothing',
    })),
    note: holds ? '' : `it showed ${output.slice(0, 200)}`,
  };
}

function tryStep(seen: Conversation, { id, command }: ScriptedAssertion): Step {
  if (command !== null) return fixed(call('run_command', { command }));
  const round = /This is round (\d+)/.exec(seen.brief)?.[1] ?? '';
  return {
    calls: ({ address, turns }) => [
      call('http_request', {
        method: 'GET',
        url: `${address}/Ada?call=${id}-round-${round}-turn-${String(turns.length)}`,
      }),
    ],
  };
}

export function flowReply(seen: Conversation, marks: string): PolicyReply {
  const mine = assertionsOf(marks).filter(({ id }) => seen.brief.includes(id));
  return play(seen, [
    ...mine.map((assertion) => tryStep(seen, assertion)),
    {
      calls: () => [
        call('submit_flow', {
          results: mine.map((assertion) => resultFor(seen, assertion)),
          findings: [],
          answers: [],
        }),
      ],
    },
  ]);
}
