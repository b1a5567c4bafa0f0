import { z } from 'zod';
import { modelChoiceSchema, roleModelsSchema, roleSchema } from '../role.ts';
import { expectationSchema } from '../artefacts/contract.ts';
import { estimateSchema, questionSchema } from '../artefacts/plan.ts';

export const pauseReasonSchema = z.enum([
  'user',
  'budget',
  'rateLimit',
  'outage',
  'noMoney',
  'modelSetup',
  'attemptsUsedUp',
  'stalled',
  'disk',
  'branchChanged',
  'decisionNeeded',
  'windowClosed',
]);
export type PauseReason = z.infer<typeof pauseReasonSchema>;

/** A limit of null is no limit. Money in millionths of a US dollar, time in milliseconds of running. */
export const budgetSchema = z.object({
  microDollars: z.number().int().positive().nullable(),
  tokens: z.number().int().positive().nullable(),
  milliseconds: z.number().int().positive().nullable(),
});
export const budgetsSchema = z.object({ mission: budgetSchema, milestone: budgetSchema, run: budgetSchema });
export type Budget = z.infer<typeof budgetSchema>;
export type Budgets = z.infer<typeof budgetsSchema>;

export const lifeEvents = {
  missionCreated: z.object({
    missionId: z.string(),
    goal: z.string().min(1),
    folder: z.string(),
    baseBranch: z.string(),
    baseCommit: z.string(),
    models: roleModelsSchema,
    budgets: budgetsSchema,
    sandbox: z.enum(['off']),
    /** True when every role is played by the scripted rehearsal model. */
    scripted: z.boolean(),
  }),
  userSaid: z.object({ message: z.string(), text: z.string().min(1) }),
  orchestratorSaid: z.object({ text: z.string().min(1) }),
  orchestratorAsked: z.object({ ask: z.string(), run: z.number(), questions: z.array(questionSchema).min(1).max(4) }),
  userAnswered: z.object({ ask: z.string(), answers: z.array(z.string().min(1)).min(1) }),
  /** `causes`: what the run had been told of and the plan therefore answers. */
  planProposed: z.object({
    run: z.number(),
    summary: z.string(),
    estimate: estimateSchema,
    causes: z.array(z.string()),
  }),
  baseChecked: z.object({
    commit: z.string(),
    servicesVersion: z.number(),
    contractVersion: z.number(),
    setup: z.object({ ok: z.boolean(), output: z.string().nullable() }),
    gates: z.array(
      z.object({
        name: z.string(),
        command: z.string(),
        exitCode: z.number().nullable(),
        testsRun: z.number().nullable(),
        failingTests: z.array(z.string()),
      }),
    ),
    /** Command assertions as run on the untouched base. */
    assertions: z.array(
      z.object({
        id: z.string(),
        holds: z.boolean(),
        exitCode: z.number().nullable(),
        /** Expectations that were not seen, and how the output began. */
        unseen: z.array(expectationSchema).optional(),
        output: z.string().optional(),
      }),
    ),
  }),
  planApproved: z.object({ planVersion: z.number() }),
  planRejected: z.object({ planVersion: z.number(), comment: z.string().min(1) }),
  missionBegun: z.object({ branch: z.string(), base: z.string() }),
  missionPaused: z.object({
    reason: pauseReasonSchema,
    detail: z.string(),
    /** What would let it go on, for people. */
    goesOn: z.string(),
    until: z.number().nullable(),
  }),
  missionResumed: z.object({ by: z.enum(['user', 'deadline', 'windowOpened']) }),
  missionCompleted: z.object({ commit: z.string() }),
  missionAbandoned: z.object({ reason: z.string() }),
  modelChanged: z.object({ role: roleSchema, choice: modelChoiceSchema }),
  budgetsChanged: z.object({ budgets: budgetsSchema }),
  overrideGiven: z.object({ kind: z.enum(['assertion', 'item']), id: z.string(), reason: z.string().min(3) }),
} as const;
