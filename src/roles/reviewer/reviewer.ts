import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import { contractReviewSchema, dismissalReviewSchema, featureReviewSchema } from '../../mission/artefacts/reports.ts';
import { reviewQuestions } from '../../mission/findings.ts';
import { liveFeatures } from '../../mission/plan.ts';
import type { AttemptState, MissionState } from '../../mission/state.ts';
import type { RoleContext, RoleFactory, RoleSetup } from '../role.ts';
import { systemOf } from '../role.ts';
import { assertionText, contractText, featureText, itemText, planText, sharedBrief } from '../tools/missionText.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';

type Part = Pick<RoleSetup, 'system' | 'brief' | 'tools' | 'endsWith'>;

/** Commits of a feature with the commit each was made on. */
function commitsOf(state: MissionState, feature: string): { base: string; commit: string }[] {
  const attempts = state.features[feature]?.attempts ?? [];
  return attempts.flatMap(({ base, commit }) => (commit === null ? [] : [{ base, commit }]));
}

function readDiffTool({ recorder, git, limits }: RoleContext): AnyTool {
  return defineTool({
    name: 'read_diff',
    description: 'The commits of a feature as unified diffs, oldest first, with what changed in each file.',
    kind: 'read',
    schema: z.strictObject({ feature: z.string() }),
    run: async ({ feature }) => {
      const commits = commitsOf(recorder.state(), feature);
      if (commits.length === 0) return refusal(`${feature} has no commit.`);
      const parts = await Promise.all(
        commits.map(async ({ base, commit }) => {
          const changes = await git.changes(base, commit);
          const stat = changes.map(
            (change) => `${change.status} ${change.path} +${String(change.addedLines)} -${String(change.removedLines)}`,
          );
          return `commit ${commit.slice(0, 10)}\n${stat.join('\n')}\n\n${await git.diff(base, commit, limits.maxDiffBytes)}`;
        }),
      );
      return result(parts.join('\n\n'));
    },
  });
}

function handoffText({ attempt, handoff, judged }: AttemptState): string {
  const commands = (judged?.commands ?? []).map(({ command, exitCode }) => `- ${command} → ${exitCode ?? 'stopped'}`);
  return [
    `Handoff of attempt ${attempt}:\n${JSON.stringify(handoff, null, 1)}`,
    `Commands as Longhaul recorded them; in a pipe or list the exit code is that of the last one:\n${commands.join('\n')}`,
  ].join('\n');
}

/** Files are read as they are now, which may be later than the feature's commits. */
function treeText(state: MissionState, feature: string): string {
  const last = Math.max(0, ...(state.features[feature]?.attempts.map(({ run }) => run) ?? []));
  const later = liveFeatures(state).filter(({ attempts }) => attempts.some(({ run, commit }) => run > last && commit));
  const names = later.map(({ text }) => `${text.id} ${text.title}`).join('; ');
  const head = `Files are those of commit ${state.head?.slice(0, 10) ?? ''}`;
  return names === ''
    ? `${head}, with this feature as the last change.`
    : `${head}, in which these came later: ${names}. Judge this feature as it is there now; report of the others only what breaks it.`;
}

function featureReview(context: RoleContext, feature: string, shared: string): Part {
  const { run, recorder, skills, workspace, limits, notes, subject } = context;
  const state = recorder.state();
  const text = state.features[feature]?.text;
  if (!text || subject.kind !== 'featureReview') throw new Error(`review of an unknown feature ${feature}`);
  const attempts = state.features[feature]?.attempts.filter((attempt) => attempt.commit !== null) ?? [];
  const handoffs = attempts.map(handoffText);
  const claims = [...text.claims, ...text.fixes.assertions].flatMap((id) =>
    state.assertions[id] ? [assertionText(state.assertions[id].text)] : [],
  );
  const questions = reviewQuestions(state, feature);
  const { milestone, round } = subject;
  const parts = [
    `# Review ${feature}\n${featureText(text)}`,
    `## Assertions it will be judged by\n${claims.join('\n') || 'none of its own'}`,
    `## Handoffs\n${handoffs.join('\n\n')}`,
    `## The state you read\n${treeText(state, feature)}`,
    `## Unresolved findings you must answer (gone or stillThere)\n${questions.map(itemText).join('\n') || 'None: answers is [].'}`,
    ...(notes === '' ? [] : [`## Look especially at\n${notes}`]),
  ];
  return {
    system: systemOf(skills, 'reviewer/SKILL'),
    brief: [shared, parts.join('\n\n')],
    tools: [
      ...readTools(workspace.files, limits),
      readDiffTool(context),
      proposalTool({
        name: 'submit_review',
        description:
          'End this run with your review of the feature: findings with severity and place, and an answer to each unresolved finding.',
        schema: z.strictObject(featureReviewSchema.shape),
        recorder,
        refuse: (review) => {
          if (review.feature !== feature) return Promise.resolve(`You review ${feature}, not ${review.feature}.`);
          const left = questions.filter((item) => !review.answers.some((answer) => answer.finding === item.item));
          return Promise.resolve(
            left.length === 0
              ? null
              : `Answer these findings too (gone or stillThere, and where): ${left.map((item) => item.item).join(', ')}`,
          );
        },
        toEvent: (review) => ({ type: 'featureReviewed', milestone, round, run, review }),
        ends: true,
      }),
    ],
    endsWith: 'submit_review',
  };
}

