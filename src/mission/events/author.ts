import { z } from 'zod';
import { roleSchema } from '../role.ts';

/** Who may append an event: the user, the runner that carries steps out, code that judges, or a role through its tools. */
export const authorSchema = z.union([z.literal('user'), z.literal('runner'), z.literal('code'), roleSchema]);
export type Author = z.infer<typeof authorSchema>;
