import { z } from 'zod';

export const roles = [
  'orchestrator',
  'researcher',
  'scout',
  'worker',
  'scrutiny',
  'reviewer',
  'userTester',
  'flowTester',
] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** Roles whose runs only `nextStep` starts; one of them at a time. */
export const topRoles: readonly Role[] = ['orchestrator', 'worker', 'scrutiny', 'userTester'];

/** Who may start whom as a sub-run (product.md section 4, Runs). */
export const subRunPairs: Readonly<Record<Role, readonly Role[]>> = {
  orchestrator: ['researcher', 'scout', 'reviewer'],
  researcher: [],
  scout: [],
  worker: [],
  scrutiny: ['reviewer'],
  reviewer: [],
  userTester: ['flowTester'],
  flowTester: [],
};

/** A provider and one of its models, written `provider/model`. */
export const modelChoiceSchema = z.object({
  provider: z.string().min(1),
  model: z.string().min(1),
  effort: z.enum(['low', 'medium', 'high']).nullable(),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;
export const roleModelsSchema = z.record(roleSchema, modelChoiceSchema);
export type RoleModels = z.infer<typeof roleModelsSchema>;
