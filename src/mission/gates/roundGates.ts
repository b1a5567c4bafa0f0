import type { TestStep } from '../artefacts/reports.ts';
import type { EventBody } from '../events/event.ts';
import { completionProblems, featuresOf, openItems, openRound, roundScope, sealProblems } from '../scope.ts';
import type { MissionState, RoundState } from '../state.ts';
import { isRefuted, missingExpectations, originProblem, scrutinyReasons, testingReasons } from '../verdict.ts';
import type { StepContext } from '../verdict.ts';
import { gate } from './gate.ts';

function roundOf(state: MissionState, body: { milestone: string; round: number }): RoundState | undefined {
  return state.milestones[body.milestone]?.rounds.find((round) => round.round === body.round);
}

function closeProblem(round: RoundState, result: RoundState['closed'], hasNewWork: boolean): string | null {
  const isFailed = round.scrutiny?.passed === false || round.testing?.passed === false;
  if (result === 'failed') return isFailed ? null : 'neither validator failed';
  if (isFailed) return 'a validator failed';
  if (result === 'superseded') return hasNewWork ? null : 'no work was added to the milestone';
  return round.testing?.passed === true ? null : 'scrutiny and user testing have not both passed';
}

function stepProblem(state: MissionState, step: TestStep, context: StepContext): string | null {
  const evidence = state.evidence[step.evidence];
  const problem = originProblem(step, evidence, context);
  if (problem !== null || !evidence) return problem;
  const { kind, value } = step.expectation;
  return isRefuted(step.expectation, evidence) ? `${step.evidence} does not show ${kind} ${value}` : null;
}

function passProblem(state: MissionState, round: RoundState, body: EventBody<'assertionJudged'>): string | null {
  const { assertion: id, result, run } = body;
  const assertion = state.assertions[id]?.text;
  const flow = round.flows[id];
  if (!assertion || !flow || flow.run !== run || JSON.stringify(flow.result) !== JSON.stringify(result))
    return `${id} cannot pass without its tester's word`;
  if (flow.result.result !== 'passed') return `${id} cannot pass against its tester's word`;
  const context = { assertion, run, commit: round.commit };
  const problems = flow.result.steps.map((step) => stepProblem(state, step, context));
  const problem = problems.find((found) => found !== null);
  if (typeof problem === 'string') return `${id} cannot pass: ${problem}`;
  return missingExpectations(assertion, flow.result.steps).length === 0
    ? null
    : `${id} cannot pass: its steps do not show every expectation`;
}

export const roundGates = {
  /** A round opens on finished features, on the present tip, with the scope that code computes. */
  roundsOpenInOrder: gate(['roundOpened'], (state, body, { limits }) => {
    const milestone = state.milestones[body.milestone];
    if (!milestone || milestone.sealedAt !== null) return `${body.milestone} is no open milestone`;
    if (openRound(state)) return 'another round is open';
    if (state.openRuns.length > 0) return 'a run is open';
    if (body.round !== milestone.rounds.length + 1) return `the next round is ${String(milestone.rounds.length + 1)}`;
    if (milestone.rounds.length - milestone.roundsForgiven >= limits.maxRoundsPerMilestone)
      return `${body.milestone} has used up its ${String(limits.maxRoundsPerMilestone)} rounds`;
    const undone = featuresOf(state, body.milestone).find((feature) => feature.status !== 'done');
    if (undone) return `${undone.text.id} is ${undone.status}`;
    if (body.commit !== state.head) return 'a round judges the tip of the mission branch';
    return openItems(state).length === 0 ? null : 'an item has no fate yet';
  }),
  scopeIsComputed: gate(['roundOpened'], (state, body) => {
    const scope = roundScope(state, body.milestone);
    return JSON.stringify(scope) === JSON.stringify(body.scope) ? null : 'the scope is not the computed one';
  }),
  /** Agents report, code judges: a pass must follow from what is recorded. */
  scrutinyFollowsTheRecord: gate(['scrutinyJudged'], (state, body) => {
    const round = roundOf(state, body);
    if (!round || round.closed !== null || state.openRuns.length > 0) return 'there is no scrutiny to judge';
    // Once more after a failure, when all blocking findings were dismissed.
    if (round.scrutiny !== null && (round.scrutiny.passed || !body.passed)) return 'scrutiny has been judged';
    const reasons = scrutinyReasons(state, round);
    return body.passed && reasons.length > 0 ? `scrutiny cannot pass: ${reasons.join('; ')}` : null;
  }),
  testingFollowsScrutiny: gate(['assertionJudged', 'testingJudged'], (state, body) => {
    const round = roundOf(state, body);
    if (!round || round.closed !== null) return 'there is no such open round';
    if (round.scrutiny?.passed !== true) return 'scrutiny has not passed';
    if (round.testing !== null || state.openRuns.length > 0) return 'there is no testing to judge';
    return body.type === 'assertionJudged' && !round.scope.assertions.includes(body.assertion)
      ? `${body.assertion} is not in the scope of the round`
      : null;
  }),
  passedMeansEvidence: gate(['assertionJudged'], (state, body) => {
    const round = roundOf(state, body);
    return body.verdict === 'passed' && round ? passProblem(state, round, body) : null;
  }),
  testingFollowsTheVerdicts: gate(['testingJudged'], (state, body) => {
    const round = roundOf(state, body);
    const reasons = round ? testingReasons(state, round) : ['no such round'];
    return body.passed && reasons.length > 0 ? `user testing cannot pass: ${reasons.join('; ')}` : null;
  }),
  roundsCloseOnVerdicts: gate(['roundClosed'], (state, body) => {
    const round = roundOf(state, body);
    if (!round || round.closed !== null) return 'there is no such open round';
    if (state.openRuns.length > 0) return 'a run is open';
    const hasNewWork = featuresOf(state, body.milestone).some((feature) => feature.status === 'pending');
    return closeProblem(round, body.result, hasNewWork);
  }),
  /** Both pass, nothing open, every claim proven: only then sealed (rule 9). */
  sealNeedsProof: gate(['milestoneSealed'], (state, body) => {
    const milestone = state.milestones[body.milestone];
    if (!milestone || milestone.sealedAt !== null) return `${body.milestone} is no open milestone`;
    const problems = sealProblems(state, milestone);
    return problems.length === 0 ? null : `${body.milestone} cannot be sealed: ${problems.join('; ')}`;
  }),
  /** The end gate (rule 13). */
  endNeedsEverything: gate(['missionCompleted'], (state) => {
    const problems = completionProblems(state);
    if (state.openRuns.length > 0) problems.push('a run is open');
    return problems.length === 0 ? null : `the mission cannot complete: ${problems.join('; ')}`;
  }),
};
