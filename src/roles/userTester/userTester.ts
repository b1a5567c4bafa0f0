import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal } from '../../agent/tool.ts';
import { flowReportSchema, testingReportSchema } from '../../mission/artefacts/reports.ts';
import { flowQuestions } from '../../mission/findings.ts';
import type { MissionState, RoundState } from '../../mission/state.ts';
import type { RoleContext, RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { delegateOutcome } from '../tools/delegateText.ts';
import { assertionText, itemText, sharedBrief, verdictText } from '../tools/missionText.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { agentsFile } from '../tools/readTools.ts';
import { writeKnowledgeTool } from '../tools/writeKnowledge.ts';

function roundOf(state: MissionState, context: RoleContext): RoundState {
  const { subject } = context;
  const round = subject.kind === 'round' ? state.milestones[subject.milestone]?.rounds.at(-1) : undefined;
  if (!round) throw new Error('user testing without a round');
  return round;
}

/** What a tester reported, short: the steps and their evidence are recorded, and judged by code. */
function flowText(report: unknown, run: number): string {
  const { results, findings } = flowReportSchema.parse(report);
  const lines = results.map(
    ({ assertion, result, note }) => `- ${assertion} ${result}${note === '' ? '' : `: ${note}`}`,
  );
  const seen = findings.map(({ severity, summary }) => `- also seen (${severity}): ${summary}`);
  return [`Report of run ${String(run)}:`, ...lines, ...seen].join('\n');
}

/** A result of this round stands, whoever would like another one; a call that goes on after a restart finds its own. */
function wasReported(
  state: MissionState,
  context: RoleContext,
  { id, callId }: { id: string; callId: string },
): boolean {
  const reported = roundOf(state, context).flows[id];
  if (!reported) return false;
  const parent = state.runs[reported.run]?.parent;
  return parent?.run !== context.run || parent.call !== callId;
}

function testFlowsTool(context: RoleContext): AnyTool {
  const { recorder, delegate, limits } = context;
  return defineTool({
    name: 'test_flows',
    description:
      'Have assertions tested, one fresh flow tester for each flow, in parallel. Each has its own copy of the services with empty data. `notes`: what the tester must know (accounts, data to make, order).',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({
      flows: z
        .array(
          z.strictObject({
            assertions: z.array(z.string()).min(1).max(limits.maxAssertionsPerFlow),
            notes: z.string().max(3000),
          }),
        )
        .min(1)
        .max(20),
    }),
    run: async ({ flows }, { callId }) => {
      const { milestone, round, scope } = roundOf(recorder.state(), context);
      const outside = flows.flatMap((flow) => flow.assertions).filter((id) => !scope.assertions.includes(id));
      if (outside.length > 0)
        return refusal(
          `Not in the scope of this round: ${outside.join(', ')}. In scope: ${scope.assertions.join(', ')}.`,
        );
      const told = flows
        .flatMap((flow) => flow.assertions)
        .filter((id) => wasReported(recorder.state(), context, { id, callId }));
      if (told.length > 0)
        return refusal(
          `Reported on already in this round: ${told.join(', ')}. Failed and blocked are results; name only what nobody reported on.`,
        );
      const tasks = flows.map(({ assertions, notes }) => ({
        role: 'flowTester' as const,
        subject: { kind: 'flow' as const, milestone, round, assertions },
        notes,
      }));
      const outcomes = await delegate(callId, tasks);
      return delegateOutcome(outcomes, flowText);
    },
  });
}

/** Has the milestone used as a person would: groups the assertions into flows and hands them to flow testers. */
export const userTester: RoleFactory = async (context) => {
  const { run, recorder, skills, workspace } = context;
  const state = recorder.state();
  const round = roundOf(state, context);
  const scope = round.scope.assertions.flatMap((id) => state.assertions[id] ?? []);
  const own = [
    `# Round ${String(round.round)} of ${round.milestone}, commit ${round.commit.slice(0, 10)}`,
    `## Assertions to test in this round\n${scope.map(({ text }) => assertionText(text)).join('\n')}`,
    `## Where they stood before\n${scope.map(verdictText).join('\n')}`,
    `## Problems seen earlier outside the assertions\n${flowQuestions(state).map(itemText).join('\n') || 'None.'}`,
  ].join('\n\n');
  return {
    system: systemOf(skills, 'userTester/SKILL'),
    brief: [sharedBrief(state, await agentsFile(workspace.files)), own],
    tools: [
      testFlowsTool(context),
      writeKnowledgeTool({ run, recorder }),
      proposalTool({
        name: 'submit_testing',
        description:
          'End this run with a summary of what was tested. Code judges each assertion from the testers’ reports and the evidence.',
        schema: z.strictObject(testingReportSchema.shape),
        recorder,
        refuse: () => {
          const now = roundOf(recorder.state(), context);
          const left = now.scope.assertions.filter((id) => !now.flows[id]);
          return Promise.resolve(
            left.length === 0
              ? null
              : `No tester has reported on ${left.join(', ')} yet. Call test_flows for them first.`,
          );
        },
        toEvent: (report) => ({ type: 'testingReported', milestone: round.milestone, round: round.round, run, report }),
        ends: true,
      }),
    ],
    endsWith: 'submit_testing',
    partialNotice: 'Your context is nearly full. Call submit_testing as soon as every assertion has a report.',
    dispose: () => workspace.shell.stopAll(),
  };
};
