import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal } from '../../agent/tool.ts';
import { scrutinyReportSchema } from '../../mission/artefacts/reports.ts';
import type { MissionState, RoundState } from '../../mission/state.ts';
import type { RoleContext, RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { delegateOutcome } from '../tools/delegateText.ts';
import { featureText, planText, sharedBrief } from '../tools/missionText.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';
import { writeKnowledgeTool } from '../tools/writeKnowledge.ts';

function roundOf(state: MissionState, context: RoleContext): RoundState {
  const { subject } = context;
  const round = subject.kind === 'round' ? state.milestones[subject.milestone]?.rounds.at(-1) : undefined;
  if (!round) throw new Error('scrutiny without a round');
  return round;
}

function reviewFeaturesTool(context: RoleContext): AnyTool {
  const { recorder, delegate } = context;
  return defineTool({
    name: 'review_features',
    description:
      'Have features of the scope reviewed, each by a fresh reviewer, in parallel. `focus` says what to look at especially; may be empty.',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({
      reviews: z
        .array(z.strictObject({ feature: z.string(), focus: z.string().max(2000) }))
        .min(1)
        .max(40),
    }),
    run: async ({ reviews }, { callId }) => {
      const { milestone, round, scope } = roundOf(recorder.state(), context);
      const outside = reviews.filter((review) => !scope.features.includes(review.feature));
      if (outside.length > 0)
        return refusal(
          `Not in the scope of this round: ${outside.map((review) => review.feature).join(', ')}. In scope: ${scope.features.join(', ') || 'none'}.`,
        );
      const tasks = reviews.map(({ feature, focus }) => ({
        role: 'reviewer' as const,
        subject: { kind: 'featureReview' as const, milestone, round, feature },
        notes: focus,
      }));
      const outcomes = await delegate(callId, tasks);
      return delegateOutcome(
        outcomes,
        (result, run) => `Review by run ${String(run)}:\n${JSON.stringify(result, null, 1)}`,
      );
    },
  });
}

/** Judges a milestone's code: code has run the gates; fresh reviewers read each feature; this run sums up. */
export const scrutiny: RoleFactory = async (context) => {
  const { run, recorder, skills, workspace, limits } = context;
  const state = recorder.state();
  const round = roundOf(state, context);
  const gates = (round.gates ?? []).map(
    (gate) => `- ${gate.name} (${gate.kind}) \`${gate.command}\`: ${gate.holds ? 'holds' : 'fails'}; ${gate.why}`,
  );
  const features = round.scope.features.flatMap((id) =>
    state.features[id] ? [featureText(state.features[id].text)] : [],
  );
  const own = [
    `# Round ${String(round.round)} of ${round.milestone}, commit ${round.commit.slice(0, 10)}`,
    `## Gates, run by code in a clean checkout\n${gates.join('\n') || 'The manifest has none.'}`,
    `## Features to be reviewed in this round\n${features.join('\n\n') || 'None: every feature was reviewed since its last commit. Call submit_scrutiny.'}`,
    `## Plan\n${planText(state)}`,
  ].join('\n\n');
  return {
    system: systemOf(skills, 'scrutiny/SKILL'),
    brief: [sharedBrief(state, await agentsFile(workspace.files)), own],
    tools: [
      ...readTools(workspace.files, limits),
      reviewFeaturesTool(context),
      writeKnowledgeTool({ run, recorder }),
      proposalTool({
        name: 'submit_scrutiny',
        description:
          'End this run with a summary, and findings that no single review shows. Code judges from gates, reviews and findings.',
        schema: z.strictObject(scrutinyReportSchema.shape),
        recorder,
        refuse: () => {
          const now = roundOf(recorder.state(), context);
          const left = now.scope.features.filter((id) => !now.reviews[id]);
          return Promise.resolve(
            left.length === 0 ? null : `Without a review yet: ${left.join(', ')}. Call review_features for them first.`,
          );
        },
        toEvent: (report) => ({
          type: 'scrutinyReported',
          milestone: round.milestone,
          round: round.round,
          run,
          report,
        }),
        ends: true,
      }),
    ],
    endsWith: 'submit_scrutiny',
    mayEndAtOnce: round.scope.features.length === 0,
    partialNotice: 'Your context is nearly full. Call submit_scrutiny now with what you know.',
    dispose: () => workspace.shell.stopAll(),
  };
};
