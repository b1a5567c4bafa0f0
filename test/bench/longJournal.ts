import type { Author } from '../../src/mission/events/author.ts';
import type { EventBody, MissionEvent } from '../../src/mission/events/event.ts';
import { eventAuthors } from '../../src/mission/events/event.ts';
import type { RunSubject } from '../../src/mission/events/runs.ts';
import type { Role, RoleModels } from '../../src/mission/role.ts';
import { roles } from '../../src/mission/role.ts';

/** Model calls of one run, as missions have them. */
const CALLS = { worker: 45, scrutiny: 6, reviewer: 14, userTester: 5, flowTester: 24 };
const FEATURES_PER_MILESTONE = 4;
const EVIDENCE_PER_FLOW = 12;
const MS_BETWEEN_EVENTS = 4_000;

const noBudget = { microDollars: null, tokens: null, milliseconds: null };
const choice = { provider: 'anthropic', model: 'claude-sonnet-5-5', effort: 'medium' as const };
const models = Object.fromEntries(roles.map((role) => [role, choice])) as RoleModels;
const startedAt = Date.UTC(2026, 0, 1);
const base = commitOf(0);

/** Journal records (lists of events, as one append writes them) of a mission that has been at work for weeks: `count` events. */
export function longJournal(missionId: string, count: number): string[] {
  const writer = new Writer();
  begin(writer, missionId);
  for (let milestone = 1; writer.events < count; milestone += 1) addMilestone(writer, milestone);
  return writer.records(count);
}

class Writer {
  events = 0;
  runs = 0;
  commits = 0;
  readonly #groups: MissionEvent[][] = [];

  write(author: Author, ...bodies: EventBody[]): void {
    this.#groups.push(bodies.map((body) => this.#event(author, body)));
  }

  /** Proposed by a tool call of a role. */
  propose(author: Author, run: number, body: EventBody): void {
    this.#groups.push([{ ...this.#event(author, body), call: `${run}:${this.events}.0` }]);
  }

  records(count: number): string[] {
    return this.#groups.filter(([first]) => (first?.seq ?? 0) <= count).map((group) => JSON.stringify(group));
  }

  #event(author: Author, body: EventBody): MissionEvent {
    if (!eventAuthors[body.type].includes(author)) throw new Error(`${author} does not write ${body.type}`);
    this.events += 1;
    return { seq: this.events, at: startedAt + this.events * MS_BETWEEN_EVENTS, author, body };
  }
}

function begin(writer: Writer, missionId: string): void {
  const budgets = { mission: noBudget, milestone: noBudget, run: noBudget };
  const place = { folder: '/somewhere/project', baseBranch: 'main', baseCommit: base };
  const goal = 'Make the shelf a shop: accounts, orders, invoices, and a page for those who keep it.';
  writer.write('user', {
    type: 'missionCreated',
    missionId,
    goal,
    ...place,
    models,
    budgets,
    sandbox: 'off',
    scripted: false,
  });
  writer.write('user', { type: 'planApproved', planVersion: 0 });
  writer.write('runner', { type: 'missionBegun', branch: `longhaul/${missionId}`, base });
}

function addMilestone(writer: Writer, number: number): void {
  const milestone = `M${number}`;
  const planner = start(writer, { role: 'orchestrator', subject: { kind: 'turn', causes: [] } });
  const text = { id: milestone, title: `Part ${number}`, outcome: 'People can do what the part is about.' };
  writer.propose('orchestrator', planner, { type: 'milestonesWritten', run: planner, milestones: [text] });
  const features = Array.from(
    { length: FEATURES_PER_MILESTONE },
    (_, index) => (number - 1) * FEATURES_PER_MILESTONE + index + 1,
  );
  writer.propose('orchestrator', planner, {
    type: 'assertionsWritten',
    run: planner,
    assertions: features.map(assertion),
    answers: [],
  });
  writer.propose('orchestrator', planner, {
    type: 'featuresWritten',
    run: planner,
    features: features.map((feature) => featureText(feature, milestone)),
    place: 'back',
  });
  writer.propose('orchestrator', planner, { type: 'turnEnded', run: planner, decisions: [] });
  end(writer, planner, 8);
  for (const feature of features) addFeature(writer, feature);
  addRound(writer, milestone, features);
}

