import type { AssertionText, Expectation } from '../../../../src/mission/artefacts/contract.ts';
import type { TestStep } from '../../../../src/mission/artefacts/reports.ts';
import type { EventBody } from '../../../../src/mission/events/event.ts';
import type { RunSubject } from '../../../../src/mission/events/runs.ts';
import type { Book, BookAssertion, BookItem, BookRound } from './book.ts';
import { rule } from './rule.ts';
import type { Rule } from './rule.ts';

/** Where an assertion is proven: with its unresolved finding, else with the feature that claims it. */
function homeOf(book: Book, { text }: BookAssertion): string | undefined {
  const finding = book.unresolved().find(({ origin }) => origin.kind === 'assertion' && origin.assertion === text.id);
  return (
    finding?.milestone ?? book.liveFeatures().find((feature) => feature.text.claims.includes(text.id))?.text.milestone
  );
}

function expectedScope(book: Book, milestone: string): { features: string[]; assertions: string[] } {
  const features = book
    .liveFeatures(milestone)
    .filter(({ commits, reviewed }) => commits.length > 0 && commits.at(-1) !== reviewed)
    .map((feature) => feature.text.id);
  const assertions = book.liveAssertions().filter((assertion) => {
    const home = homeOf(book, assertion);
    return !book.isProven(assertion) && home !== undefined && (home === milestone || book.isSealed(home));
  });
  return { features: features.sort(), assertions: assertions.map(({ text }) => text.id).sort() };
}

function openProblem(book: Book, body: EventBody<'roundOpened'>, maxRounds: number): string | null {
  const milestone = book.milestones.get(body.milestone);
  if (!milestone || milestone.sealed) return 'no open milestone';
  if (book.openRound() || book.openRuns().length > 0) return 'something else is open';
  if (body.round !== milestone.rounds.length + 1) return `round ${String(body.round)}`;
  if (milestone.rounds.length - milestone.forgiven >= maxRounds) return 'one round too many';
  if (book.liveFeatures(body.milestone).some((feature) => feature.status !== 'done')) return 'a feature is not done';
  return body.commit === book.head && book.openItems().length === 0 ? null : 'not the tip, or an item is open';
}

function isOfTesting({ origin }: BookItem): boolean {
  return origin.kind === 'assertion' || origin.kind === 'flow';
}

function blocking(book: Book, { milestone }: BookRound): BookItem[] {
  return book.unresolved().filter((item) => item.severity === 'blocking' && item.milestone === milestone);
}

function scrutinyFailure(book: Book, round: BookRound): string | null {
  if (!round.gates || round.gates.some((gate) => !gate.holds)) return 'a gate';
  const tests = round.gates.filter((gate) => gate.kind === 'test');
  if (tests.length > 0 && !tests.some((gate) => (gate.testsRun ?? 0) > 0)) return 'no test ran';
  if (round.scope.features.some((id) => !round.reviews.has(id))) return 'a review is missing';
  return blocking(book, round).find((item) => !isOfTesting(item))?.item ?? null;
}

function testingFailure(book: Book, round: BookRound): string | null {
  const failing = round.scope.assertions.find((id) => {
    const assertion = book.assertions.get(id);
    const isWaived = assertion?.overridden === true || assertion?.removed === true;
    return !isWaived && round.verdicts.get(id) !== 'passed';
  });
  return failing ?? blocking(book, round).find(({ origin }) => origin.kind === 'flow')?.item ?? null;
}

interface Seen {
  text: AssertionText;
  run: number;
  commit: string;
}

function isShown({ kind, value }: Expectation, { status, exitCode }: EventBody<'evidenceRecorded'>): boolean {
  if (kind === 'status') return String(status) === value;
  return kind !== 'exitCode' || String(exitCode) === value;
}

function stepProblem(book: Book, { evidence: id, expectation }: TestStep, { text, run, commit }: Seen): string | null {
  const evidence = book.evidence.get(id);
  const isOfRun = evidence?.run === run && evidence.commit === commit && evidence.acted;
  if (!isOfRun) return `${id} does not count`;
  const isThere = evidence.surface === text.surface && [null, evidence.service].includes(text.service);
  if (!isThere || ![null, evidence.command].includes(text.command)) return `${id} was seen elsewhere`;
  return isShown(expectation, evidence) ? null : `${id} shows something else`;
}

function passProblem(book: Book, body: EventBody<'assertionJudged'>): string | null {
  const round = book.round(body);
  const flow = round?.flows.get(body.assertion);
  const text = book.assertions.get(body.assertion)?.text;
  if (!round || !flow || !text || flow.run !== body.run) return 'no tester said so';
  const { result, run } = flow;
  if (result.result !== 'passed' || JSON.stringify(result) !== JSON.stringify(body.result))
    return 'the tester said something else';
  const problems = result.steps.map((step) => stepProblem(book, step, { text, run, commit: round.commit }));
  const problem = problems.find((found) => found !== null);
  if (typeof problem === 'string') return problem;
  const shown = result.steps.map(({ expectation }) => `${expectation.kind} ${expectation.value}`);
  return text.expectations.find(({ kind, value }) => !shown.includes(`${kind} ${value}`))?.value ?? null;
}

