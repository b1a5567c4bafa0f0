import type { roundEvents } from '../events/rounds.ts';
import type { MissionState, RoundState } from '../state.ts';
import { featuresOf, unansweredFindings } from '../scope.ts';
import { addCause } from './addCause.ts';
import { takeVerdict } from './freshAssertions.ts';
import type { Reducers } from './reducers.ts';
import { seeFinding } from './seeFinding.ts';

type Review = RoundState['reviews'][string];

function roundOf(state: MissionState, key: { milestone: string; round: number }): RoundState | undefined {
  return state.milestones[key.milestone]?.rounds.find((round) => round.round === key.round);
}

/** A feature reviewed twice in a round keeps what both reviews found. */
function withEarlier(earlier: Review | undefined, { run, review }: Review): Review {
  if (!earlier) return { run, review };
  const findings = [...earlier.review.findings, ...review.findings];
  const answers = [...review.answers, ...earlier.review.answers];
  return { run, review: { ...review, findings, answers } };
}

export const roundReducers: Reducers<keyof typeof roundEvents> = {
  roundOpened(state, body) {
    const { milestone, round, commit, scope } = body;
    state.deadValidators = {};
    state.milestones[milestone]?.rounds.push({
      milestone,
      round,
      commit,
      scope,
      gates: null,
      reviews: {},
      scrutinyReport: null,
      scrutiny: null,
      testingSummary: null,
      testing: null,
      verdicts: {},
      flows: {},
      flowNotes: [],
      closed: null,
    });
  },
  gatesRun(state, body) {
    const round = roundOf(state, body);
    if (round) round.gates = body.gates;
  },
  featureReviewed(state, body) {
    const round = roundOf(state, body);
    if (round) round.reviews[body.review.feature] = withEarlier(round.reviews[body.review.feature], body);
    const feature = state.features[body.review.feature];
    if (feature) feature.reviewedCommit = feature.commits.at(-1) ?? null;
  },
  scrutinyReported(state, body) {
    const round = roundOf(state, body);
    if (round) round.scrutinyReport = { run: body.run, report: body.report };
  },
  scrutinyJudged(state, body) {
    const round = roundOf(state, body);
    if (round) round.scrutiny = { passed: body.passed, reasons: body.reasons };
    // What nobody answered is still there.
    for (const item of unansweredFindings(state, body.milestone, 'scrutiny')) seeFinding(state, item, 'stillThere');
  },
  evidenceRecorded(state, body) {
    const { evidence, run, kind, surface, service, commit, blob, command, status, exitCode, acted } = body;
    state.evidence[evidence] = {
      evidence,
      run,
      kind,
      surface,
      service,
      commit,
      blob,
      command,
      status,
      exitCode,
      acted,
    };
  },
  flowReported(state, body) {
    const round = roundOf(state, body);
    if (!round) return;
    // The first result stands: nothing is tried again until somebody likes what comes out.
    for (const result of body.report.results) round.flows[result.assertion] ??= { run: body.run, result };
    const { findings, answers } = body.report;
    round.flowNotes.push({ run: body.run, findings, answers });
  },
  testingReported(state, body) {
    const round = roundOf(state, body);
    if (round) round.testingSummary = body.report.summary;
  },
  assertionJudged(state, body) {
    const round = roundOf(state, body);
    if (round) round.verdicts[body.assertion] = body.verdict;
    const assertion = state.assertions[body.assertion];
    if (!assertion) return;
    assertion.status = body.verdict;
    assertion.stale = false;
    takeVerdict(state, assertion);
    assertion.last = {
      milestone: body.milestone,
      round: body.round,
      run: body.run,
      result: body.result,
      reasons: body.reasons,
      commit: body.commit,
    };
  },
  testingJudged(state, body) {
    const round = roundOf(state, body);
    if (round) round.testing = { passed: body.passed, reasons: body.reasons };
    for (const item of unansweredFindings(state, body.milestone, 'testing')) seeFinding(state, item, 'stillThere');
  },
  roundClosed(state, body) {
    const round = roundOf(state, body);
    if (!round) return;
    round.closed = body.result;
    // A turn that has added work while the round was open has answered its failure already.
    const isAnswered = featuresOf(state, body.milestone).some((feature) => feature.status === 'pending');
    if (body.result !== 'failed' || isAnswered) return;
    const reasons = [...(round.scrutiny?.reasons ?? []), ...(round.testing?.reasons ?? [])];
    const text = `round ${String(body.round)} of ${body.milestone} failed: ${reasons.join('; ')}`;
    addCause(state, { id: `round:${body.milestone}/${String(body.round)}`, kind: 'round', text });
  },
  milestoneSealed(state, body) {
    const milestone = state.milestones[body.milestone];
    if (milestone) milestone.sealedAt = body.commit;
  },
};
