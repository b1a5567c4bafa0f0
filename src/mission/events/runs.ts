import { z } from 'zod';
import { modelChoiceSchema, roleSchema } from '../role.ts';

/** What a run is about. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scoping') }),
  z.object({ kind: z.literal('turn'), causes: z.array(z.string()) }),
  z.object({ kind: z.literal('attempt'), feature: z.string(), attempt: z.number(), base: z.string() }),
  z.object({ kind: z.literal('round'), milestone: z.string(), round: z.number() }),
  z.object({ kind: z.literal('research'), task: z.string() }),
  z.object({ kind: z.literal('readiness'), task: z.string() }),
  z.object({ kind: z.literal('contractReview'), contractVersion: z.number(), focus: z.string() }),
  z.object({ kind: z.literal('featureReview'), milestone: z.string(), round: z.number(), feature: z.string() }),
  z.object({ kind: z.literal('dismissalReview'), item: z.string() }),
  z.object({ kind: z.literal('flow'), milestone: z.string(), round: z.number(), assertions: z.array(z.string()) }),
]);
export type RunSubject = z.infer<typeof subjectSchema>;

export const runEvents = {
  runStarted: z.object({
    run: z.number(),
    role: roleSchema,
    subject: subjectSchema,
    parent: z.object({ run: z.number(), call: z.string(), place: z.number() }).nullable(),
    choice: modelChoiceSchema,
    skill: z.string(),
    versions: z.object({ plan: z.number(), contract: z.number(), services: z.number(), knowledge: z.number() }),
    epoch: z.number(),
  }),
  /** Figures of one model call; `known` is false where a crash or a cut hid them and the upper bound was counted instead. */
  usageRecorded: z.object({
    run: z.number(),
    call: z.number(),
    inputTokens: z.number(),
    cacheReadTokens: z.number(),
    cacheWriteTokens: z.number(),
    outputTokens: z.number(),
    microDollars: z.number().nullable(),
    known: z.boolean(),
  }),
  modelCallFailed: z.object({
    run: z.number(),
    call: z.number(),
    kind: z.string(),
    status: z.number().nullable(),
    message: z.string(),
    retryAfterMs: z.number().nullable(),
  }),
  actionDenied: z.object({ run: z.number(), tool: z.string(), why: z.string() }),
  runEnded: z.object({
    run: z.number(),
    outcome: z.enum(['completed', 'partial', 'failed', 'killed', 'unreadable']),
    reason: z.string(),
    turns: z.number(),
    toolCalls: z.number(),
    milliseconds: z.number(),
    /** SHA-256 of the run log, null where it could not be read. */
    log: z.string().nullable(),
  }),
} as const;