function closeProblem(book: Book, body: EventBody<'roundClosed'>): string | null {
  const round = book.round(body);
  if (round?.closed !== null || book.openRuns().length > 0) return 'no round to close';
  const isFailed = round.scrutiny === false || round.testing === false;
  const hasNewWork = book.liveFeatures(body.milestone).some((feature) => feature.status === 'pending');
  const isPassed = round.scrutiny === true && round.testing === true;
  const isTrue = { failed: isFailed, passed: isPassed, superseded: !isFailed && hasNewWork }[body.result];
  return isTrue ? null : `not ${body.result}`;
}

function sealProblem(book: Book, id: string): string | null {
  const milestone = book.milestones.get(id);
  const last = milestone?.rounds.at(-1);
  if (!milestone || milestone.sealed) return 'no open milestone';
  if (last?.closed !== 'passed' || last.commit !== book.head) return 'no passed round on the tip';
  if (book.liveFeatures(id).some((feature) => feature.status !== 'done')) return 'a feature is not done';
  const unproven = book.liveAssertions().find((one) => homeOf(book, one) === id && !book.isProven(one));
  const held = book
    .unresolved()
    .find((item) => item.milestone === id && (item.severity === 'blocking' || item.fate?.fate === 'waitsForUser'));
  return unproven?.text.id ?? held?.item ?? null;
}

const reports = [
  'contractReviewed',
  'readinessReported',
  'featureReviewed',
  'flowReported',
  'scrutinyReported',
  'testingReported',
] as const;

function askedFor(subject: RunSubject): string {
  switch (subject.kind) {
    case 'contractReview':
      return `contract ${String(subject.contractVersion)}`;
    case 'featureReview':
      return `feature ${subject.feature} ${subject.milestone} ${String(subject.round)}`;
    case 'round':
    case 'flow':
      return `${subject.kind} ${subject.milestone} ${String(subject.round)}`;
    default:
      return subject.kind;
  }
}

/** What a report is about, in the words of `askedFor`. */
function toldOf(body: EventBody<(typeof reports)[number]>): string {
  switch (body.type) {
    case 'contractReviewed':
      return `contract ${String(body.contractVersion)}`;
    case 'readinessReported':
      return 'readiness';
    case 'featureReviewed':
      return `feature ${body.review.feature} ${body.milestone} ${String(body.round)}`;
    default:
      return `${body.type === 'flowReported' ? 'flow' : 'round'} ${body.milestone} ${String(body.round)}`;
  }
}

export const roundRules: readonly Rule[] = [
  rule('a round opens on finished features, on the tip, within its limit', ['roundOpened'], (book, body, { limits }) =>
    openProblem(book, body, limits.maxRoundsPerMilestone),
  ),
  rule('the scope of a round is all that must be judged', ['roundOpened'], (book, body) => {
    const expected = expectedScope(book, body.milestone);
    return JSON.stringify(expected) === JSON.stringify(body.scope) ? null : JSON.stringify(expected);
  }),
  rule('a report comes from the run that was started for it, once', reports, (book, body) => {
    const run = book.runs.get(body.run);
    return !run || run.delivered ? 'twice' : askedFor(run.subject) !== toldOf(body) && 'not asked';
  }),
  rule('scrutiny reports on all of its scope', ['scrutinyReported'], (book, body) => {
    const round = book.round(body);
    return (!round?.gates || round.scope.features.some((id) => !round.reviews.has(id))) && 'not whole';
  }),
  rule('scrutiny is judged by the record, once more only to pass', ['scrutinyJudged'], (book, body) => {
    const round = book.round(body);
    if (round?.closed !== null || book.openRuns().length > 0) return 'nothing to judge';
    if (round.scrutiny !== null && (round.scrutiny || !body.passed)) return 'judged before';
    return body.passed && scrutinyFailure(book, round);
  }),
  rule(
    'testing is judged after a passed scrutiny, once, within its scope',
    ['assertionJudged', 'testingJudged'],
    (book, body) => {
      const round = book.round(body);
      if (round?.closed !== null || round.scrutiny !== true || round.testing !== null || book.openRuns().length > 0)
        return 'nothing to judge';
      return body.type === 'assertionJudged' && !round.scope.assertions.includes(body.assertion) && body.assertion;
    },
  ),
  rule('passed means evidence', ['assertionJudged'], (book, body) => {
    return body.verdict === 'passed' ? passProblem(book, body) : null;
  }),
  rule('user testing passes only if its whole scope passed', ['testingJudged'], (book, body) => {
    const round = book.round(body);
    return body.passed && (round ? testingFailure(book, round) : 'no such round');
  }),
  rule('a round closes as its verdicts say', ['roundClosed'], (book, body) => closeProblem(book, body)),
  rule('a milestone is sealed only after a passed round on the tip, all proven', ['milestoneSealed'], (book, body) =>
    sealProblem(book, body.milestone),
  ),
];
