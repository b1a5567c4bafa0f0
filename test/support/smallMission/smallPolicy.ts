import type { ModelRequest } from '../../../src/ports/model.ts';
import type { Policy, PolicyCall, PolicyReply } from '../modelServer/policy.ts';

/** What a policy can know of a request: results of its own calls by name, in order. */
interface Seen {
  last(tool: string): string;
}

function seenIn(request: ModelRequest): Seen {
  const calls = request.messages.flatMap((message) => (message.role === 'assistant' ? message.calls : []));
  const parts = request.messages.flatMap((message) => (message.role === 'user' ? message.parts : []));
  const results = parts.flatMap((part) => (part.kind === 'toolResult' ? [part] : []));
  const of = (tool: string): string[] =>
    results
      .filter((result) => calls.find((made) => made.id === result.callId)?.name === tool)
      .map((result) => result.text);
  return { last: (tool) => of(tool).at(-1) ?? '' };
}

const call = (name: string, input: unknown): PolicyCall => ({ name, input });
const reply = (...calls: PolicyCall[]): PolicyReply => ({ text: 'Scripted for a test.', calls });

const assertions = [
  {
    id: 'VAL-GREET-001',
    title: 'Greets by name',
    behaviour: 'Running the program with the argument Ada prints "Hello, Ada!" and ends with exit code 0.',
    failsIf: 'The name is missing from the output.',
    surface: 'command',
    service: null,
    expectations: [
      { kind: 'text', value: 'Hello, Ada!' },
      { kind: 'exitCode', value: '0' },
    ],
    command: 'node cli.js Ada',
    intent: 'new',
    requirements: ['R1'],
  },
  {
    id: 'VAL-GREET-002',
    title: 'Still greets without a name',
    behaviour: 'Running the program without an argument prints "Hello" and ends with exit code 0.',
    failsIf: 'It prints undefined.',
    surface: 'command',
    service: null,
    expectations: [
      { kind: 'text', value: 'Hello' },
      { kind: 'absent', value: 'undefined' },
      { kind: 'exitCode', value: '0' },
    ],
    command: 'node cli.js',
    intent: 'preserve',
    requirements: ['R1'],
  },
].map((assertion) => ({
  ...assertion,
  behaviour: assertion.behaviour.replace('prints "Hello" and', 'prints "Hello", never undefined, and'),
}));

const skillText = `Features of the greeter are built in greet.js, with a test in greet.test.js.\n${'Keep functions small, run node --test before every commit, and name what was not done. '.repeat(4)}`;

const feature = {
  id: 'F1',
  milestone: 'M1',
  title: 'Greet by name',
  description: 'The greeting takes an optional name.',
  preconditions: [],
  expectedBehaviour: ['greet(name) gives "Hello, name!"'],
  skill: 'greeter',
  claims: ['VAL-GREET-001', 'VAL-GREET-002'],
  fixes: { findings: [], assertions: [] },
  dependsOn: [],
};

const scopingSteps: PolicyReply[] = [
  reply(
    call('enter_phase', { phase: 'understanding' }),
    call('record_requirement', { id: 'R1', text: 'Greet by name', binding: false }),
  ),
  reply(call('research', { tasks: ['Find out how the greeting is built and tested.'] })),
  reply(
    call('ask_user', {
      questions: [{ question: 'How should the greeting read?', options: ['Hello, Ada!', 'Hi Ada'] }],
    }),
  ),
  reply(
    call('write_services', {
      setup: [],
      gates: [
        {
          name: 'test',
          kind: 'test',
          command: 'node --test --test-reporter=tap',
          timeLimitMinutes: 2,
          report: { format: 'tap' },
        },
      ],
      services: [],
    }),
    call('scout', { tasks: ['Run the tests of the greeter.', 'Run the program of the greeter.'] }),
  ),
  reply(
    call('write_assertions', { assertions, answers: [] }),
    call('write_milestones', { milestones: [{ id: 'M1', title: 'Names', outcome: 'It greets by name.' }] }),
  ),
  reply(call('review_contract', { focuses: ['What is missing?', 'What cannot be tested?'] })),
  reply(
    call('write_skill', { name: 'greeter', text: skillText }),
    call('write_features', { features: [feature], place: 'back' }),
  ),
  reply(call('propose_plan', { summary: 'The greeter learns names; two assertions prove it.' })),
];

