import type { roundEvents } from '../events/rounds.ts';
import type { MissionState, RoundState } from '../state.ts';
import { addCause } from './life.ts';
import type { Reducers } from './reducers.ts';

function roundOf(state: MissionState, key: { milestone: string; round: number }): RoundState | undefined {
  return state.milestones[key.milestone]?.rounds.find((round) => round.round === key.round);
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
      scrutinySummary: null,
      scrutiny: null,
      testingSummary: null,
      testing: null,
      verdicts: {},
      flows: {},
      closed: null,
    });
  },
  gatesRun(state, body) {
    const round = roundOf(state, body);
    if (round) round.gates = body.gates;
  },
  featureReviewed(state, body) {
    const round = roundOf(state, body);
    if (round) round.reviews[body.review.feature] = { run: body.run, review: body.review };
    const feature = state.features[body.review.feature];
    if (feature) feature.reviewedCommit = feature.commits.at(-1) ?? null;
  },
  scrutinyReported(state, body) {
    const round = roundOf(state, body);
    if (round) round.scrutinySummary = body.report.summary;
  },
  scrutinyJudged(state, body) {
    const round = roundOf(state, body);
    if (round) round.scrutiny = { passed: body.passed, reasons: body.reasons };
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
    for (const result of body.report.results) round.flows[result.assertion] = { run: body.run, result };
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
  },
  roundClosed(state, body) {
    const round = roundOf(state, body);
    if (!round) return;
    round.closed = body.result;
    if (body.result !== 'failed') return;
    const reasons = [...(round.scrutiny?.reasons ?? []), ...(round.testing?.reasons ?? [])];
    const text = `round ${String(body.round)} of ${body.milestone} failed: ${reasons.join('; ')}`;
    addCause(state, { id: `round:${body.milestone}/${String(body.round)}`, kind: 'round', text });
  },
  milestoneSealed(state, body) {
    const milestone = state.milestones[body.milestone];
    if (milestone) milestone.sealedAt = body.commit;
  },
};
