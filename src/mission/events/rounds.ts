import { z } from 'zod';
import { surfaceSchema } from '../artefacts/contract.ts';
import {
  assertionResultSchema,
  featureReviewSchema,
  flowReportSchema,
  gateResultSchema,
  scrutinyReportSchema,
  testingReportSchema,
} from '../artefacts/reports.ts';

const roundKey = { milestone: z.string(), round: z.number() };

export const roundEvents = {
  roundOpened: z.object({
    ...roundKey,
    commit: z.string(),
    scope: z.object({ features: z.array(z.string()), assertions: z.array(z.string()) }),
  }),
  gatesRun: z.object({ ...roundKey, run: z.number(), commit: z.string(), gates: z.array(gateResultSchema) }),
  featureReviewed: z.object({ ...roundKey, run: z.number(), review: featureReviewSchema }),
  scrutinyReported: z.object({ ...roundKey, run: z.number(), report: scrutinyReportSchema }),
  scrutinyJudged: z.object({ ...roundKey, passed: z.boolean(), reasons: z.array(z.string()) }),
  evidenceRecorded: z.object({
    evidence: z.string(),
    run: z.number(),
    tool: z.string(),
    kind: z.enum(['snapshot', 'screenshot', 'console', 'network', 'http', 'command', 'read']),
    surface: surfaceSchema,
    service: z.string().nullable(),
    commit: z.string(),
    blob: z.string(),
    summary: z.string(),
    command: z.string().nullable(),
    status: z.number().nullable(),
    exitCode: z.number().nullable(),
    /** Whether the run had navigated, requested, run or read something by then. */
    acted: z.boolean(),
  }),
  flowReported: z.object({ ...roundKey, run: z.number(), report: flowReportSchema }),
  testingReported: z.object({ ...roundKey, run: z.number(), report: testingReportSchema }),
  assertionJudged: z.object({
    ...roundKey,
    assertion: z.string(),
    verdict: z.enum(['passed', 'failed', 'blocked']),
    /** The run whose report and evidence this rests on; null where code found no tester's result. */
    run: z.number().nullable(),
    result: assertionResultSchema.nullable(),
    reasons: z.array(z.string()),
    commit: z.string(),
  }),
  testingJudged: z.object({ ...roundKey, passed: z.boolean(), reasons: z.array(z.string()) }),
  roundClosed: z.object({ ...roundKey, result: z.enum(['passed', 'failed', 'superseded']) }),
  milestoneSealed: z.object({ milestone: z.string(), round: z.number(), commit: z.string() }),
} as const;
