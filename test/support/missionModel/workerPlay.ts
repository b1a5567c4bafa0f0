import type { AttemptState, MissionState, RunState } from '../../../src/mission/state.ts';
import { someFindings } from './subRunPlay.ts';
import { handoff } from './texts.ts';
import { by, end, maybeDies } from './world.ts';
import type { Proposal, World } from './world.ts';

function attemptOf(state: MissionState, run: number): AttemptState | undefined {
  return Object.values(state.features)
    .flatMap((feature) => feature.attempts)
    .find((attempt) => attempt.run === run);
}

/** Commits, hands off and ends. */
export function workerPlay(world: World, run: RunState): Proposal[] {
  const { state, chance, mood } = world;
  const present = attemptOf(state, run.run);
  if (!present) return end(run, 'failed');
  const { feature, attempt, tip } = present;
  if (run.delivered) return end(run, chance.is(mood.runIsPartial) ? 'partial' : 'completed');
  const dead = maybeDies(world, run);
  if (dead) return dead;
  if (tip === null && !chance.is(mood.emptyAttempt)) {
    const commit = `tip-${feature}-${String(attempt)}`;
    return by('worker', { type: 'attemptCommitted', run: run.run, feature, attempt, commit, files: ['src/save.js'] });
  }
  const undone = chance.is(mood.undone) ? ['the last part'] : [];
  const findings = someFindings(world, mood.handoffFinding);
  return by('worker', {
    type: 'handoffReceived',
    run: run.run,
    feature,
    attempt,
    handoff: handoff(feature, undone, findings),
  });
}
