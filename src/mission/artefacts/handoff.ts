import { z } from 'zod';
import { featureIdSchema } from './plan.ts';

export const severitySchema = z.enum(['blocking', 'nonBlocking', 'suggestion']);
export type Severity = z.infer<typeof severitySchema>;

export const reportedFindingSchema = z.object({
  severity: severitySchema,
  summary: z.string().min(5).max(300),
  detail: z.string().max(3000).describe('What is wrong, how it was seen, what would be right.'),
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
});
export type ReportedFinding = z.infer<typeof reportedFindingSchema>;

export const commandClaimSchema = z.object({
  command: z.string().min(1),
  exitCode: z.number().int(),
  seen: z.string().max(600).describe('What the output showed, in a sentence.'),
});

export const handoffSchema = z.object({
  feature: featureIdSchema,
  summary: z.string().min(20).max(1500).describe('One paragraph.'),
  implemented: z.array(z.string().min(3)).max(40),
  undone: z
    .array(z.string().min(3))
    .max(20)
    .describe('Everything of the feature that is not finished. Empty if all is done.'),
  commands: z.array(commandClaimSchema).max(60),
  checks: z
    .array(z.object({ action: z.string().min(3), observed: z.string().min(3) }))
    .max(40)
    .describe('What you tried by hand, as a user would.'),
  tests: z
    .array(z.object({ file: z.string(), name: z.string(), change: z.enum(['added', 'changed', 'removed']) }))
    .max(80),
  findings: z.array(reportedFindingSchema).max(30),
  procedure: z
    .object({ followed: z.boolean(), deviations: z.array(z.string()) })
    .describe('Whether the skill was followed, and where not and why.'),
});
export type Handoff = z.infer<typeof handoffSchema>;
