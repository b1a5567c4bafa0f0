import { z } from 'zod';
import { assertionIdSchema } from './contract.ts';

export const milestoneSchema = z.object({
  id: z.string().regex(/^(M\d{1,3}|misc-[a-z0-9-]{1,30})$/, 'a milestone id looks like M1 or misc-later'),
  title: z.string().min(3).max(120),
  outcome: z.string().min(5).max(600).describe('What a user can do when it is sealed.'),
});
export type MilestoneText = z.infer<typeof milestoneSchema>;

export const featureIdSchema = z.string().regex(/^F\d{1,4}$/, 'a feature id looks like F7');

export const featureSchema = z.object({
  id: featureIdSchema,
  milestone: z.string(),
  title: z.string().min(3).max(120),
  description: z.string().min(10).max(6000).describe('What to build and why, with the decisions already made.'),
  preconditions: z.array(z.string()).max(20),
  expectedBehaviour: z.array(z.string()).min(1).max(30),
  skill: z.string().describe('Name of the worker skill it is built with.'),
  claims: z
    .array(assertionIdSchema)
    .describe('Assertions this feature makes true; each belongs to exactly one feature.'),
  fixes: z
    .object({ findings: z.array(z.string()), assertions: z.array(assertionIdSchema) })
    .describe('For a fix feature: what it repairs.'),
  dependsOn: z.array(featureIdSchema),
});
export type FeatureText = z.infer<typeof featureSchema>;

export const requirementSchema = z.object({
  id: z.string().regex(/^R\d{1,3}$/, 'a requirement id looks like R3'),
  text: z.string().min(3).max(1000),
  binding: z.boolean().describe('True for what the user demanded by name, such as a technology.'),
});
export type Requirement = z.infer<typeof requirementSchema>;

export const skillTextSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'a skill name is lower case with dashes, such as backend'),
  text: z.string().min(200).max(20_000),
});

export const knowledgeTopics = ['architecture', 'conventions', 'boundaries', 'known-issues', 'how-to-test'] as const;
export const knowledgeSchema = z.object({ topic: z.enum(knowledgeTopics), text: z.string().min(3).max(8000) });

export const scopingPhases = [
  'understanding',
  'architecture',
  'boundaries',
  'credentials',
  'testStrategy',
  'readiness',
  'milestones',
] as const;
export const scopingPhaseSchema = z.enum(scopingPhases);

export const questionSchema = z.object({
  question: z.string().min(5).max(600),
  options: z
    .array(z.string().min(1).max(200))
    .max(6)
    .describe('Concrete answers to choose from; the user may always write something else.'),
});
export type Question = z.infer<typeof questionSchema>;

export const estimateSchema = z.object({
  runs: z.tuple([z.number(), z.number()]),
  minutes: z.tuple([z.number(), z.number()]),
  tokens: z.tuple([z.number(), z.number()]),
  /** US dollars; null where a price is not known. */
  cost: z.tuple([z.number(), z.number()]).nullable(),
});
export type Estimate = z.infer<typeof estimateSchema>;
