import { z } from 'zod';

/** Answers given beforehand, for missions without a person at the terminal: the first whose text occurs in the question. */
export const preparedAnswersSchema = z.array(z.object({ question: z.string(), answer: z.string().min(1) }));
export type PreparedAnswer = z.infer<typeof preparedAnswersSchema>[number];
