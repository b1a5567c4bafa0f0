import { assertionProblems, coverageProblems, planProblems } from '../plan.ts';
import type { FeatureText } from '../artefacts/plan.ts';
import type { MissionState } from '../state.ts';
import { gate } from './gate.ts';

const planWrites = [
  'requirementRecorded',
  'requirementDropped',
  'skillWritten',
  'servicesWritten',
  'assertionsWritten',
  'assertionRemoved',
  'milestonesWritten',
  'featuresWritten',
  'featureCancelled',
] as const;

function isOver(state: MissionState): boolean {
  return state.phase === 'completed' || state.phase === 'completedWithExceptions' || state.phase === 'abandoned';
}

function featureRefusal(state: MissionState, text: FeatureText, limit: number): string | null {
  const milestone = state.milestones[text.milestone];
  if (!milestone) return `${text.id}: there is no milestone ${text.milestone}; write it first`;
  const present = state.features[text.id];
  if (present && present.status !== 'pending')
    return `${text.id} is ${present.status}; only a pending feature can be rewritten. Use a new id (next free: F${String(Object.keys(state.features).length + 1)})`;
  const isMisc = text.milestone.startsWith('misc-');
  if (isMisc && !present && milestone.features.length >= limit)
    return `${text.milestone} already holds ${String(limit)} features; use another milestone`;
  return null;
}

export const planGates = {
  /** Nothing happens to a mission that has ended. */
  endedMissionsRest: gate(
    [
      ...planWrites,
      'runStarted',
      'userSaid',
      'userAnswered',
      'planProposed',
      'planApproved',
      'missionPaused',
      'missionCompleted',
      'roundOpened',
      'missionAbandoned',
    ],
    (state) => (isOver(state) ? `the mission has ended (${state.phase})` : null),
  ),
  /** A mission is created once. */
  createdOnce: gate(['missionCreated'], (state) => (state.phase === 'none' ? null : 'the mission exists already')),
  assertionsAreJudgeable: gate(['assertionsWritten'], (_state, body) => {
    const problems = body.assertions.flatMap((text) => assertionProblems(text));
    return problems.length === 0 ? null : problems.join('\n');
  }),
  /** After approval the orchestrator may only add assertions (product.md section 4). */
  contractIsFixedAfterApproval: gate(['assertionsWritten', 'assertionRemoved'], (state, body) => {
    if (state.approvedPlanVersion === null) return null;
    if (body.type === 'assertionRemoved')
      return `${body.id} cannot be removed after approval without the user's word; ask the user`;
    const changed = body.assertions.find((text) => state.assertions[text.id] !== undefined);
    return changed
      ? `${changed.id} is part of the approved contract and cannot be changed without the user's word; ask, or add a new assertion`
      : null;
  }),
  /** Sealed milestones take no features (rule 9); running or finished features are not rewritten. */
  featuresFitTheirMilestone: gate(['featuresWritten'], (state, body, { limits }) => {
    const refusals = body.features.flatMap(
      (text) => featureRefusal(state, text, limits.maxFeaturesPerMiscMilestone) ?? [],
    );
    return refusals.length === 0 ? null : refusals.join('\n');
  }),
  sealedMilestonesTakeNothing: gate(['featuresWritten'], (state, body) => {
    const sealed = body.features.find((text) => typeof state.milestones[text.milestone]?.sealedAt === 'string');
    return sealed
      ? `${sealed.id}: milestone ${sealed.milestone} is sealed and takes no features; use an open one or misc-later`
      : null;
  }),
  /** After approval a claim never moves or vanishes: the contract stays covered at every moment. */
  claimsStayAfterApproval: gate(['featuresWritten', 'featureCancelled'], (state, body) => {
    if (state.approvedPlanVersion === null) return null;
    if (body.type === 'featureCancelled') {
      const claims = state.features[body.feature]?.text.claims ?? [];
      return claims.length === 0
        ? null
        : `${body.feature} claims ${claims.join(', ')}; a feature with claims cannot be cancelled while they are in the contract`;
    }
    for (const text of body.features) {
      const lost = state.features[text.id]?.text.claims.find((id) => !text.claims.includes(id));
      if (lost !== undefined) return `${text.id} must keep its claim ${lost}; claims do not move after approval`;
    }
    return null;
  }),
  onlyPendingFeaturesAreCancelled: gate(['featureCancelled'], (state, body) => {
    const status = state.features[body.feature]?.status;
    if (status === undefined) return `there is no feature ${body.feature}`;
    return status === 'pending' ? null : `${body.feature} is ${status}; only a pending feature can be cancelled`;
  }),
  proposalsAreComplete: gate(['planProposed'], (state, _body, { limits }) => {
    const problems = planProblems(state, limits);
    return problems.length === 0 ? null : `the plan is not complete:\n- ${problems.join('\n- ')}`;
  }),
  approvalIsOfWhatIsShown: gate(['planApproved', 'planRejected'], (state, body, { limits }) => {
    if (state.phase !== 'awaitingApproval') return 'no plan waits for approval';
    if (body.planVersion !== state.versions.plan)
      return `the plan has changed since (version ${String(state.versions.plan)}); look at it again`;
    if (body.type === 'planRejected') return null;
    const problems = planProblems(state, limits);
    return problems.length === 0 ? null : `the plan cannot be approved:\n- ${problems.join('\n- ')}`;
  }),
  /** Commands of the contract were tried on the untouched base before approval (rule 3). */
  baseIsCheckedBeforeApproval: gate(['planApproved'], (state) => {
    const check = state.baseCheck;
    if (!check) return 'the untouched base has not been checked yet';
    const isCurrent =
      check.contractVersion === state.versions.contract && check.servicesVersion === state.versions.services;
    return isCurrent ? null : 'contract or services changed since the base was checked; it is checked again first';
  }),
  workBeginsOnApproval: gate(['missionBegun'], (state) => {
    if (state.approvedPlanVersion === null) return 'nothing touches the working tree before the plan is approved';
    return state.branch === null ? null : 'the mission has begun already';
  }),
  /** Every assertion is claimed by exactly one feature before a run may start (rule 1). */
  contractIsCovered: gate(['runStarted'], (state, body) => {
    if (body.role !== 'worker' && body.role !== 'scrutiny' && body.role !== 'userTester') return null;
    const problems = coverageProblems(state);
    return problems.length === 0 ? null : `the contract is not covered: ${problems.join('; ')}`;
  }),
};