function turns(request: ModelRequest): number {
  return request.messages.filter((message) => message.role === 'assistant').length;
}

function step(steps: readonly PolicyReply[], request: ModelRequest): PolicyReply {
  return steps[turns(request)] ?? steps.at(-1) ?? reply();
}

export interface SmallPolicyOptions {
  /** The first edit forgets the exclamation mark, which the worker's own test does not notice. */
  defect: boolean;
}

function workerReply(request: ModelRequest, { defect }: SmallPolicyOptions): PolicyReply {
  const brief = JSON.stringify(request.messages[0]);
  const isFix = brief.includes('Findings to repair');
  const ending = defect && !isFix ? '' : '!';
  const body = `export function greet(name) {\n  return name === undefined ? 'Hello' : \`Hello, \${name}${ending}\`;\n}\n`;
  const test = "\ntest('it greets by name', () => assert.match(greet('Ada'), /Hello, Ada/));\n";
  const seen = seenIn(request);
  const handoff = {
    feature: isFix ? 'F2' : 'F1',
    summary: 'The greeting takes a name; tests cover it and pass, the program was tried.',
    implemented: ['greet(name)'],
    undone: [],
    commands: [{ command: 'node --test', exitCode: 0, seen: 'all tests pass' }],
    checks: [{ action: 'node cli.js Ada', observed: seen.last('run_command').slice(0, 200) || 'a greeting' }],
    tests: [{ file: 'greet.test.js', name: 'it greets by name', change: 'added' }],
    findings: [],
    procedure: { followed: true, deviations: [] },
  };
  const edits = isFix
    ? reply(call('edit_file', { path: 'greet.js', oldText: 'Hello, ${name}', newText: 'Hello, ${name}!' }))
    : reply(
        call('write_file', { path: 'greet.js', text: body }),
        call('edit_file', { path: 'greet.test.js', oldText: '/^Hello/));\n', newText: `/^Hello/));\n${test}` }),
      );
  const paths = isFix ? ['greet.js'] : ['greet.js', 'greet.test.js'];
  return step(
    [
      reply(call('read_file', { path: 'greet.js' }), call('read_file', { path: 'greet.test.js' })),
      edits,
      reply(call('run_command', { command: 'node --test' })),
      reply(call('run_command', { command: 'node cli.js Ada' })),
      reply(call('commit', { message: 'Greet by name', paths })),
      reply(call('hand_off', handoff)),
    ],
    request,
  );
}

function flowReply(request: ModelRequest): PolicyReply {
  const brief = JSON.stringify(request.messages[0]);
  const mine = assertions.filter((assertion) => brief.includes(assertion.id));
  if (turns(request) === 0)
    return reply(...mine.map((assertion) => call('run_command', { command: assertion.command })));
  const outputs = request.messages.flatMap((message) =>
    message.role === 'user' ? message.parts.flatMap((part) => (part.kind === 'toolResult' ? [part.text] : [])) : [],
  );
  const results = mine.map((assertion, place) => {
    const output = outputs[place] ?? '';
    const evidence = /\[evidence (E\d+-\d+)\]/.exec(output)?.[1] ?? 'E0-0';
    const holds = assertion.expectations.every(({ kind, value }) =>
      kind === 'exitCode' ? output.includes(`exit code ${value}`) : output.includes(value) === (kind === 'text'),
    );
    const steps = assertion.expectations.map((expectation) => ({
      action: `run ${assertion.command}`,
      evidence,
      expectation,
      seen: output.slice(0, 300) || 'nothing',
    }));
    return {
      assertion: assertion.id,
      result: holds ? 'passed' : 'failed',
      steps,
      note: holds ? '' : `it printed ${output.slice(0, 200)}`,
    };
  });
  return reply(call('submit_flow', { results, findings: [], answers: [] }));
}

