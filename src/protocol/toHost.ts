import { z } from 'zod';
import { actionSchema, placeSchema } from './actions.ts';

/** Messages of a webview. Each with an `id` is answered by a `reply` with the same one. */
export const toHostSchema = z.discriminatedUnion('kind', [
  /** The page is ready, at first and after every reload: the host answers with a snapshot. */
  z.object({ kind: z.literal('hello') }),
  z.object({ kind: z.literal('act'), id: z.number(), action: actionSchema }),
  z.object({ kind: z.literal('show'), id: z.number(), place: placeSchema }),
  z.object({ kind: z.literal('readRunLog'), id: z.number(), run: z.number() }),
  /** A stored picture or text by the hash of its content. */
  z.object({ kind: z.literal('readBlob'), id: z.number(), blob: z.string() }),
]);
export type ToHost = z.infer<typeof toHostSchema>;
