import { z } from 'zod';
import { budgetsSchema } from '../mission/events/life.ts';
import { modelChoiceSchema, roleModelsSchema, roleSchema } from '../mission/role.ts';

/** What a person can ask for, wherever it is pressed: webview, tree, palette or notification. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('startMission'),
    goal: z.string().min(1),
    /** Null takes the defaults of the providers that can be used. */
    models: roleModelsSchema.nullable(),
    /** US dollars; null is no budget. */
    budgetDollars: z.number().positive().nullable(),
  }),
  z.object({ kind: z.literal('openMission'), mission: z.string() }),
  z.object({ kind: z.literal('closeMission') }),
  z.object({ kind: z.literal('answer'), ask: z.string(), answers: z.array(z.string().min(1)).min(1) }),
  z.object({ kind: z.literal('approve'), planVersion: z.number() }),
  /** The plan goes back to the orchestrator with what is to change. */
  z.object({ kind: z.literal('reject'), comment: z.string().min(1) }),
  z.object({ kind: z.literal('say'), text: z.string().min(1) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('cancel') }),
  z.object({ kind: z.literal('killRun'), run: z.number() }),
  z.object({ kind: z.literal('changeModel'), role: roleSchema, choice: modelChoiceSchema }),
  z.object({ kind: z.literal('changeBudgets'), budgets: budgetsSchema }),
  z.object({
    kind: z.literal('override'),
    of: z.enum(['assertion', 'item']),
    id: z.string(),
    reason: z.string().min(3),
  }),
]);
export type Action = z.infer<typeof actionSchema>;

/** Something of a mission that the editor can show. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chat') }),
  z.object({ kind: z.literal('missionControl'), target: z.lazy(() => targetSchema).nullable() }),
  z.object({ kind: z.literal('commit'), commit: z.string() }),
  z.object({ kind: z.literal('featureChanges'), feature: z.string() }),
  z.object({ kind: z.literal('milestoneChanges'), milestone: z.string() }),
  z.object({ kind: z.literal('missionChanges') }),
  z.object({ kind: z.literal('evidence'), evidence: z.string() }),
  z.object({ kind: z.literal('output'), blob: z.string(), title: z.string() }),
  z.object({ kind: z.literal('finding'), item: z.string() }),
  z.object({ kind: z.literal('file'), path: z.string(), line: z.number().nullable() }),
  z.object({ kind: z.literal('handoff'), run: z.number() }),
  z.object({ kind: z.literal('missionDirectory') }),
  z.object({ kind: z.literal('report') }),
  z.object({ kind: z.literal('settings'), query: z.string() }),
  /** Asks for the key of a provider in an input box; it goes to the editor's secret storage. */
  z.object({ kind: z.literal('key'), provider: z.string() }),
  z.object({ kind: z.literal('folder') }),
]);
export type Place = z.infer<typeof placeSchema>;

/** What Mission Control shows in its tabs. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tab'),
    tab: z.enum(['now', 'contract', 'timeline', 'runs', 'findings', 'log', 'setup']),
  }),
  z.object({ kind: z.literal('assertion'), assertion: z.string() }),
  z.object({ kind: z.literal('feature'), feature: z.string() }),
  z.object({ kind: z.literal('run'), run: z.number() }),
  z.object({ kind: z.literal('item'), item: z.string() }),
]);
export type Target = z.infer<typeof targetSchema>;
