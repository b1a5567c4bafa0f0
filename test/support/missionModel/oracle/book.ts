import type { AssertionText } from '../../../../src/mission/artefacts/contract.ts';
import type { Handoff } from '../../../../src/mission/artefacts/handoff.ts';
import type { FeatureText } from '../../../../src/mission/artefacts/plan.ts';
import type { AssertionResult, GateResult } from '../../../../src/mission/artefacts/reports.ts';
import type { ServicesManifest } from '../../../../src/mission/artefacts/services.ts';
import type { EventBody } from '../../../../src/mission/events/event.ts';
import type { Fate } from '../../../../src/mission/events/items.ts';
import type { Budgets } from '../../../../src/mission/events/life.ts';
import type { RunSubject } from '../../../../src/mission/events/runs.ts';
import type { Role } from '../../../../src/mission/role.ts';

/** The oracle's own bookkeeping: what it knows comes from the list of accepted events alone. */

export interface BookRun {
  run: number;
  role: Role;
  subject: RunSubject;
  parent: number | null;
  outcome: string | null;
  delivered: boolean;
}

export interface BookAttempt {
  attempt: number;
  run: number;
  base: string;
  handoff: Handoff | null;
  judged: boolean | null;
  commit: string | null;
  undone: boolean;
}

export interface BookFeature {
  text: FeatureText;
  status: 'pending' | 'inProgress' | 'done' | 'cancelled';
  attempts: BookAttempt[];
  /** Failures since the user last granted new attempts. */
  failures: number;
  partials: number;
  commits: string[];
  reviewed: string | undefined;
}

export interface BookAssertion {
  text: AssertionText;
  removed: boolean;
  overridden: boolean;
  verdict: 'passed' | 'failed' | 'blocked' | null;
  /** The tip of the branch when the verdict was given. */
  judgedAt: string | null;
}

export interface BookItem {
  item: string;
  kind: 'undone' | 'finding';
  severity: 'blocking' | 'nonBlocking' | 'suggestion';
  milestone: string;
  origin: EventBody<'itemOpened'>['origin'];
  status: 'open' | 'decided' | 'resolved';
  fate: Fate | null;
  seconds: { run: number; agrees: boolean }[];
}

export interface BookRound {
  milestone: string;
  round: number;
  commit: string;
  scope: { features: string[]; assertions: string[] };
  gates: GateResult[] | null;
  reviews: Map<string, { run: number; findings: number }>;
  scrutinyFindings: { run: number; findings: number } | null;
  flows: Map<string, { run: number; result: AssertionResult }>;
  flowFindings: { run: number; findings: number }[];
  scrutiny: boolean | null;
  testing: boolean | null;
  verdicts: Map<string, string>;
  closed: string | null;
}

export interface BookMilestone {
  id: string;
  rounds: BookRound[];
  forgiven: number;
  sealed: boolean;
}

export class Book {
  phase: 'none' | 'scoping' | 'awaitingApproval' | 'running' | 'over' = 'none';
  at = 0;
  pause: EventBody<'missionPaused'> | null = null;
  budgets: Budgets | null = null;
  /** Attempts since the user last granted more. */
  attempts = 0;
  tokens = 0;
  microDollars = 0;
  activeMs = 0;
  approved = false;
  begun = false;
  head: string | null = null;
  planVersion = 0;
  contractVersion = 0;
  servicesVersion = 0;
  reviewedContract = -1;
  contractReviews = 0;
  readiness = 0;
  requirements = 0;
  baseCheck: EventBody<'baseChecked'> | null = null;
  services: ServicesManifest | null = null;
  readonly skills = new Set<string>();
  readonly runs = new Map<number, BookRun>();
  readonly features = new Map<string, BookFeature>();
  /** Feature ids by milestone, in order of execution. */
  readonly order = new Map<string, string[]>();
  readonly milestones = new Map<string, BookMilestone>();
  readonly assertions = new Map<string, BookAssertion>();
  readonly items = new Map<string, BookItem>();
  readonly evidence = new Map<string, EventBody<'evidenceRecorded'>>();
  readonly asks = new Map<string, { run: number; answered: boolean }>();
  /** What the orchestrator owes a turn for. */
  readonly owed = new Set<string>();

  openRuns(): BookRun[] {
    return [...this.runs.values()].filter((run) => run.outcome === null);
  }

  /** Whether time counts: a run is open, and neither a pause nor a question of scoping holds it. */
  isRunning(): boolean {
    const asking = [...this.asks.values()].filter(({ answered }) => !answered).map(({ run }) => this.runs.get(run));
    const isAsking = asking.some((run) => run?.outcome === null && run.subject.kind === 'scoping');
    return this.pause === null && !isAsking && this.openRuns().length > 0;
  }

  topRun(): BookRun | undefined {
    return this.openRuns().find((run) => run.parent === null);
  }

  liveFeatures(milestone?: string): BookFeature[] {
    const ids = milestone === undefined ? [...this.order.values()].flat() : (this.order.get(milestone) ?? []);
    return ids.flatMap((id) => {
      const feature = this.features.get(id);
      return feature && feature.status !== 'cancelled' ? [feature] : [];
    });
  }

  liveAssertions(): BookAssertion[] {
    return [...this.assertions.values()].filter((assertion) => !assertion.removed);
  }

  isProven(assertion: BookAssertion): boolean {
    return assertion.overridden || (assertion.verdict === 'passed' && assertion.judgedAt === this.head);
  }

  unresolved(): BookItem[] {
    return [...this.items.values()].filter((item) => item.status !== 'resolved');
  }

  openItems(): BookItem[] {
    return this.unresolved().filter((item) => item.status === 'open');
  }

  round(key: { milestone: string; round: number }): BookRound | undefined {
    return this.milestones.get(key.milestone)?.rounds.find((round) => round.round === key.round);
  }

  openRound(): BookRound | undefined {
    return [...this.milestones.values()].flatMap(({ rounds }) => rounds).find((round) => round.closed === null);
  }

  attempt(key: { feature: string; attempt: number }): BookAttempt | undefined {
    return this.features.get(key.feature)?.attempts.find((attempt) => attempt.attempt === key.attempt);
  }

  isSealed(milestone: string): boolean {
    return this.milestones.get(milestone)?.sealed === true;
  }

  milestoneOf(feature: string): string | undefined {
    return this.features.get(feature)?.text.milestone;
  }

  /** Findings whose repair is done, so that somebody must say whether they are gone. */
  repaired(milestone: string, ofTesting: boolean): BookItem[] {
    return this.unresolved().filter((item) => {
      const isOfTesting = item.origin.kind === 'assertion' || item.origin.kind === 'flow';
      if (item.milestone !== milestone || isOfTesting !== ofTesting || !item.fate || !('feature' in item.fate))
        return false;
      return this.features.get(item.fate.feature)?.status === 'done';
    });
  }

  reopen(item: BookItem): void {
    item.status = 'open';
    item.fate = null;
    this.owed.add(`item:${item.item}`);
  }

  resolve(item: BookItem): void {
    item.status = 'resolved';
    this.owed.delete(`item:${item.item}`);
  }
}
