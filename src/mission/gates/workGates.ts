import { gate } from './gate.ts';
import type { AttemptState, MissionState } from '../state.ts';

function attemptOf(state: MissionState, body: { feature: string; attempt: number }): AttemptState | undefined {
  return state.features[body.feature]?.attempts.find((candidate) => candidate.attempt === body.attempt);
}

function isKnown(state: MissionState, commit: string): boolean {
  return commit === state.baseCommit || Object.values(state.features).some(({ commits }) => commits.includes(commit));
}

export const workGates = {
  handoffsBelongToTheirRun: gate(['handoffReceived', 'attemptCommitted'], (state, body) => {
    const attempt = attemptOf(state, body);
    if (!attempt || attempt.run !== body.run) return `run ${String(body.run)} does not work on ${body.feature}`;
    if (body.type === 'attemptCommitted') return null;
    if (body.handoff.feature !== body.feature)
      return `the handoff is about ${body.handoff.feature}, this run works on ${body.feature}`;
    return attempt.handoff === null ? null : 'the handoff has been given';
  }),
  /** Code judges an attempt once, after its run; what failed or was killed is not judged but undone. */
  judgedOnce: gate(['attemptJudged'], (state, body) => {
    const attempt = attemptOf(state, body);
    const outcome = attempt ? state.runs[attempt.run]?.ended?.outcome : undefined;
    if (outcome !== 'completed' && outcome !== 'partial') return 'there is no finished attempt to judge';
    return attempt?.judged === null && !attempt.undone ? null : 'the attempt has been judged';
  }),
  /** An accepted attempt has a handoff and changed something, now or in an earlier attempt of the feature (rule 6). */
  acceptedMeansWork: gate(['attemptJudged'], (state, body) => {
    if (!body.accepted) return null;
    const attempt = attemptOf(state, body);
    if (!attempt?.handoff) return 'there is no handoff';
    const hasEarlierWork = (state.features[body.feature]?.commits.length ?? 0) > 0;
    return body.changes.length > 0 || hasEarlierWork ? null : 'the attempt changed nothing';
  }),
  /** The branch moves only for an attempt that code accepted, once, and only from its own base. */
  branchMovesOnAcceptance: gate(['attemptAccepted'], (state, body) => {
    const attempt = attemptOf(state, body);
    if (attempt?.judged?.accepted !== true) return 'the attempt was not accepted';
    if (attempt.commit !== null) return 'the attempt has its commit already';
    const isPartial = state.runs[attempt.run]?.ended?.outcome === 'partial';
    if (body.partial !== isPartial) return 'an attempt is partial if its run ended so';
    if (body.commit !== body.base && isKnown(state, body.commit))
      return `the branch never moves back to ${body.commit}`;
    return body.base === state.head && attempt.base === state.head
      ? null
      : 'the mission branch moved since the attempt began';
  }),
  /** Only what was not accepted is taken back, and only after its run. */
  acceptedWorkStays: gate(['attemptUndone'], (state, body) => {
    const attempt = attemptOf(state, body);
    const outcome = attempt ? state.runs[attempt.run]?.ended?.outcome : undefined;
    if (!attempt || outcome === undefined || attempt.undone) return 'there is no ended attempt to undo';
    const isFinished = outcome === 'completed' || outcome === 'partial';
    return isFinished && attempt.judged?.accepted !== false ? 'only an attempt that was not accepted is undone' : null;
  }),
};