function addFeature(writer: Writer, number: number): void {
  const feature = `F${number}`;
  const key = { feature, attempt: 1 };
  const run = start(writer, { role: 'worker', subject: { kind: 'attempt', ...key, base: commitOf(writer.commits) } });
  spend(writer, run, CALLS.worker);
  const [old, commit] = [commitOf(writer.commits), commitOf(writer.commits + 1)];
  writer.commits += 1;
  const files = ['src/orders.js', 'src/pages/orders.js', 'test/orders.test.js'];
  writer.propose('worker', run, { type: 'attemptCommitted', run, ...key, commit, files });
  writer.propose('worker', run, { type: 'handoffReceived', run, ...key, handoff: handoffOf(feature) });
  end(writer, run, CALLS.worker);
  const changes = files.map((path) => ({ path, status: 'changed' as const, addedLines: 24, removedLines: 3 }));
  const commands = Array.from({ length: 12 }, (_, index) => ({
    command: `node --test test/orders${index}.test.js`,
    exitCode: 0,
  }));
  writer.write('code', {
    type: 'attemptJudged',
    run,
    ...key,
    accepted: true,
    reasons: [],
    commands,
    changes,
    base: old,
  });
  writer.write('runner', { type: 'attemptAccepted', run, ...key, commit, base: old, partial: false });
}

function addRound(writer: Writer, milestone: string, features: readonly number[]): void {
  const key = { milestone, round: 1 };
  const commit = commitOf(writer.commits);
  const assertions = features.map(assertionId);
  writer.write('code', {
    type: 'roundOpened',
    ...key,
    commit,
    scope: { features: features.map((feature) => `F${feature}`), assertions },
  });
  const scrutiny = start(writer, { role: 'scrutiny', subject: { kind: 'round', ...key } });
  writer.write('code', { type: 'gatesRun', ...key, run: scrutiny, commit, gates: [gate] });
  for (const feature of features) {
    const run = start(writer, {
      role: 'reviewer',
      subject: { kind: 'featureReview', ...key, feature: `F${feature}` },
      parentRun: scrutiny,
    });
    spend(writer, run, CALLS.reviewer);
    const review = {
      feature: `F${feature}`,
      summary: 'Read in full; it does what its text says.',
      findings: [],
      answers: [],
    };
    writer.propose('reviewer', run, { type: 'featureReviewed', ...key, run, review });
    end(writer, run, CALLS.reviewer);
  }
  spend(writer, scrutiny, CALLS.scrutiny);
  const report = { summary: 'Every feature was reviewed; the parts fit together.', findings: [] };
  writer.propose('scrutiny', scrutiny, { type: 'scrutinyReported', ...key, run: scrutiny, report });
  end(writer, scrutiny, CALLS.scrutiny);
  writer.write('code', { type: 'scrutinyJudged', ...key, passed: true, reasons: [] });
  testAsUser(writer, { milestone, commit, assertions });
  writer.write(
    'code',
    { type: 'testingJudged', ...key, passed: true, reasons: [] },
    { type: 'roundClosed', ...key, result: 'passed' },
  );
  writer.write('code', { type: 'milestoneSealed', ...key, commit });
}

function testAsUser(
  writer: Writer,
  { milestone, commit, assertions }: { milestone: string; commit: string; assertions: string[] },
): void {
  const key = { milestone, round: 1 };
  const tester = start(writer, { role: 'userTester', subject: { kind: 'round', ...key } });
  const run = start(writer, { role: 'flowTester', subject: { kind: 'flow', ...key, assertions }, parentRun: tester });
  spend(writer, run, CALLS.flowTester);
  for (let number = 1; number <= EVIDENCE_PER_FLOW; number += 1) {
    writer.propose('flowTester', run, evidenceOf(run, number, commit));
  }
  const results = assertions.map((id) => resultOf(id, run));
  writer.propose('flowTester', run, {
    type: 'flowReported',
    ...key,
    run,
    report: { results, findings: [], answers: [] },
  });
  end(writer, run, CALLS.flowTester);
  spend(writer, tester, CALLS.userTester);
  writer.propose('userTester', tester, {
    type: 'testingReported',
    ...key,
    run: tester,
    report: { summary: 'Every assertion was tried.' },
  });
  end(writer, tester, CALLS.userTester);
  writer.write(
    'code',
    ...results.map((result): EventBody => ({
      type: 'assertionJudged',
      ...key,
      assertion: result.assertion,
      verdict: 'passed',
      run,
      result,
      reasons: [],
      commit,
    })),
  );
}

interface Start {
  role: Role;
  subject: RunSubject;
  parentRun?: number;
}

