import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import type { ProposalOutcome } from '../../ports/missionRecorder.ts';
import { attemptRef, attemptTrailers } from '../../mission/commitTrailers.ts';
import type { AttemptState, MissionState } from '../../mission/state.ts';
import type { RoleContext } from '../role.ts';
import type { OwnChanges } from './ownChanges.ts';

export function attemptOf(state: MissionState, run: number): AttemptState {
  for (const feature of Object.values(state.features)) {
    const found = feature.attempts.find((attempt) => attempt.run === run);
    if (found) return found;
  }
  throw new Error(`run ${String(run)} has no attempt`);
}

/** Stores work on the attempt's own ref; the mission branch moves only when code accepts the handoff. */
export function commitTool(context: RoleContext, changes: OwnChanges): AnyTool {
  const { run, recorder, git } = context;

  const record = (call: string, commit: string, files: string[]): Promise<ProposalOutcome> => {
    const { feature, attempt } = attemptOf(recorder.state(), run);
    return recorder.propose(call, { type: 'attemptCommitted', run, feature, attempt, commit, files });
  };

  return defineTool({
    name: 'commit',
    description:
      'Commit your work so far: the named paths (files, also deleted ones) with a message in the imperative; ids and trailers are added. Commit whenever a step is complete and its tests pass.',
    kind: 'resumable',
    schema: z.strictObject({ message: z.string().min(5).max(2000), paths: z.array(z.string().min(1)).min(1).max(200) }),
    run: async ({ message, paths }, { callId }) => {
      const state = recorder.state();
      const attempt = attemptOf(state, run);
      const ref = attemptRef(state.missionId, attempt.feature, attempt.attempt);
      const parent = attempt.tip ?? attempt.base;
      // Made and recorded before a restart: only the answer is missing.
      if (state.doneCalls.includes(`${String(run)}:${callId}`)) return result(`Committed ${parent.slice(0, 10)}.`);
      const stored = await git.readRef(ref);
      if (stored !== null && stored !== parent) {
        // A crash hid the event of a commit that was made.
        const files = await git.changes(parent, stored);
        await record(
          callId,
          stored,
          files.map((file) => file.path),
        );
        return result(`Committed ${stored.slice(0, 10)}.`);
      }
      await changes.look();
      const foreign = paths.filter((path) => changes.isOthers(path));
      if (foreign.length > 0)
        return refusal(`${foreign.join(', ')} was changed by somebody else, not by you. Commit only your own files.`);
      const made = await git.commit({
        ref,
        parent,
        paths,
        message,
        trailers: attemptTrailers(state, attempt.feature, attempt.attempt),
      });
      if (!made.ok) return refusal(made.why);
      const recorded = await record(callId, made.commit, made.files);
      return recorded.ok
        ? result(`Committed ${made.commit.slice(0, 10)}: ${made.files.join(', ')}`)
        : refusal(recorded.why);
    },
  });
}
