import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { assertionSchema } from '../../mission/artefacts/contract.ts';
import type { AssertionText } from '../../mission/artefacts/contract.ts';
import {
  featureSchema,
  milestoneSchema,
  requirementSchema,
  scopingPhaseSchema,
  skillTextSchema,
} from '../../mission/artefacts/plan.ts';
import { servicesManifestSchema } from '../../mission/artefacts/services.ts';
import { assertionProblems } from '../../mission/plan.ts';
import type { MissionRecorder } from '../../ports/missionRecorder.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { writeKnowledgeTool } from '../tools/writeKnowledge.ts';

interface Desk {
  run: number;
  recorder: MissionRecorder;
}

const reason = z.string().min(3).max(1000);
const answers = z.array(z.string()).describe('ids of the review points this change answers, such as P4-2; else empty');

function isJudgeable(text: AssertionText): boolean {
  return assertionProblems(text).length === 0;
}

function problemsOf(assertions: readonly AssertionText[]): string {
  return assertions.flatMap(assertionProblems).join('\n');
}

/** Tools that write down what the user wants and what was decided. */
export function scopeTools({ run, recorder }: Desk): AnyTool[] {
  return [
    proposalTool({
      name: 'enter_phase',
      description: 'Say which phase of scoping begins; the user sees it.',
      schema: z.strictObject({ phase: scopingPhaseSchema }),
      recorder,
      toEvent: ({ phase }) => ({ type: 'phaseEntered', run, phase }),
    }),
    proposalTool({
      name: 'say',
      description: 'Say something to the user in the chat. Nobody answers; to ask, use ask_user.',
      schema: z.strictObject({ text: z.string().min(1).max(4000) }),
      recorder,
      toEvent: ({ text }) => ({ type: 'orchestratorSaid', text }),
    }),
    proposalTool({
      name: 'record_requirement',
      description:
        'Record one requirement the user stated or agreed to; it is echoed to the user. The same id again replaces it.',
      schema: z.strictObject(requirementSchema.shape),
      recorder,
      toEvent: (requirement) => ({ type: 'requirementRecorded', run, requirement }),
    }),
    proposalTool({
      name: 'drop_requirement',
      description: 'Drop a requirement the user gave up, with the reason.',
      schema: z.strictObject({ id: z.string(), reason }),
      recorder,
      toEvent: ({ id, reason: why }) => ({ type: 'requirementDropped', run, id, reason: why }),
    }),
    proposalTool({
      name: 'record_decision',
      description: 'Record a decision with its reason, for every later run.',
      schema: z.strictObject({ text: z.string().min(3).max(2000), reason }),
      recorder,
      toEvent: ({ text, reason: why }) => ({ type: 'decisionRecorded', run, text, reason: why }),
    }),
    writeKnowledgeTool({ run, recorder }),
  ];
}

/** Tools that write the contract. */
export function contractTools({ run, recorder }: Desk): AnyTool[] {
  return [
    proposalTool({
      name: 'write_assertions',
      description:
        'Add assertions to the contract, or (before approval) replace those with the same id. Those that cannot be judged are named and left out.',
      schema: z.strictObject({ assertions: z.array(z.strictObject(assertionSchema.shape)).min(1).max(60), answers }),
      recorder,
      refuse: ({ assertions }) => Promise.resolve(assertions.some(isJudgeable) ? null : problemsOf(assertions)),
      toEvent: ({ assertions, ...input }) => ({
        type: 'assertionsWritten',
        run,
        assertions: assertions.filter(isJudgeable),
        ...input,
      }),
      said: ({ assertions }) => {
        const recorded = assertions.filter(isJudgeable).map(({ id }) => id);
        const problems = problemsOf(assertions);
        return `Recorded ${recorded.join(', ')}.${problems === '' ? '' : `\nNot recorded; correct them and write only them again:\n${problems}`}`;
      },
    }),
    proposalTool({
      name: 'remove_assertion',
      description: 'Before approval: take an assertion out of the contract, with the reason.',
      schema: z.strictObject({ id: z.string(), reason, answers }),
      recorder,
      refuse: ({ id }) => Promise.resolve(recorder.state().assertions[id] ? null : `There is no assertion ${id}.`),
      toEvent: ({ id, reason: why, answers: points }) => ({
        type: 'assertionRemoved',
        run,
        id,
        reason: why,
        answers: points,
      }),
    }),
  ];
}

/** Tools that write the plan. */
export function planTools({ run, recorder }: Desk): AnyTool[] {
  return [
    proposalTool({
      name: 'write_milestones',
      description: 'Write milestones in order of execution; an id that exists is replaced, a new one goes to the end.',
      schema: z.strictObject({ milestones: z.array(z.strictObject(milestoneSchema.shape)).min(1).max(30) }),
      recorder,
      toEvent: ({ milestones }) => ({ type: 'milestonesWritten', run, milestones }),
    }),
    proposalTool({
      name: 'write_features',
      description:
        'Write features; the order is the order of execution within their milestone. A pending feature with the same id is replaced. `front` puts new ones before the pending ones (fixes).',
      schema: z.strictObject({
        features: z.array(z.strictObject(featureSchema.shape)).min(1).max(40),
        place: z.enum(['front', 'back']),
      }),
      recorder,
      toEvent: ({ features, place }) => ({ type: 'featuresWritten', run, features, place }),
      said: ({ features }) => `Recorded ${features.map(({ id }) => id).join(', ')}.`,
    }),
    proposalTool({
      name: 'cancel_feature',
      description: 'Cancel a pending feature, with the reason.',
      schema: z.strictObject({ feature: z.string(), reason }),
      recorder,
      toEvent: ({ feature, reason: why }) => ({ type: 'featureCancelled', run, feature, reason: why }),
    }),
    proposalTool({
      name: 'write_skill',
      description:
        'Write (or replace) a worker skill of this mission: how features of one layer are built and tested in this repository.',
      schema: z.strictObject(skillTextSchema.shape),
      recorder,
      toEvent: (skill) => ({ type: 'skillWritten', run, skill }),
    }),
    proposalTool({
      name: 'write_services',
      description:
        'Write the services manifest: the only source of setup commands, gates and services. Replaces the earlier one.',
      schema: z.strictObject(servicesManifestSchema.shape),
      recorder,
      toEvent: (manifest) => ({ type: 'servicesWritten', run, manifest }),
    }),
  ];
}