function start(writer: Writer, { role, subject, parentRun }: Start): number {
  writer.runs += 1;
  const run = writer.runs;
  const parent = parentRun === undefined ? null : { run: parentRun, call: '2.0', place: run - parentRun - 1 };
  const versions = { plan: 12, contract: 7, services: 1, knowledge: 2 };
  writer.write('runner', {
    type: 'runStarted',
    run,
    role,
    subject,
    parent,
    choice,
    skill: 'server',
    versions,
    epoch: 1,
  });
  return run;
}

function spend(writer: Writer, run: number, calls: number): void {
  for (let call = 1; call <= calls; call += 1) {
    const tokens = { inputTokens: 3, cacheReadTokens: 5_000 + call * 700, cacheWriteTokens: 700, outputTokens: 310 };
    writer.write('runner', {
      type: 'usageRecorded',
      run,
      call,
      ...tokens,
      microDollars: 4_000 + call * 210,
      known: true,
    });
  }
}

function end(writer: Writer, run: number, turns: number): void {
  const figures = { turns, toolCalls: turns + 7, milliseconds: turns * 9_000 };
  writer.write('runner', { type: 'runEnded', run, outcome: 'completed', reason: '', ...figures, log: null });
}

function commitOf(number: number): string {
  return number.toString(16).padStart(40, '0');
}

function assertionId(feature: number): string {
  return `VAL-SHOP${feature >= 1000 ? 'B' : ''}-${String(feature % 1000).padStart(3, '0')}`;
}

function assertion(feature: number) {
  return {
    id: assertionId(feature),
    title: `Orders of part ${feature} are listed`,
    behaviour: `GET /orders/${feature} answers with status 200 and lists "Order ${feature}" with its sum "12.50".`,
    failsIf: 'The order is missing, or its sum is another.',
    surface: 'http' as const,
    service: 'web',
    expectations: [
      { kind: 'status' as const, value: '200' },
      { kind: 'text' as const, value: `Order ${feature}` },
    ],
    command: null,
    intent: 'new' as const,
    requirements: ['R1'],
  };
}

function featureText(feature: number, milestone: string) {
  return {
    id: `F${feature}`,
    milestone,
    title: `Orders of part ${feature}`,
    description: `The page of orders of part ${feature} lists them with their sums. The route stands beside those of the shelf.`,
    preconditions: [],
    expectedBehaviour: ['It lists every order with its sum', 'It answers 404 for an order that is not there'],
    skill: 'server',
    claims: [assertionId(feature)],
    fixes: { findings: [], assertions: [] },
    dependsOn: [],
  };
}

function handoffOf(feature: string) {
  const command = 'node --test test/orders.test.js';
  return {
    feature,
    summary: 'The page of orders is there, with its route and its tests; every gate of the manifest passes.',
    implemented: ['GET /orders with sums', 'The link to it on the first page'],
    undone: [],
    commands: [
      { command, exitCode: 1, seen: '5 of 5 fail before the work: the route is missing' },
      { command, exitCode: 0, seen: '5 of 5 pass' },
    ],
    checks: [{ action: 'Added an order in the browser and opened its page', observed: 'Order and sum are shown' }],
    tests: [{ file: 'test/orders.test.js', name: 'lists every order with its sum', change: 'added' as const }],
    findings: [],
    procedure: { followed: true, deviations: [] },
  };
}

const gate = {
  name: 'test',
  kind: 'test',
  command: 'node --test --test-reporter=tap',
  exitCode: 0,
  ended: 'exit',
  testsRun: 241,
  failingTests: [],
  holds: true,
  why: 'all tests pass',
  output: 'a'.repeat(64),
};

function evidenceOf(run: number, number: number, commit: string): EventBody {
  return {
    type: 'evidenceRecorded',
    evidence: `E${run}-${number}`,
    run,
    tool: 'http_request',
    kind: 'http',
    surface: 'http',
    service: 'web',
    commit,
    blob: 'b'.repeat(64),
    summary: 'GET /orders answered 200 with a list of orders and their sums',
    command: null,
    status: 200,
    exitCode: null,
    acted: true,
  };
}

function resultOf(id: string, run: number) {
  const expectation = { kind: 'status' as const, value: '200' };
  const step = { action: 'GET /orders', evidence: `E${run}-1`, expectation, seen: 'status 200' };
  return { assertion: id, result: 'passed' as const, steps: [step, { ...step, evidence: `E${run}-2` }], note: '' };
}
