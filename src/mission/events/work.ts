import { z } from 'zod';
import { handoffSchema } from '../artefacts/handoff.ts';

const changeSchema = z.object({
  path: z.string(),
  status: z.enum(['added', 'changed', 'deleted', 'renamed']),
  addedLines: z.number(),
  removedLines: z.number(),
});
export type RecordedChange = z.infer<typeof changeSchema>;

export const workEvents = {
  /** A worker's own commit on the attempt's ref; the branch has not moved. */
  attemptCommitted: z.object({
    run: z.number(),
    feature: z.string(),
    attempt: z.number(),
    commit: z.string(),
    files: z.array(z.string()),
  }),
  handoffReceived: z.object({ run: z.number(), feature: z.string(), attempt: z.number(), handoff: handoffSchema }),
  /** What code knows of the attempt, and whether claims and record agree. */
  attemptJudged: z.object({
    run: z.number(),
    feature: z.string(),
    attempt: z.number(),
    accepted: z.boolean(),
    reasons: z.array(z.string()),
    commands: z.array(z.object({ command: z.string(), exitCode: z.number().nullable() })),
    changes: z.array(changeSchema),
    base: z.string(),
  }),
  /** The mission branch moved to this commit. `partial`: the feature goes on in a fresh run. */
  attemptAccepted: z.object({
    run: z.number(),
    feature: z.string(),
    attempt: z.number(),
    commit: z.string(),
    base: z.string(),
    partial: z.boolean(),
  }),
  /** The attempt's paths are back at the base; its ref keeps the work. */
  attemptUndone: z.object({ run: z.number(), feature: z.string(), attempt: z.number(), ref: z.string().nullable() }),
} as const;
