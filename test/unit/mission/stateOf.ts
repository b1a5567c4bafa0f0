import type { EventBody } from '../../../src/mission/events/event.ts';
import type { RunSubject } from '../../../src/mission/events/runs.ts';
import type { Role } from '../../../src/mission/role.ts';
import { emptyState, emptyUsage } from '../../../src/mission/state.ts';
import type {
  AssertionState,
  FeatureState,
  ItemState,
  MissionState,
  RoundState,
  RunState,
} from '../../../src/mission/state.ts';
import { assertionText, choice, featureText, manifest, roleModels } from '../../support/missionModel/texts.ts';

/** Small states by hand, for what properties don't show well. */

type Changes<Shape> = Partial<Omit<Shape, 'text'>>;

export function feature(
  id: string,
  milestone: string,
  changes: Changes<FeatureState> & { claims?: string[] } = {},
): FeatureState {
  const { claims = [], ...rest } = changes;
  return {
    text: featureText(id, milestone, { claims }),
    status: 'pending',
    attempts: [],
    failedAttempts: 0,
    partials: 0,
    commits: [],
    reviewedCommit: null,
    ...rest,
  };
}

export function assertion(number: number, changes: Changes<AssertionState> = {}): AssertionState {
  const text = assertionText(number);
  return { text, status: 'pending', stale: false, removed: null, overridden: null, last: null, ...changes };
}

export function item(id: string, changes: Partial<ItemState> = {}): ItemState {
  return {
    item: id,
    kind: 'finding',
    severity: 'blocking',
    summary: 'Something is wrong',
    detail: '',
    file: null,
    line: null,
    milestone: 'M1',
    feature: null,
    origin: { kind: 'review', run: 1, feature: 'F1' },
    status: 'open',
    fate: null,
    survivedFixes: 0,
    dismissalReviews: [],
    ...changes,
  };
}

export function round(changes: Partial<RoundState> = {}): RoundState {
  return {
    milestone: 'M1',
    round: 1,
    commit: 'c1',
    scope: { features: [], assertions: ['VAL-PAGE-001'] },
    gates: null,
    reviews: {},
    scrutinyReport: null,
    scrutiny: null,
    testingSummary: null,
    testing: null,
    verdicts: {},
    flows: {},
    flowNotes: [],
    closed: null,
    ...changes,
  };
}

interface RunOf {
  role: Role;
  subject: RunSubject;
  /** Left out = the run is open. */
  outcome?: EventBody<'runEnded'>['outcome'];
}

export function run(number: number, { role, subject, outcome }: RunOf): RunState {
  const ended = outcome === undefined ? null : { outcome, reason: '', at: 0, turns: 1, toolCalls: 1 };
  return {
    run: number,
    role,
    subject,
    parent: null,
    choice,
    startedAt: 0,
    activeMs: 0,
    usage: emptyUsage(),
    failuresInARow: 0,
    lastCall: 0,
    delivered: outcome === 'completed',
    ended,
  };
}

export interface Parts {
  milestones: Record<string, { rounds?: RoundState[]; sealedAt?: string }>;
  features?: FeatureState[];
  assertions?: AssertionState[];
  items?: ItemState[];
  runs?: RunState[];
}

/** A mission that has begun, at commit c1. */
export function running(parts: Parts, changes: Partial<MissionState> = {}): MissionState {
  const { features = [], assertions = [], items = [], runs = [] } = parts;
  const milestones = Object.entries(parts.milestones).map(([id, { rounds = [], sealedAt = null }]) => {
    const own = features.filter(({ text }) => text.milestone === id).map(({ text }) => text.id);
    const text = { id, title: id, outcome: 'It works.' };
    return [id, { text, features: own, rounds, roundsForgiven: 0, sealedAt }] as const;
  });
  return {
    ...emptyState(),
    phase: 'running',
    models: roleModels,
    services: manifest,
    skills: { backend: 'Write the test first.' },
    approvedPlanVersion: 1,
    branch: 'mission/things',
    head: 'c1',
    milestones: Object.fromEntries(milestones),
    milestoneOrder: Object.keys(parts.milestones),
    features: Object.fromEntries(features.map((one) => [one.text.id, one])),
    assertions: Object.fromEntries(assertions.map((one) => [one.text.id, one])),
    items: Object.fromEntries(items.map((one) => [one.item, one])),
    runs: Object.fromEntries(runs.map((one) => [one.run, one])),
    runCount: runs.length,
    openRuns: runs.filter((one) => one.ended === null).map((one) => one.run),
    ...changes,
  };
}
