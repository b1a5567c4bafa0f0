import { budgetIsUsedUp } from '../budget.ts';
import { contractReviewProblems } from '../plan.ts';
import { subRunPairs, topRoles } from '../role.ts';
import { openItems, openRound } from '../scope.ts';
import { gate } from './gate.ts';

const holdersOfTheTree = ['worker', 'scrutiny', 'userTester'];

export const runGates = {
  runsAreNumbered: gate(['runStarted'], (state, body) =>
    body.run === state.runCount + 1 ? null : `the next run is ${String(state.runCount + 1)}`,
  ),
  /** One run holds the mission at any time (rule 4). */
  oneWriter: gate(['runStarted'], (state, body) => {
    if (body.parent !== null) return null;
    const open = state.openRuns.find((run) => state.runs[run]?.parent === null);
    return open === undefined ? null : `run ${String(open)} is still open`;
  }),
  /** Sub-runs start through `delegate` alone, and only these pairs. */
  subRunsFollowThePairs: gate(['runStarted'], (state, body) => {
    if (body.parent === null)
      return topRoles.includes(body.role) ? null : `a ${body.role} run starts only as a sub-run`;
    const parent = state.runs[body.parent.run];
    if (!parent || parent.ended !== null) return 'the parent run is not open';
    return subRunPairs[parent.role].includes(body.role) ? null : `${parent.role} may not start ${body.role}`;
  }),
  /** Nothing starts while the mission is paused. */
  pausedMissionsRest: gate(['runStarted'], (state, body) =>
    state.pause !== null && body.parent === null ? `the mission is paused (${state.pause.reason})` : null,
  ),
  /** No worker, scrutiny or userTester starts past an item without a fate (rule 5). */
  noRunPastOpenItem: gate(['runStarted'], (state, body) => {
    if (!holdersOfTheTree.includes(body.role)) return null;
    const open = openItems(state);
    return open.length === 0 ? null : `${open.map((item) => item.item).join(', ')} has no fate yet`;
  }),
  skillExists: gate(['runStarted'], (state, body) => {
    if (body.skill === '') return `there is no skill for ${body.role}`;
    if (body.subject.kind !== 'attempt') return null;
    const skill = state.features[body.subject.feature]?.text.skill ?? '';
    return state.skills[skill] === undefined ? `the skill "${skill}" does not exist` : null;
  }),
  budgetAllows: gate(['runStarted'], (state, _body, { now }) => budgetIsUsedUp(state, now)),
  /** The contract exists, reviewed and approved, before the first write to the working tree (rule 2). */
  contractBeforeWork: gate(['runStarted'], (state, body, { limits }) => {
    if (!holdersOfTheTree.includes(body.role)) return null;
    if (state.approvedPlanVersion === null || state.branch === null)
      return 'nothing touches the working tree before the plan is approved and the mission has begun';
    return state.contractReviews.length < limits.minContractReviews
      ? (contractReviewProblems(state, limits)[0] ?? null)
      : null;
  }),
  /** A worker starts only at a pending feature whose needs are done, on the present tip, within its attempts. */
  attemptIsDue: gate(['runStarted'], (state, body) => {
    if (body.role !== 'worker') return null;
    if (body.subject.kind !== 'attempt') return 'a worker needs a feature';
    const feature = state.features[body.subject.feature];
    if (feature?.status !== 'pending') return `${body.subject.feature} is not pending`;
    if (state.milestones[feature.text.milestone]?.sealedAt !== null)
      return `milestone ${feature.text.milestone} is sealed`;
    if (body.subject.attempt !== feature.attempts.length + 1 || body.subject.base !== state.head)
      return 'the attempt does not start at the tip of the mission branch';
    return null;
  }),
  attemptsAreLimited: gate(['runStarted'], (state, body, { limits }) => {
    const feature = body.subject.kind === 'attempt' ? state.features[body.subject.feature] : undefined;
    if (!feature || feature.failedAttempts < limits.maxAttemptsPerFeature) return null;
    return `${feature.text.id} has used up its ${String(limits.maxAttemptsPerFeature)} attempts`;
  }),
  dependenciesAreDone: gate(['runStarted'], (state, body) => {
    const feature = body.subject.kind === 'attempt' ? state.features[body.subject.feature] : undefined;
    const missing = feature?.text.dependsOn.find((id) => state.features[id]?.status !== 'done');
    return missing === undefined ? null : `${feature?.text.id ?? ''} depends on ${missing}, which is not done`;
  }),
  validatorsWorkInARound: gate(['runStarted'], (state, body) => {
    if (body.role !== 'scrutiny' && body.role !== 'userTester') return null;
    if (body.subject.kind !== 'round') return 'a validator needs a round';
    const open = openRound(state);
    if (open?.milestone !== body.subject.milestone || open.round !== body.subject.round)
      return 'there is no such open round';
    if (body.role === 'scrutiny') return open.scrutiny === null ? null : 'scrutiny has been judged';
    return open.scrutiny?.passed === true && open.testing === null
      ? null
      : 'user testing follows a passed scrutiny, once';
  }),
  onlyOpenRunsAct: gate(
    [
      'usageRecorded',
      'modelCallFailed',
      'runEnded',
      'handoffReceived',
      'attemptCommitted',
      'featureReviewed',
      'flowReported',
      'evidenceRecorded',
      'turnEnded',
      'contractReviewed',
    ],
    (state, body) => (state.runs[body.run]?.ended === null ? null : `run ${String(body.run)} is not open`),
  ),
  parentsEndLast: gate(['runEnded'], (state, body) => {
    const child = state.openRuns.find((run) => state.runs[run]?.parent?.run === body.run);
    return child === undefined ? null : `its sub-run ${String(child)} is still open`;
  }),
  /** A run without work is never a success (rule 6). */
  workOrFailure: gate(['runEnded'], (_state, body) => {
    if (body.outcome !== 'completed' || body.toolCalls > 0) return null;
    return `run ${String(body.run)} called no tool; that is no success`;
  }),
  pausedOnce: gate(['missionPaused', 'missionResumed'], (state, body) => {
    if (body.type === 'missionResumed') return state.pause === null ? 'the mission is not paused' : null;
    return state.pause === null ? null : `the mission is paused already (${state.pause.reason})`;
  }),
};