function turnReply(request: ModelRequest): PolicyReply {
  const brief =
    request.messages[0]?.role === 'user' ? request.messages[0].parts.map((part) => part.text).join('\n') : '';
  const causes = [...new Set([...brief.matchAll(/^- \[([^\]]+)\]/gm)].map(([, id]) => id ?? ''))];
  const items = causes.flatMap((cause) => (cause.startsWith('item:') ? [cause.slice(5)] : []));
  const fix = {
    ...feature,
    id: 'F2',
    title: 'Repair the greeting',
    claims: [],
    fixes: { findings: items, assertions: ['VAL-GREET-001'] },
  };
  const settle = items.map((item) => call('settle_item', { item, decision: { fate: 'fix', feature: 'F2' } }));
  const end = reply(call('end_turn', { decisions: causes.map((cause) => ({ cause, decision: 'repaired by F2' })) }));
  return step(
    items.length === 0 ? [end] : [reply(call('write_features', { features: [fix], place: 'front' }), ...settle), end],
    request,
  );
}

const review = { summary: 'Read in full; it does what the feature says.', findings: [] };

function reviewReply(request: ModelRequest): PolicyReply {
  const brief = JSON.stringify(request.messages[0]);
  const id = /# Review (F\d+)/.exec(brief)?.[1] ?? 'F1';
  return step(
    [reply(call('read_diff', { feature: id })), reply(call('submit_review', { feature: id, ...review, answers: [] }))],
    request,
  );
}

function scrutinyReply(request: ModelRequest): PolicyReply {
  const brief = JSON.stringify(request.messages[0]).replaceAll('\\n', '\n');
  const listed = /## Features to be reviewed([\s\S]*?)## Plan/.exec(brief)?.[1] ?? '';
  const scope = [...new Set([...listed.matchAll(/^(F\d+) /gm)].map(([, id]) => id ?? ''))];
  const reviews = scope.map((id) => ({ feature: id, focus: '' }));
  return step(
    [
      reply(call('review_features', { reviews })),
      reply(call('submit_scrutiny', { summary: 'Every feature was reviewed.', findings: [] })),
    ],
    request,
  );
}

function testerReply(request: ModelRequest): PolicyReply {
  const scope = [...new Set([...JSON.stringify(request.messages[0]).matchAll(/VAL-GREET-\d{3}/g)].map(([id]) => id))];
  const flows = [{ assertions: scope, notes: '' }];
  return step(
    [reply(call('test_flows', { flows })), reply(call('submit_testing', { summary: 'Every assertion was tried.' }))],
    request,
  );
}

const research = {
  summary: 'The greeting is one function in greet.js.',
  report: 'greet.js:1 exports greet; greet.test.js tests it.',
};
const readiness = {
  ready: true,
  summary: 'The tests run and pass.',
  checks: [{ what: 'node --test', ok: true, seen: 'passes' }],
  missing: [],
};
const readFirst = reply(call('read_file', { path: 'greet.js' }));

/** What plays a role, by the name of the tool that ends its runs. */
const players: Record<string, (request: ModelRequest, options: SmallPolicyOptions) => PolicyReply> = {
  propose_plan: (request) => step(scopingSteps, request),
  end_turn: turnReply,
  hand_off: workerReply,
  submit_flow: flowReply,
  submit_research: (request) => step([readFirst, reply(call('submit_research', research))], request),
  submit_readiness: (request) =>
    step([reply(call('run_command', { command: 'node --test' })), reply(call('submit_readiness', readiness))], request),
  submit_contract_review: (request) =>
    step(
      [readFirst, reply(call('submit_contract_review', { summary: 'Both assertions can be judged.', points: [] }))],
      request,
    ),
  submit_review: reviewReply,
  submit_scrutiny: scrutinyReply,
  submit_testing: testerReply,
};

/** Plays every role of a mission on the small repository, from the request alone. */
export function smallPolicy(options: SmallPolicyOptions = { defect: true }): Policy {
  return (request) => {
    const ending = request.tools.find((tool) => players[tool.name] !== undefined)?.name ?? '';
    const play = players[ending];
    if (!play) throw new Error('no role of the small mission has these tools');
    return play(request, options);
  };
}
