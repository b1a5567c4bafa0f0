import type { AssertionText, Expectation } from './artefacts/contract.ts';
import type { AssertionResult, TestStep } from './artefacts/reports.ts';
import { unresolvedItems } from './scope.ts';
import type { EvidenceState, ItemState, MissionState, RoundState } from './state.ts';

/** Evidence as stored, with its content (text of a snapshot, a response, an output). */
export type EvidenceWithText = EvidenceState & { text: string };
/** What of evidence an expectation is looked for in. */
type Observed = Pick<EvidenceWithText, 'kind' | 'text' | 'status' | 'exitCode'>;

export interface Verdict {
  verdict: 'passed' | 'failed' | 'blocked';
  reasons: string[];
}

function flatten(text: string): string {
  return text.replaceAll('\\"', '"').replace(/\s+/g, ' ');
}

/** Whether evidence shows something else than the expectation, as far as that is known without its content. */
export function isRefuted({ kind, value }: Expectation, evidence: Pick<Observed, 'status' | 'exitCode'>): boolean {
  if (kind === 'status') return evidence.status !== Number(value);
  return kind === 'exitCode' && evidence.exitCode !== Number(value);
}

/** Whether a literal expectation is found in a piece of evidence. */
export function isSeen(expectation: Expectation, evidence: Observed): boolean {
  const { kind, value } = expectation;
  if (kind === 'status' || kind === 'exitCode') return !isRefuted(expectation, evidence);
  // The address of a page is not what a user reads there.
  const seen = evidence.kind === 'snapshot' ? evidence.text.replace(/^URL: .*$/m, '') : evidence.text;
  const isFound = flatten(seen).includes(flatten(value));
  return kind === 'absent' ? !isFound && evidence.text.trim() !== '' : isFound;
}

function sameExpectation(one: Expectation, other: Expectation): boolean {
  return one.kind === other.kind && flatten(one.value) === flatten(other.value);
}

export interface StepContext {
  assertion: AssertionText;
  run: number;
  commit: string;
}

/** What is wrong with the origin of a step's evidence, whatever its content; null = it may count. */
export function originProblem(
  step: TestStep,
  evidence: EvidenceState | undefined,
  context: StepContext,
): string | null {
  const { assertion, run, commit } = context;
  if (!evidence) return `${step.evidence} does not exist`;
  if (evidence.run !== run) return `${step.evidence} is from another run`;
  if (evidence.commit !== commit) return `${step.evidence} is of another commit`;
  if (evidence.surface !== assertion.surface)
    return `${step.evidence} was seen on ${evidence.surface}, the contract says ${assertion.surface}`;
  if (assertion.service !== null && evidence.service !== assertion.service)
    return `${step.evidence} is not from the service ${assertion.service}`;
  if (assertion.command !== null && evidence.command !== assertion.command)
    return `${step.evidence} is not of the command "${assertion.command}"`;
  return evidence.acted ? null : `${step.evidence} was made before anything was done`;
}

/** Expectations of the assertion that no step shows. */
export function missingExpectations(assertion: AssertionText, steps: readonly TestStep[]): Expectation[] {
  return assertion.expectations.filter(
    (expectation) => !steps.some((step) => sameExpectation(step.expectation, expectation)),
  );
}

/**
 * The evidence gate (product.md section 4): an assertion passes only if its tester says so, every step holds in evidence of the
 * right run, commit, surface and service, and the steps show every expectation of the assertion.
 */
export function judgeAssertion(
  result: AssertionResult | null,
  evidence: Readonly<Record<string, EvidenceWithText>>,
  context: StepContext,
): Verdict {
  if (!result) return { verdict: 'blocked', reasons: ['no tester reported on it'] };
  if (result.result !== 'passed')
    return { verdict: result.result, reasons: [result.note || `the tester says ${result.result}`] };
  const reasons: string[] = [];
  for (const step of result.steps) {
    const piece = evidence[step.evidence];
    const problem = originProblem(step, piece, context);
    if (problem !== null) reasons.push(problem);
    else if (piece && !isSeen(step.expectation, piece))
      reasons.push(`${step.evidence} does not show ${step.expectation.kind} "${step.expectation.value}"`);
  }
  reasons.push(
    ...missingExpectations(context.assertion, result.steps).map(
      ({ kind, value }) => `no step shows ${kind} "${value}"`,
    ),
  );
  return { verdict: reasons.length === 0 ? 'passed' : 'failed', reasons };
}

/** Why a scrutiny fails whatever becomes of its findings: gates, tests, reviews. */
export function recordReasons(round: RoundState): string[] {
  if (!round.gates) return ['the gates have not run'];
  const reasons = round.gates.filter((result) => !result.holds).map((result) => `gate ${result.name}: ${result.why}`);
  const tests = round.gates.filter((result) => result.kind === 'test');
  if (tests.length > 0 && !tests.some((result) => (result.testsRun ?? 0) > 0)) reasons.push('no test ran');
  reasons.push(...round.scope.features.filter((id) => !round.reviews[id]).map((id) => `${id} has no review`));
  return reasons;
}

/** Why scrutiny of a round does not pass; empty = it passes. Agents report, this judges. */
export function scrutinyReasons(state: MissionState, round: RoundState): string[] {
  const blocking = blockingItems(state, round).filter(
    ({ origin }) => origin.kind !== 'assertion' && origin.kind !== 'flow',
  );
  return [...recordReasons(round), ...blocking.map(unresolvedText)];
}

function blockingItems(state: MissionState, round: RoundState): ItemState[] {
  return unresolvedItems(state).filter((item) => item.severity === 'blocking' && item.milestone === round.milestone);
}

function unresolvedText(item: ItemState): string {
  return `${item.item} (blocking) is unresolved: ${item.summary}`;
}

/** Why user testing of a round does not pass; empty = it passes. */
export function testingReasons(state: MissionState, round: RoundState): string[] {
  const verdicts = round.scope.assertions.flatMap((id) => {
    const assertion = state.assertions[id];
    if (!assertion || assertion.overridden !== null || assertion.removed !== null) return [];
    const verdict = round.verdicts[id];
    return verdict === 'passed' ? [] : [`${id} ${verdict ?? 'was not judged'}`];
  });
  const seen = blockingItems(state, round).filter(({ origin }) => origin.kind === 'flow');
  return [...verdicts, ...seen.map(unresolvedText)];
}
