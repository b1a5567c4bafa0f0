import type { FeatureText } from '../artefacts/plan.ts';
import { eventSchemas } from '../events/event.ts';
import type { EventType } from '../events/event.ts';
import { assertionProblems, coverageProblems, planProblems } from '../plan.ts';
import { featuresOf } from '../scope.ts';
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

const everyType = Object.keys(eventSchemas) as EventType[];
const afterTheEnd: readonly EventType[] = [
  'usageRecorded',
  'modelCallFailed',
  'actionDenied',
  'runEnded',
  'attemptUndone',
];

function isOver(state: MissionState): boolean {
  return state.phase === 'completed' || state.phase === 'completedWithExceptions' || state.phase === 'abandoned';
}

function featureRefusal(state: MissionState, text: FeatureText): string | null {
  if (!Object.hasOwn(state.milestones, text.milestone))
    return `${text.id}: there is no milestone ${text.milestone}; write it first`;
  const present = state.features[text.id];
  if (present && present.status !== 'pending')
    return `${text.id} is ${present.status}; only a pending feature can be rewritten. Use a new id (next free: F${String(Object.keys(state.features).length + 1)})`;
  return null;
}

/** Misc milestones that would hold more features than they may. */
function crowded(state: MissionState, features: readonly FeatureText[], limit: number): string[] {
  const milestones = [...new Set(features.map((text) => text.milestone))].filter((id) => id.startsWith('misc-'));
  return milestones.filter((id) => {
    const added = features.filter((text) => text.milestone === id).map((text) => text.id);
    return new Set([...featuresOf(state, id).map((feature) => feature.text.id), ...added]).size > limit;
  });
}

export const planGates = {
  /** Nothing happens to a mission that has ended, but that its runs end and what they left is taken back. */
  endedMissionsRest: gate(everyType, (state, body) =>
    isOver(state) && !afterTheEnd.includes(body.type) ? `the mission has ended (${state.phase})` : null,
  ),
  /** A mission is created once, and first. */
  createdOnce: gate(everyType, (state, body) => {
    if (body.type === 'missionCreated') return state.phase === 'none' ? null : 'the mission exists already';
    return state.phase === 'none' ? 'there is no mission yet' : null;
  }),
  assertionsAreJudgeable: gate(['assertionsWritten'], (_state, body) => {
    const problems = body.assertions.flatMap((text) => assertionProblems(text));
    return problems.length === 0 ? null : problems.join('\n');
  }),
  /** After approval the orchestrator may only add assertions (product.md section 4). */
  contractIsFixedAfterApproval: gate(['assertionsWritten', 'assertionRemoved'], (state, body) => {
    if (body.type === 'assertionRemoved' && !Object.hasOwn(state.assertions, body.id))
      return `there is no assertion ${body.id}`;
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
    const refusals = body.features.flatMap((text) => featureRefusal(state, text) ?? []);
    const limit = limits.maxFeaturesPerMiscMilestone;
    refusals.push(
      ...crowded(state, body.features, limit).map(
        (id) => `${id} may hold ${String(limit)} features at most; use another misc-* milestone`,
      ),
    );
    return refusals.length === 0 ? null : refusals.join('\n');
  }),
  sealedMilestonesTakeNothing: gate(['featuresWritten'], (state, body) => {
    const sealed = body.features.find((text) => typeof state.milestones[text.milestone]?.sealedAt === 'string');
    return sealed
      ? `${sealed.id}: milestone ${sealed.milestone} is sealed and takes no features; use an open one or misc-later`
      : null;
  }),
  onlyPendingFeaturesAreCancelled: gate(['featureCancelled'], (state, body) => {
    const status = state.features[body.feature]?.status;
    if (status === undefined) return `there is no feature ${body.feature}`;
    return status === 'pending' ? null : `${body.feature} is ${status}; only a pending feature can be cancelled`;
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
  proposalsAreComplete: gate(['planProposed'], (state, body, { limits }) => {
    if (state.phase !== 'scoping') return 'a plan is proposed in scoping only';
    // Messages and answers may come in while the plan is written; they are owed a later run.
    const left = state.causes.filter(
      ({ id, kind }) => kind !== 'message' && kind !== 'answer' && !body.causes.includes(id),
    );
    if (left.length > 0) return `the plan must answer ${left.map((cause) => cause.id).join(', ')} too`;
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
  /** A check of the base counts for what it has checked. */
  baseChecksAreCurrent: gate(['baseChecked'], (state, body) => {
    if (state.branch !== null) return 'the mission has begun; its base is not checked again';
    if (state.phase !== 'awaitingApproval' && state.phase !== 'running') return 'there is no plan to check';
    return body.contractVersion === state.versions.contract && body.servicesVersion === state.versions.services
      ? null
      : 'contract or services changed while the base was checked; check it again';
  }),
  /** The contract exists, reviewed and approved, before the first write to the working tree (rule 2). */
  workBeginsOnApproval: gate(['missionBegun'], (state, body) => {
    if (state.approvedPlanVersion === null) return 'nothing touches the working tree before the plan is approved';
    if (state.branch !== null) return 'the mission has begun already';
    return state.baseCheck?.commit === body.base ? null : `the base was checked at another commit than ${body.base}`;
  }),
  /** What a run has ended with stays as it is: plan and items change no more by that run. */
  nothingAfterTheEnd: gate([...planWrites, 'itemSettled', 'turnEnded', 'orchestratorAsked'], (state, body) =>
    state.runs[body.run]?.delivered === true ? `run ${String(body.run)} has ended its turn` : null,
  ),
  answersFitTheirQuestion: gate(['userAnswered'], (state, body) => {
    const ask = state.asks[body.ask];
    if (!ask) return `there is no question ${body.ask}`;
    return ask.answers === null ? null : `${body.ask} is answered already`;
  }),
  /** Every assertion is claimed by exactly one feature before a run may start (rule 1). */
  contractIsCovered: gate(['runStarted'], (state, body) => {
    if (body.role !== 'worker' && body.role !== 'scrutiny' && body.role !== 'userTester') return null;
    const problems = coverageProblems(state);
    return problems.length === 0 ? null : `the contract is not covered: ${problems.join('; ')}`;
  }),
};
