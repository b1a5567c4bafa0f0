import { liveAmong, liveAssertions } from './plan.ts';
import type {
  AskState,
  AssertionState,
  FeatureState,
  ItemState,
  MilestoneState,
  MissionState,
  RoundState,
} from './state.ts';

/** Features of a milestone that count: not cancelled, in order of execution. */
export function featuresOf(state: MissionState, milestone: string): FeatureState[] {
  return liveAmong(state, state.milestones[milestone]?.features ?? []);
}

export function unresolvedItems(state: MissionState): ItemState[] {
  return Object.values(state.items).filter((item) => item.status !== 'resolved');
}

export function openItems(state: MissionState): ItemState[] {
  return Object.values(state.items).filter((item) => item.status === 'open');
}

/** Attempts since the mission began, or the user last granted more. */
export function attemptsInARow(state: MissionState): number {
  const attempts = Object.values(state.features).reduce((count, feature) => count + feature.attempts.length, 0);
  return attempts - state.attemptsForgiven;
}

/** Items that wait for the user; each holds its feature and its milestone's seal. */
export function heldItems(state: MissionState): ItemState[] {
  return unresolvedItems(state).filter((item) => item.fate?.fate === 'waitsForUser');
}

/** The question that the open scoping run waits with, if it does. */
export function openQuestion(state: MissionState): AskState | null {
  // Asked with every event, and questions grow many: only a run that is open can wait with one.
  for (const open of state.openRuns) {
    if (state.runs[open]?.subject.kind !== 'scoping') continue;
    const ask = Object.values(state.asks).find(({ run, answers }) => run === open && answers === null);
    if (ask) return ask;
  }
  return null;
}

/** Time counts, for budgets and for people, while a run is open, nothing pauses it and it does not wait for the user. */
export function isRunning(state: MissionState): boolean {
  return state.pause === null && state.openRuns.length > 0 && openQuestion(state) === null;
}

export function openRound(state: MissionState): RoundState | null {
  for (const id of state.milestoneOrder) {
    const round = state.milestones[id]?.rounds.at(-1);
    if (round?.closed === null) return round;
  }
  return null;
}

/** Whether the feature that was to repair an item is done. */
export function repairIsDone(state: MissionState, item: ItemState): boolean {
  const { fate } = item;
  return fate !== null && 'feature' in fate && state.features[fate.feature]?.status === 'done';
}

/**
 * Findings of a milestone whose repair is done and of which nobody has said whether they are gone: those that testing must
 * answer (of verdicts and flow testers), or those that scrutiny must.
 */
export function unansweredFindings(state: MissionState, milestone: string, by: 'scrutiny' | 'testing'): ItemState[] {
  return unresolvedItems(state).filter((item) => {
    const { kind } = item.origin;
    const isOfTesting = kind === 'flow' || kind === 'assertion';
    return item.milestone === milestone && isOfTesting === (by === 'testing') && repairIsDone(state, item);
  });
}

/** Milestone that repairs a failed assertion, while its finding is unresolved. */
function repairedIn(state: MissionState, assertion: string): string | null {
  const finding = unresolvedItems(state).find(
    ({ origin }) => origin.kind === 'assertion' && origin.assertion === assertion,
  );
  return finding?.milestone ?? null;
}

/** Assertions on which a milestone's seal depends: its claims, unless another milestone repairs them, and what it repairs. */
function assertionsOf(state: MissionState, milestone: string): AssertionState[] {
  const claimed = new Set(featuresOf(state, milestone).flatMap((feature) => feature.text.claims));
  return liveAssertions(state).filter(({ text: { id } }) => {
    const elsewhere = repairedIn(state, id);
    return elsewhere === null ? claimed.has(id) : elsewhere === milestone;
  });
}

function isProven(assertion: AssertionState): boolean {
  return assertion.overridden !== null || (assertion.status === 'passed' && !assertion.stale);
}

/** Scope of the next round of a milestone (product.md section 4, Rounds and verdicts). */
export function roundScope(state: MissionState, milestone: string): RoundState['scope'] {
  const features = featuresOf(state, milestone).filter(
    (feature) => feature.commits.length > 0 && feature.commits.at(-1) !== feature.reviewedCommit,
  );
  const sealed = state.milestoneOrder.filter((id) => state.milestones[id]?.sealedAt !== null && id !== milestone);
  const assertions = [milestone, ...sealed]
    .flatMap((id) => assertionsOf(state, id))
    .filter((assertion) => !isProven(assertion));
  return {
    features: features.map((feature) => feature.text.id).sort(),
    assertions: [...new Set(assertions.map(({ text }) => text.id))].sort(),
  };
}

/** Why a milestone cannot be sealed now; empty = it can. */
export function sealProblems(state: MissionState, milestone: MilestoneState): string[] {
  const { id } = milestone.text;
  const last = milestone.rounds.at(-1);
  const problems: string[] = [];
  if (last?.closed !== 'passed') problems.push('its last round has not passed');
  else if (last.commit !== state.head) problems.push('the branch moved since its last round');
  const undone = featuresOf(state, id).filter((feature) => feature.status !== 'done');
  problems.push(...undone.map((feature) => `${feature.text.id} is ${feature.status}`));
  const unproven = assertionsOf(state, id).filter((assertion) => !isProven(assertion));
  problems.push(
    ...unproven.map((assertion) => `${assertion.text.id} is ${assertion.stale ? 'stale' : assertion.status}`),
  );
  const items = unresolvedItems(state).filter(
    (item) =>
      item.milestone === id &&
      (item.severity === 'blocking' || item.status === 'open' || item.fate?.fate === 'waitsForUser'),
  );
  problems.push(...items.map((item) => `${item.item} is unresolved`));
  return problems;
}

/** The end gate (rule 13): why the mission cannot complete now; empty = it can. */
export function completionProblems(state: MissionState): string[] {
  const problems: string[] = [];
  if (state.milestoneOrder.length === 0) problems.push('there is no milestone');
  // A milestone without features has nothing to seal.
  const open = state.milestoneOrder.filter(
    (id) => state.milestones[id]?.sealedAt === null && featuresOf(state, id).length > 0,
  );
  problems.push(...open.map((id) => `milestone ${id} is not sealed`));
  const live = liveAssertions(state);
  if (live.length === 0) problems.push('the contract is empty');
  problems.push(
    ...live
      .filter((assertion) => !isProven(assertion))
      .map(({ text, status, stale }) => `${text.id} is ${stale ? 'stale' : status}`),
  );
  problems.push(...openItems(state).map((item) => `${item.item} has no fate`));
  const blocking = unresolvedItems(state).filter((item) => item.severity === 'blocking' && item.status !== 'open');
  problems.push(...blocking.map((item) => `${item.item} is blocking and unresolved`));
  return problems;
}
