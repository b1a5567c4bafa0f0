import { z } from 'zod';

export const assertionIdPattern = /^VAL-[A-Z][A-Z0-9]*-\d{3}$/;
export const assertionIdSchema = z.string().regex(assertionIdPattern, 'an assertion id looks like VAL-CART-001');

/**
 * One literal that must be seen. `text` and `absent` are searched in what was observed (page snapshot, response, output),
 * `state` is a line of the accessibility snapshot such as `checkbox "Done" [checked]`.
 */
export const expectationSchema = z.object({
  kind: z.enum(['text', 'absent', 'status', 'exitCode', 'state']),
  value: z.string().min(1).max(300),
});
export type Expectation = z.infer<typeof expectationSchema>;

export const surfaceSchema = z.enum(['browser', 'http', 'command', 'document']);
export type Surface = z.infer<typeof surfaceSchema>;

export const assertionSchema = z.object({
  id: assertionIdSchema,
  title: z.string().min(3).max(120),
  behaviour: z
    .string()
    .min(10)
    .max(2000)
    .describe('One observable behaviour with concrete values; every expectation value occurs in it literally.'),
  failsIf: z.string().min(5).max(1000).describe('What an observer would see if it does not hold.'),
  surface: surfaceSchema,
  service: z
    .string()
    .nullable()
    .describe('Name of the service of the manifest it is observed on; null for command and document.'),
  expectations: z.array(expectationSchema).min(1).max(12),
  command: z.string().min(1).max(500).nullable().describe('For surface command: the exact command that is judged.'),
  intent: z
    .enum(['new', 'preserve'])
    .describe('new: must fail on the untouched base. preserve: must hold on it already.'),
  requirements: z.array(z.string()).describe('Ids of the requirements it serves.'),
});
export type AssertionText = z.infer<typeof assertionSchema>;
