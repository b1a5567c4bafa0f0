import type { AgentEnd } from '../agent/agentRun.ts';
import { runAgent } from '../agent/runAgent.ts';
import type { AnyTool } from '../agent/tool.ts';
import type { RunSubject } from '../mission/events/runs.ts';
import type { Limits } from '../mission/limits.ts';
import type { ModelChoice } from '../mission/role.ts';
import type { ActivityPiece } from '../ports/activity.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Delegate } from '../ports/delegate.ts';
import type { Git } from '../ports/git.ts';
import type { Http } from '../ports/http.ts';
import type { MissionRecorder } from '../ports/missionRecorder.ts';
import type { ModelFailure, ModelPort } from '../ports/model.ts';
import type { Permit } from '../ports/permit.ts';
import type { RunLog, RunLogEntry } from '../ports/runLog.ts';
import type { Skills } from '../ports/skills.ts';
import type { TreeWatch } from '../ports/treeWatch.ts';
import type { Workspace } from '../ports/workspaces.ts';

/** What a run of any role may reach. */
export interface RoleContext {
  run: number;
  subject: RunSubject;
  /** What the parent run said beyond the subject; empty for top-level runs. */
  notes: string;
  recorder: MissionRecorder;
  delegate: Delegate;
  workspace: Workspace;
  /** Where the run's own services keep their data; made empty at each call. */
  emptyFolder: (name: string) => Promise<string>;
  treeWatch: TreeWatch;
  git: Git;
  http: Http;
  browser: Browser;
  blobs: Blobs;
  clock: Clock;
  skills: Skills;
  limits: Limits;
  /** Entries of the run log from before this process: empty for a fresh run. */
  earlier: readonly RunLogEntry[];
  /** Cost of a plan's estimate, US dollars per 1,000 tokens of each role's model; null where a price is not known. */
  pricePerThousand: () => number | null;
}

/** One role's prompt, tools and end, ready to run. */
export interface RoleSetup {
  /** Blocks of the system prompt, the most widely shared first. */
  system: string[];
  brief: string[];
  tools: AnyTool[];
  endsWith: string;
  /** The terminal tool may be the first that is called: its input alone is the work, as with a decision. */
  mayEndAtOnce?: boolean;
  partialNotice: string | null;
  takeNotices?: () => Promise<string[]>;
  /** Told to a run that goes on after an interruption: where the services are that were started for it. */
  servicesNow?: string;
  /** Ends what the run started: services, browser. */
  dispose: () => Promise<void>;
}

export type RoleFactory = (context: RoleContext) => Promise<RoleSetup>;

/** How a run of an agent ended, as the runner sees it. */
export type RoleEnd = AgentEnd;

export interface Player {
  model: ModelPort;
  choice: ModelChoice;
  log: RunLog;
  permit: Permit;
  missionId: string;
  /** Waits after a failed model call until it may be made again; false: not now. */
  outlast: (failure: ModelFailure) => Promise<boolean>;
  /** Errors that must stop the mission rather than reach the model, such as a journal that cannot be written. */
  isFatal: (error: unknown) => boolean;
  signal: AbortSignal;
  tell: (piece: ActivityPiece) => void;
}

const startsThings = /^(start_service|browser_)/;

/** What a run must know that goes on after an interruption; null where nothing it relied on is gone. */
function interruptionNotice({ earlier, subject }: RoleContext, { servicesNow }: RoleSetup): string | null {
  const used = earlier.flatMap((entry) => (entry.type === 'toolIntent' ? [entry.call.name] : []));
  const lines: string[] = [];
  if (servicesNow !== undefined)
    lines.push(
      `Browser pages, services and their data from before are gone; stored evidence stays. Services were started for you anew, with empty data:\n${servicesNow}\n`,
    );
  else if (used.some((name) => startsThings.test(name)))
    lines.push(
      'Services, browser pages and their data from before are gone; start again what you need. Stored evidence stays.',
    );
  if (used.includes('run_command') && subject.kind !== 'attempt')
    lines.push('Your checkout was made anew: what you installed or changed in it is gone.');
  return lines.length === 0 ? null : `Longhaul was interrupted. ${lines.join(' ')}`;
}

/** Runs a role's agent to its end, or until it must wait; a run log that holds entries is gone on with. */
export async function playRole(factory: RoleFactory, context: RoleContext, player: Player): Promise<AgentEnd> {
  const setup = await factory(context);
  const { model, choice, log, permit, missionId, signal, tell, isFatal, outlast } = player;
  try {
    return await runAgent({
      model,
      log,
      prefix: {
        model: choice.model,
        system: setup.system,
        brief: setup.brief,
        cacheKey: `${missionId}-${roleKey(setup)}`,
        effort: choice.effort,
      },
      tools: setup.tools,
      endsWith: setup.endsWith,
      needsWorkFirst: setup.mayEndAtOnce !== true,
      partialNotice: setup.partialNotice,
      limits: context.limits,
      permit,
      isFatal,
      outlast,
      clock: context.clock,
      signal,
      tell,
      takeNotices: setup.takeNotices ?? (() => Promise.resolve([])),
      resumeNotice: () => Promise.resolve(interruptionNotice(context, setup)),
    });
  } finally {
    await setup.dispose();
  }
}

function roleKey(setup: RoleSetup): string {
  return setup.endsWith;
}

/** The text every system prompt begins with, then the role's skill. */
export function systemOf(skills: Skills, ...names: string[]): string[] {
  return [[skills.text('preamble'), ...names.map((name) => skills.text(name))].join('\n\n')];
}
