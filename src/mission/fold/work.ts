import type { workEvents } from '../events/work.ts';
import type { AttemptState, MissionState } from '../state.ts';
import { addCause } from './addCause.ts';
import { makeStale } from './freshAssertions.ts';
import type { Reducers } from './reducers.ts';

const maxPartialsInARow = 3;

function attemptOf(state: MissionState, feature: string, attempt: number): AttemptState | undefined {
  return state.features[feature]?.attempts.find((candidate) => candidate.attempt === attempt);
}

export const workReducers: Reducers<keyof typeof workEvents> = {
  attemptCommitted(state, body) {
    const attempt = attemptOf(state, body.feature, body.attempt);
    if (!attempt) return;
    attempt.tip = body.commit;
    attempt.files = [...new Set([...attempt.files, ...body.files])];
  },
  handoffReceived(state, body) {
    const attempt = attemptOf(state, body.feature, body.attempt);
    if (attempt) attempt.handoff = body.handoff;
  },
  attemptJudged(state, body) {
    const attempt = attemptOf(state, body.feature, body.attempt);
    const feature = state.features[body.feature];
    if (!attempt || !feature) return;
    attempt.judged = { accepted: body.accepted, reasons: body.reasons, commands: body.commands, changes: body.changes };
    if (body.accepted) return;
    const isPartial = state.runs[attempt.run]?.ended?.outcome === 'partial';
    feature.status = 'pending';
    feature.failedAttempts += 1;
    const why = `${isPartial ? 'partial ' : ''}attempt ${String(body.attempt)} of ${body.feature} (${feature.text.title}) was not accepted: ${body.reasons.join('; ')}`;
    addCause(state, { id: `attempt:${body.feature}/${String(body.attempt)}`, kind: 'attempt', text: why });
  },
  attemptAccepted(state, body) {
    const attempt = attemptOf(state, body.feature, body.attempt);
    const feature = state.features[body.feature];
    if (!attempt || !feature) return;
    attempt.commit = body.commit;
    attempt.partial = body.partial;
    if (body.commit !== state.head) {
      feature.commits.push(body.commit);
      state.head = body.commit;
      // What each assertion exercised is not known, so every later commit makes it stale (product.md section 4).
      makeStale(state);
    }
    if (!body.partial) {
      feature.status = 'done';
      feature.partials = 0;
      return;
    }
    feature.status = 'pending';
    feature.partials += 1;
    if (feature.partials < maxPartialsInARow) return;
    // Otherwise a feature could go on in partial runs for ever.
    feature.failedAttempts += 1;
    const text = `${body.feature} (${feature.text.title}) needed three partial runs in a row: slice it smaller or say how to go on`;
    addCause(state, { id: `partials:${body.feature}/${String(body.attempt)}`, kind: 'partials', text });
  },
  attemptUndone(state, body) {
    const attempt = attemptOf(state, body.feature, body.attempt);
    if (attempt) attempt.undone = true;
  },
};
