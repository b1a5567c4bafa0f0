import { z } from 'zod';
import { severitySchema } from '../artefacts/handoff.ts';
import { findingAnswerSchema } from '../artefacts/reports.ts';

const itemOriginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('handoff'), run: z.number(), feature: z.string() }),
  z.object({ kind: z.literal('review'), run: z.number(), feature: z.string() }),
  z.object({ kind: z.literal('scrutiny'), run: z.number() }),
  z.object({ kind: z.literal('gate'), run: z.number(), gate: z.string() }),
  z.object({ kind: z.literal('flow'), run: z.number() }),
  z.object({ kind: z.literal('assertion'), run: z.number(), assertion: z.string() }),
  /** Code compared the handoff with the record. */
  z.object({ kind: z.literal('record'), run: z.number(), feature: z.string() }),
]);

export const fateSchema = z.discriminatedUnion('fate', [
  z.object({ fate: z.literal('fix'), feature: z.string() }),
  z.object({ fate: z.literal('reopen'), feature: z.string() }),
  z.object({ fate: z.literal('extend'), feature: z.string() }),
  z.object({ fate: z.literal('putOff'), feature: z.string() }),
  z.object({ fate: z.literal('waitsForUser'), question: z.string().min(5) }),
  z.object({
    fate: z.literal('dismiss'),
    reason: z.string().min(10),
    agreedBy: z.union([z.literal('user'), z.number()]).nullable(),
  }),
]);
export type Fate = z.infer<typeof fateSchema>;

export const itemEvents = {
  itemOpened: z.object({
    item: z.string(),
    kind: z.enum(['undone', 'finding']),
    severity: severitySchema,
    summary: z.string(),
    detail: z.string(),
    file: z.string().nullable(),
    line: z.number().nullable(),
    milestone: z.string(),
    feature: z.string().nullable(),
    origin: itemOriginSchema,
  }),
  itemSettled: z.object({ run: z.number(), item: z.string(), decision: fateSchema }),
  dismissalReviewed: z.object({ run: z.number(), item: z.string(), agrees: z.boolean(), reason: z.string() }),
  findingAnswered: z.object({ run: z.number(), answer: findingAnswerSchema }),
  /** Every cause of the turn with what was decided about it. */
  turnEnded: z.object({
    run: z.number(),
    decisions: z.array(z.object({ cause: z.string(), decision: z.string().min(3) })),
  }),
} as const;
