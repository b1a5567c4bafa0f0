import { z } from 'zod';
import { assertionIdSchema, assertionSchema } from '../artefacts/contract.ts';
import {
  featureSchema,
  knowledgeSchema,
  milestoneSchema,
  requirementSchema,
  scopingPhaseSchema,
  skillTextSchema,
} from '../artefacts/plan.ts';
import { contractReviewSchema, readinessReportSchema } from '../artefacts/reports.ts';
import { servicesManifestSchema } from '../artefacts/services.ts';

const runSchema = z.number();

export const planningEvents = {
  phaseEntered: z.object({ run: runSchema, phase: scopingPhaseSchema }),
  requirementRecorded: z.object({ run: runSchema, requirement: requirementSchema }),
  requirementDropped: z.object({ run: runSchema, id: z.string(), reason: z.string().min(3) }),
  decisionRecorded: z.object({ run: runSchema, text: z.string().min(3), reason: z.string().min(3) }),
  knowledgeWritten: z.object({ run: runSchema, note: knowledgeSchema }),
  skillWritten: z.object({ run: runSchema, skill: skillTextSchema }),
  servicesWritten: z.object({ run: runSchema, manifest: servicesManifestSchema }),
  /** Draft before approval; after it only additions. `answers`: points of the last review that the change answers. */
  assertionsWritten: z.object({
    run: runSchema,
    assertions: z.array(assertionSchema).min(1),
    answers: z.array(z.string()),
  }),
  assertionRemoved: z.object({
    run: runSchema,
    id: assertionIdSchema,
    reason: z.string().min(3),
    answers: z.array(z.string()),
  }),
  contractReviewed: z.object({ run: runSchema, contractVersion: z.number(), review: contractReviewSchema }),
  readinessReported: z.object({ run: runSchema, report: readinessReportSchema }),
  milestonesWritten: z.object({ run: runSchema, milestones: z.array(milestoneSchema).min(1) }),
  featuresWritten: z.object({
    run: runSchema,
    features: z.array(featureSchema).min(1),
    /** Where new features stand in their milestone's order. */
    place: z.enum(['front', 'back']),
  }),
  featureCancelled: z.object({ run: runSchema, feature: z.string(), reason: z.string().min(3) }),
} as const;
