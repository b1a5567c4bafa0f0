import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { estimate } from '../../mission/estimate.ts';
import { liveFeatures } from '../../mission/plan.ts';
import { openItems } from '../../mission/scope.ts';
import type { Cause, MissionState } from '../../mission/state.ts';
import type { RunLogEntry } from '../../ports/runLog.ts';
import type { RoleContext, RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { contractSummary, featureText, itemText, planText, sharedBrief } from '../tools/missionText.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';
import { askUserTool, researchTool, reviewContractTool, scoutTool } from './askTools.ts';
import { contractTools, planTools, scopeTools } from './planTools.ts';
import { readMissionTool } from './readMissionTool.ts';
import { settleItemTool } from './settleItemTool.ts';

const recentChat = 12;
const recentHandoffs = 4;

/** Causes this run has been told of: those of its brief, and messages that reached it later as notices. */
class KnownCauses {
  readonly #known: Set<string>;

  constructor(briefed: readonly Cause[], earlier: readonly RunLogEntry[]) {
    this.#known = new Set(briefed.map((cause) => cause.id));
    for (const entry of earlier) {
      if (entry.type !== 'notice') continue;
      for (const [, id] of entry.text.matchAll(/^\[(message:\S+)\]/gm)) if (id !== undefined) this.#known.add(id);
    }
  }

  ids(): string[] {
    return [...this.#known];
  }

  takeNew(state: MissionState): string[] {
    const fresh = state.causes.filter((cause) => cause.kind === 'message' && !this.#known.has(cause.id));
    for (const cause of fresh) this.#known.add(cause.id);
    return fresh.map((cause) => `[${cause.id}] The user says: ${cause.text}`);
  }
}

function proposePlanTool(context: RoleContext, known: KnownCauses): AnyTool {
  const { run, recorder, pricePerThousand } = context;
  return proposalTool({
    name: 'propose_plan',
    description:
      'End scoping: show the plan to the user for approval, with a summary of what will be built and how it will be proven. Refused with a list of what is missing.',
    schema: z.strictObject({ summary: z.string().min(20).max(4000) }),
    recorder,
    refuse: () =>
      Promise.resolve(
        recorder.state().approvedPlanVersion === null ? null : 'The plan is approved; end the turn with end_turn.',
      ),
    toEvent: ({ summary }) => ({
      type: 'planProposed',
      run,
      summary,
      estimate: estimate(recorder.state(), pricePerThousand()),
      causes: known.ids(),
    }),
    ends: true,
  });
}

function endTurnTool({ run, recorder }: RoleContext): AnyTool {
  return proposalTool({
    name: 'end_turn',
    description: 'End this turn: name every cause you were given, with what you decided about it.',
    schema: z.strictObject({
      decisions: z
        .array(z.strictObject({ cause: z.string(), decision: z.string().min(3).max(1500) }))
        .min(1)
        .max(100),
    }),
    recorder,
    toEvent: ({ decisions }) => ({ type: 'turnEnded', run, decisions }),
    ends: true,
  });
}

function causesText(causes: readonly Cause[]): string {
  return causes.map((cause) => `- [${cause.id}] ${cause.text}`).join('\n');
}

function stateText(state: MissionState): string {
  const handoffs = Object.values(state.features)
    .flatMap((feature) => feature.attempts)
    .filter((attempt) => attempt.handoff)
    .sort((one, other) => one.run - other.run)
    .slice(-recentHandoffs)
    .map((attempt) => `- ${attempt.feature} attempt ${String(attempt.attempt)}: ${attempt.handoff?.summary ?? ''}`);
  const open = openItems(state);
  const items = open.map(itemText);
  // Whole, since whoever extends a feature writes it anew.
  const pending = liveFeatures(state).filter(
    ({ status, text }) => status === 'pending' && open.some(({ milestone }) => milestone === text.milestone),
  );
  const chat = state.chat.slice(-recentChat).map((line) => `- ${line.from}: ${line.text}`);
  return [
    `## Plan\n${planText(state)}`,
    `## Contract\n${contractSummary(state)}`,
    `## Latest handoffs\n${handoffs.join('\n') || 'None.'}`,
    `## Items without a fate\n${items.join('\n') || 'None.'}`,
    ...(pending.length === 0
      ? []
      : [`## Pending features, whole\n${pending.map(({ text }) => featureText(text)).join('\n\n')}`]),
    `## Recent chat\n${chat.join('\n') || 'Nothing.'}`,
  ].join('\n\n');
}

function scopingBrief(state: MissionState, causes: readonly Cause[]): string {
  const isFirst = state.runCount <= 1;
  const head = `# Scoping\nThe user's goal: ${state.goal}\n\nRepository: ${state.folder}, branch ${state.baseBranch}. You work before approval: nothing touches the working tree.`;
  if (isFirst) return head;
  return `${head}\n\nScoping goes on from what is recorded; keep what stands.\n\n## What you have to deal with\n${causesText(causes) || '- go on'}\n\n${stateText(state)}`;
}

/** Plans with the user before approval; later settles what handoffs, rounds and messages bring, one fresh run a turn. */
export const orchestrator: RoleFactory = async (context) => {
  const { run, subject, skills, workspace, limits, recorder, earlier } = context;
  const state = recorder.state();
  const isScoping = subject.kind === 'scoping';
  const causes =
    subject.kind === 'turn' ? state.causes.filter((cause) => subject.causes.includes(cause.id)) : [...state.causes];
  const known = new KnownCauses(causes, earlier);
  const own = isScoping
    ? scopingBrief(state, causes)
    : `# This turn\nDecide about each cause, then call end_turn naming them all.\n${causesText(causes)}\n\n${stateText(state)}`;
  const desk = { run, recorder };
  return {
    system: systemOf(
      skills,
      ...(isScoping
        ? ['orchestration/SKILL', 'orchestration/scoping', 'orchestration/contract']
        : ['orchestration/SKILL', 'orchestration/turns']),
    ),
    brief: [sharedBrief(state, await agentsFile(workspace.files)), own],
    tools: [
      ...readTools(workspace.files, limits),
      askUserTool(context),
      ...scopeTools(desk),
      researchTool(context),
      scoutTool(context),
      ...contractTools(desk),
      ...planTools(desk),
      reviewContractTool(context),
      readMissionTool(context),
      ...(isScoping ? [proposePlanTool(context, known)] : [settleItemTool(context), endTurnTool(context)]),
    ],
    endsWith: isScoping ? 'propose_plan' : 'end_turn',
    mayEndAtOnce: !isScoping,
    partialNotice: null,
    takeNotices: () => Promise.resolve(isScoping ? known.takeNew(recorder.state()) : []),
    dispose: () => workspace.shell.stopAll(),
  };
};
