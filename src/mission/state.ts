import type { AssertionText } from './artefacts/contract.ts';
import type { Handoff, ReportedFinding } from './artefacts/handoff.ts';
import type { Estimate, FeatureText, MilestoneText, Question, Requirement } from './artefacts/plan.ts';
import type {
  AssertionResult,
  FindingAnswer,
  ScrutinyReport,
  ContractReview,
  FeatureReview,
  GateResult,
  ReadinessReport,
} from './artefacts/reports.ts';
import type { ServicesManifest } from './artefacts/services.ts';
import type { EventBody } from './events/event.ts';
import type { Fate } from './events/items.ts';
import type { Budgets, PauseReason } from './events/life.ts';
import type { RunSubject } from './events/runs.ts';
import type { RecordedChange } from './events/work.ts';
import type { ModelChoice, Role, RoleModels } from './role.ts';

export type MissionPhase =
  'none' | 'scoping' | 'awaitingApproval' | 'running' | 'completed' | 'completedWithExceptions' | 'abandoned';

export interface Pause {
  reason: PauseReason;
  detail: string;
  goesOn: string;
  until: number | null;
}

/** Something the orchestrator owes a turn for; gone when a `turnEnded` names it with a decision. */
export interface Cause {
  id: string;
  kind: 'goal' | 'planRejected' | 'baseProblem' | 'attempt' | 'partials' | 'round' | 'message' | 'answer' | 'item';
  text: string;
}

export interface ChatLine {
  at: number;
  from: 'user' | 'orchestrator';
  text: string;
}

export interface AskState {
  ask: string;
  run: number;
  questions: Question[];
  askedAt: number;
  answers: string[] | null;
  answeredAt: number | null;
}

export type AssertionStatus = 'pending' | 'passed' | 'failed' | 'blocked';

export interface AssertionState {
  text: AssertionText;
  status: AssertionStatus;
  /** Passed once, but later commits may have broken it. */
  stale: boolean;
  removed: string | null;
  overridden: string | null;
  last: {
    milestone: string;
    round: number;
    run: number | null;
    result: AssertionResult | null;
    reasons: string[];
    commit: string;
  } | null;
}

export interface AttemptState {
  run: number;
  feature: string;
  attempt: number;
  base: string;
  /** The attempt's own tip on its ref. */
  tip: string | null;
  files: string[];
  handoff: Handoff | null;
  judged: {
    accepted: boolean;
    reasons: string[];
    commands: { command: string; exitCode: number | null }[];
    changes: RecordedChange[];
  } | null;
  commit: string | null;
  partial: boolean;
  undone: boolean;
}

export type FeatureStatus = 'pending' | 'inProgress' | 'done' | 'cancelled';

export interface FeatureState {
  text: FeatureText;
  status: FeatureStatus;
  attempts: AttemptState[];
  failedAttempts: number;
  /** Partials in a row, ended by an accepted or failed attempt. */
  partials: number;
  commits: string[];
  /** Its newest commit when it was last reviewed. */
  reviewedCommit: string | null;
}

export interface RoundState {
  milestone: string;
  round: number;
  commit: string;
  scope: { features: string[]; assertions: string[] };
  gates: GateResult[] | null;
  reviews: Record<string, { run: number; review: FeatureReview }>;
  /** What the scrutiny run reported beyond the single reviews. */
  scrutinyReport: { run: number; report: ScrutinyReport } | null;
  scrutiny: { passed: boolean; reasons: string[] } | null;
  testingSummary: string | null;
  testing: { passed: boolean; reasons: string[] } | null;
  verdicts: Record<string, 'passed' | 'failed' | 'blocked'>;
  /** Results of flow testers by assertion, the first each. */
  flows: Record<string, { run: number; result: AssertionResult }>;
  /** What flow testers saw outside the assertions. */
  flowNotes: { run: number; findings: ReportedFinding[]; answers: FindingAnswer[] }[];
  closed: 'passed' | 'failed' | 'superseded' | null;
}

export interface MilestoneState {
  text: MilestoneText;
  /** Feature ids in order of execution. */
  features: string[];
  rounds: RoundState[];
  /** Rounds that the user's "go on" took off the limit. */
  roundsForgiven: number;
  sealedAt: string | null;
}

export interface UsageTotals {
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** Millionths of a US dollar, of calls with a known price. */
  microDollars: number;
  calls: number;
  unpricedCalls: number;
}

export interface RunState {
  run: number;
  role: Role;
  subject: RunSubject;
  parent: { run: number; call: string; place: number } | null;
  choice: ModelChoice;
  startedAt: number;
  /** Time during which the mission ran while the run was open. */
  activeMs: number;
  usage: UsageTotals;
  /** Failed model calls since the last one that succeeded. */
  failuresInARow: number;
  lastCall: number;
  /** Whether what the role is there for is in the journal: plan, end of turn, handoff or report. */
  delivered: boolean;
  ended: {
    outcome: 'completed' | 'partial' | 'failed' | 'killed' | 'unreadable';
    reason: string;
    at: number;
    turns: number;
    toolCalls: number;
  } | null;
}