function earlierPoints(state: MissionState): string {
  const points = state.contractReviews.flatMap(({ contractVersion, review }) =>
    review.points.map(
      ({ kind, assertion, text }) => `- (version ${String(contractVersion)}) ${kind} ${assertion ?? ''}: ${text}`,
    ),
  );
  return points.join('\n') || 'None: this is the first review.';
}

function contractReview(context: RoleContext, contractVersion: number, shared: string): Part {
  const { run, recorder, skills, workspace, limits, notes } = context;
  const state = recorder.state();
  const own = [
    `# The contract to review, version ${String(contractVersion)}\n${contractText(state)}`,
    `## Points of earlier reviews; do not repeat what was answered or declined\n${earlierPoints(state)}`,
    `## Plan so far\n${planText(state)}`,
    `## Your focus\n${notes}`,
  ].join('\n\n');
  return {
    system: systemOf(skills, 'reviewer/contract'),
    brief: [shared, own],
    tools: [
      ...readTools(workspace.files, limits),
      proposalTool({
        name: 'submit_contract_review',
        description:
          'End this run with your points about the contract: what is missing, ambiguous, untestable, wrong or double. An empty list says that it is good.',
        schema: z.strictObject(contractReviewSchema.shape),
        recorder,
        toEvent: (review) => ({ type: 'contractReviewed', run, contractVersion, review }),
        ends: true,
      }),
    ],
    endsWith: 'submit_contract_review',
  };
}

function dismissalReview(context: RoleContext, item: string, shared: string): Part {
  const { run, recorder, skills, workspace, limits, notes } = context;
  const state = recorder.state();
  const found = state.items[item];
  const behind = found?.origin.kind === 'assertion' ? state.assertions[found.origin.assertion]?.text : undefined;
  return {
    system: systemOf(skills, 'reviewer/dismissal'),
    brief: [
      shared,
      `# The finding\n${found ? itemText(found) : item}\n\n## The assertion behind it\n${behind ? assertionText(behind) : 'None.'}\n\n## Why it is to be dismissed\n${notes}`,
    ],
    tools: [
      ...readTools(workspace.files, limits),
      proposalTool({
        name: 'submit_dismissal_review',
        description: 'End this run: do you agree that the finding may be dismissed, and why.',
        schema: z.strictObject(dismissalReviewSchema.shape),
        recorder,
        toEvent: ({ agrees, reason }) => ({ type: 'dismissalReviewed', run, item, agrees, reason }),
        ends: true,
      }),
    ],
    endsWith: 'submit_dismissal_review',
  };
}

function partOf(context: RoleContext, shared: string): Part {
  const { subject } = context;
  if (subject.kind === 'featureReview') return featureReview(context, subject.feature, shared);
  if (subject.kind === 'contractReview') return contractReview(context, subject.contractVersion, shared);
  if (subject.kind === 'dismissalReview') return dismissalReview(context, subject.item, shared);
  throw new Error(`a reviewer cannot work on ${subject.kind}`);
}

/** Reviews a feature, the contract, or a dismissal, without the conversation of whoever made it; writes nothing. */
export const reviewer: RoleFactory = async (context) => {
  const shared = sharedBrief(context.recorder.state(), await agentsFile(context.workspace.files));
  return {
    ...partOf(context, shared),
    partialNotice: 'Your context is nearly full. Submit what you have found now.',
    dispose: () => context.workspace.shell.stopAll(),
  };
};
