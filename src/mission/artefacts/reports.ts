import { z } from 'zod';
import { assertionIdSchema, expectationSchema } from './contract.ts';
import { reportedFindingSchema } from './handoff.ts';
import { featureIdSchema } from './plan.ts';

/** An answer to an unresolved finding in whose scope a reviewer or tester works. */
export const findingAnswerSchema = z.object({
  finding: z.string(),
  answer: z.enum(['gone', 'stillThere']),
  where: z.string().min(1).max(500).describe('File and line, or evidence id, that shows it.'),
});
export type FindingAnswer = z.infer<typeof findingAnswerSchema>;

export const featureReviewSchema = z.object({
  feature: featureIdSchema,
  summary: z.string().min(10).max(1500),
  findings: z.array(reportedFindingSchema).max(30),
  answers: z.array(findingAnswerSchema).max(30),
});
export type FeatureReview = z.infer<typeof featureReviewSchema>;

export const contractPointSchema = z.object({
  kind: z.enum(['missing', 'ambiguous', 'untestable', 'wrong', 'duplicate']),
  assertion: assertionIdSchema.nullable(),
  text: z.string().min(5).max(1000),
});
export const contractReviewSchema = z.object({
  summary: z.string().min(10).max(1500),
  points: z.array(contractPointSchema).max(40),
});
export type ContractReview = z.infer<typeof contractReviewSchema>;

export const dismissalReviewSchema = z.object({ agrees: z.boolean(), reason: z.string().min(10).max(1500) });
export type DismissalReview = z.infer<typeof dismissalReviewSchema>;

export const scrutinyReportSchema = z.object({
  summary: z.string().min(10).max(2000),
  /** Problems that no single review shows, such as two features that contradict each other. */
  findings: z.array(reportedFindingSchema).max(20),
});
export type ScrutinyReport = z.infer<typeof scrutinyReportSchema>;

export const testStepSchema = z.object({
  action: z.string().min(3).max(500),
  evidence: z.string().regex(/^E\d+-\d+$/, 'an evidence id looks like E12-3, as shown with the result of the action'),
  expectation: expectationSchema,
  seen: z.string().min(1).max(600).describe('What was there, in your words.'),
});
export type TestStep = z.infer<typeof testStepSchema>;

export const assertionResultSchema = z.object({
  assertion: assertionIdSchema,
  result: z.enum(['passed', 'failed', 'blocked']),
  steps: z.array(testStepSchema).max(30),
  note: z.string().max(1500).describe('For failed and blocked: what was seen instead, and how to see it again.'),
});
export type AssertionResult = z.infer<typeof assertionResultSchema>;

export const flowReportSchema = z.object({
  results: z.array(assertionResultSchema).min(1),
  findings: z.array(reportedFindingSchema).max(20).describe('Problems seen outside the assertions.'),
  answers: z.array(findingAnswerSchema).max(30),
});
export type FlowReport = z.infer<typeof flowReportSchema>;

export const testingReportSchema = z.object({ summary: z.string().min(10).max(2000) });
export type TestingReport = z.infer<typeof testingReportSchema>;

export const researchReportSchema = z.object({
  summary: z.string().min(20).max(1500),
  report: z.string().min(20).max(20_000).describe('Facts with file and line, or page.'),
});
export type ResearchReport = z.infer<typeof researchReportSchema>;

export const readinessReportSchema = z.object({
  ready: z.boolean(),
  summary: z.string().min(10).max(1500),
  checks: z
    .array(z.object({ what: z.string(), ok: z.boolean(), seen: z.string().max(1500) }))
    .min(1)
    .max(30),
  missing: z.array(z.string()).describe('What a person must provide before work can start.'),
});
export type ReadinessReport = z.infer<typeof readinessReportSchema>;

/** How gates of the manifest ended in a clean checkout, as code saw it. */
export const gateResultSchema = z.object({
  name: z.string(),
  kind: z.string(),
  command: z.string(),
  exitCode: z.number().nullable(),
  ended: z.string(),
  /** Null where the report could not be read or the gate has none. */
  testsRun: z.number().nullable(),
  failingTests: z.array(z.string()),
  /** Judged against the base: a gate red there must get no worse. */
  holds: z.boolean(),
  why: z.string(),
  output: z.string().nullable().describe('blob'),
});
export type GateResult = z.infer<typeof gateResultSchema>;
