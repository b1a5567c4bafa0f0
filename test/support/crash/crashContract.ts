/** What the scripted orchestrator of the crash mission writes down. `marks`: the file to which every effect appends a line. */

export interface ScriptedAssertion {
  id: string;
  command: string | null;
  expectations: { kind: string; value: string }[];
  [field: string]: unknown;
}

export const greetsByName = 'VAL-GREET-001';
const greetsAnyway = 'VAL-GREET-002';
export const pageGreets = 'VAL-PAGE-001';

/** A shell command that leaves a mark before it does its work. */
export function marked(marks: string, mark: string, work: string): string {
  return `echo ${mark} >> ${marks}; ${work}`;
}

export function assertionsOf(marks: string): ScriptedAssertion[] {
  const common = { requirements: ['R1'], service: null, surface: 'command' };
  return [
    {
      ...common,
      id: greetsByName,
      title: 'Greets by name',
      behaviour: 'Running the program with the argument Ada prints "Hello, Ada!" and ends with exit code 0.',
      failsIf: 'The name or the mark is missing.',
      expectations: [
        { kind: 'text', value: 'Hello, Ada!' },
        { kind: 'exitCode', value: '0' },
      ],
      command: marked(marks, greetsByName, 'sh greet.sh Ada'),
      intent: 'new',
    },
    {
      ...common,
      id: greetsAnyway,
      title: 'Still greets without a name',
      behaviour: 'Running the program without an argument prints "Hello" and ends with exit code 0.',
      failsIf: 'It prints nothing.',
      expectations: [
        { kind: 'text', value: 'Hello' },
        { kind: 'exitCode', value: '0' },
      ],
      command: marked(marks, greetsAnyway, 'sh greet.sh'),
      intent: 'preserve',
    },
    {
      ...common,
      id: pageGreets,
      title: 'The page greets by name',
      behaviour: 'GET /Ada answers with status 200 and the text "Hello, Ada!".',
      failsIf: 'The name is missing.',
      surface: 'http',
      service: 'web',
      expectations: [
        { kind: 'status', value: '200' },
        { kind: 'text', value: 'Hello, Ada!' },
      ],
      command: null,
      intent: 'new',
    },
  ];
}

export function manifestOf(marks: string): unknown {
  return {
    setup: [marked(marks, 'setup', 'true')],
    gates: [
      {
        name: 'test',
        kind: 'test',
        command: marked(marks, 'gate', 'sh check.sh'),
        timeLimitMinutes: 1,
        report: { format: 'pattern', passed: '(\\d+) passed', failed: null },
      },
    ],
    services: [
      {
        name: 'web',
        start: `exec '${process.execPath}' serve.cjs \${PORT} ${marks}`,
        healthPath: '/',
        startLimitSeconds: 20,
      },
    ],
  };
}

export const skillText = `Features of the greeter are built in greet.sh and page.txt, with a test in check.sh.\n${'Keep scripts small, run check.sh before every commit, and name what was not done. '.repeat(4)}`;

export const milestones = [{ id: 'M1', title: 'Names', outcome: 'Program and page greet by name.' }];

export const feature = {
  id: 'F1',
  milestone: 'M1',
  title: 'Greet by name',
  description: 'The greeting takes an optional name.',
  preconditions: [],
  expectedBehaviour: ['sh greet.sh NAME prints "Hello, NAME!"', 'GET /NAME answers the same'],
  skill: 'greeter',
  claims: [greetsByName, greetsAnyway, pageGreets],
  fixes: { findings: [] as string[], assertions: [] as string[] },
  dependsOn: [],
};