export interface ItemState {
  item: string;
  kind: 'undone' | 'finding';
  severity: 'blocking' | 'nonBlocking' | 'suggestion';
  summary: string;
  detail: string;
  file: string | null;
  line: number | null;
  milestone: string;
  feature: string | null;
  origin: EventBody<'itemOpened'>['origin'];
  status: 'open' | 'decided' | 'resolved';
  fate: Fate | null;
  /** How often it was still there after a fix. */
  survivedFixes: number;
  dismissalReviews: { run: number; agrees: boolean; reason: string }[];
}

export interface EvidenceState {
  evidence: string;
  run: number;
  kind: EventBody<'evidenceRecorded'>['kind'];
  surface: EventBody<'evidenceRecorded'>['surface'];
  service: string | null;
  commit: string;
  blob: string;
  command: string | null;
  status: number | null;
  exitCode: number | null;
  acted: boolean;
}

export interface MissionState {
  seq: number;
  /** Time of the last event, ms since 1970. */
  at: number;
  missionId: string;
  goal: string;
  folder: string;
  scripted: boolean;
  sandbox: 'off';
  phase: MissionPhase;
  pause: Pause | null;
  causes: Cause[];
  chat: ChatLine[];
  asks: Record<string, AskState>;
  models: RoleModels;
  budgets: Budgets;
  usage: UsageTotals;
  milestoneUsage: Record<string, UsageTotals>;
  /** Time of top-level runs by milestone. */
  milestoneMs: Record<string, number>;
  /** Time during which the mission ran, up to `at`. */
  activeMs: number;
  baseBranch: string;
  baseCommit: string;
  branch: string | null;
  /** Tip of the mission branch. */
  head: string | null;
  scopingPhase: string | null;
  requirements: Record<string, Requirement & { dropped: string | null }>;
  decisions: { text: string; reason: string }[];
  knowledge: { topic: string; text: string; run: number }[];
  skills: Record<string, string>;
  services: ServicesManifest | null;
  assertions: Record<string, AssertionState>;
  contractReviews: { run: number; contractVersion: number; review: ContractReview }[];
  /** Version of the contract at which every change is an answer to the last review, or the review itself. */
  reviewedContractVersion: number;
  readiness: ReadinessReport[];
  milestones: Record<string, MilestoneState>;
  milestoneOrder: string[];
  features: Record<string, FeatureState>;
  proposal: { summary: string; estimate: Estimate; planVersion: number } | null;
  approvedPlanVersion: number | null;
  baseCheck: EventBody<'baseChecked'> | null;
  versions: { plan: number; contract: number; services: number; knowledge: number };
  runs: Record<number, RunState>;
  runCount: number;
  openRuns: number[];
  items: Record<string, ItemState>;
  itemCount: number;
  evidence: Record<string, EvidenceState>;
  /** Tool calls of open runs whose event is appended, as `run:call`. */
  doneCalls: string[];
  /** Orchestrator runs that delivered nothing, and plans that failed on the base, since the last turn that ended or word of the user. */
  failedTurns: number;
  /** Attempts that the user's "go on" took off the limit. */
  attemptsForgiven: number;
  /** Validator runs that died in the present round, by role. */
  deadValidators: Record<string, number>;
}

export function emptyUsage(): UsageTotals {
  return {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    microDollars: 0,
    calls: 0,
    unpricedCalls: 0,
  };
}

/** The state before the first event. */
export function emptyState(): MissionState {
  const noBudget = { microDollars: null, tokens: null, milliseconds: null };
  return {
    seq: 0,
    at: 0,
    missionId: '',
    goal: '',
    folder: '',
    scripted: false,
    sandbox: 'off',
    phase: 'none',
    pause: null,
    causes: [],
    chat: [],
    asks: {},
    models: {} as RoleModels,
    budgets: { mission: noBudget, milestone: noBudget, run: noBudget },
    usage: emptyUsage(),
    milestoneUsage: {},
    milestoneMs: {},
    activeMs: 0,
    baseBranch: '',
    baseCommit: '',
    branch: null,
    head: null,
    scopingPhase: null,
    requirements: {},
    decisions: [],
    knowledge: [],
    skills: {},
    services: null,
    assertions: {},
    contractReviews: [],
    reviewedContractVersion: 0,
    readiness: [],
    milestones: {},
    milestoneOrder: [],
    features: {},
    proposal: null,
    approvedPlanVersion: null,
    baseCheck: null,
    versions: { plan: 0, contract: 0, services: 0, knowledge: 0 },
    runs: {},
    runCount: 0,
    openRuns: [],
    items: {},
    itemCount: 0,
    evidence: {},
    doneCalls: [],
    failedTurns: 0,
    attemptsForgiven: 0,
    deadValidators: {},
  };
}
