import { budgetIsUsedUp } from '../budget.ts';
import type { EventBody } from '../events/event.ts';
import type { RunSubject } from '../events/runs.ts';
import { subRunPairs, topRoles } from '../role.ts';
import type { Role } from '../role.ts';
import { attemptsInARow, openItems, openRound } from '../scope.ts';
import type { MissionState, RunState } from '../state.ts';
import { gate } from './gate.ts';

const holdersOfTheTree = ['worker', 'scrutiny', 'userTester'];

const subjectsOf: Readonly<Record<Role, readonly RunSubject['kind'][]>> = {
  orchestrator: ['scoping', 'turn'],
  researcher: ['research'],
  scout: ['readiness'],
  worker: ['attempt'],
  scrutiny: ['round'],
  reviewer: ['contractReview', 'featureReview', 'dismissalReview'],
  userTester: ['round'],
  flowTester: ['flow'],
};

/** Why a sub-run lies outside of what its parent is about; null = it lies within. */
function scopeProblem(state: MissionState, parent: RunState, subject: RunSubject): string | null {
  if (subject.kind !== 'featureReview' && subject.kind !== 'flow')
    return parent.role === 'orchestrator' ? null : `${parent.role} may not delegate ${subject.kind}`;
  const about = parent.subject;
  if (about.kind !== 'round' || about.milestone !== subject.milestone || about.round !== subject.round)
    return 'the sub-run is not about the round of its parent';
  const scope = openRound(state)?.scope;
  const isWithin =
    subject.kind === 'flow'
      ? subject.assertions.every((id) => scope?.assertions.includes(id))
      : scope?.features.includes(subject.feature);
  return isWithin === true ? null : 'the sub-run is about something outside the scope of the round';
}

/** Everything that a run appends, or the runner for it while it is open. */
const runActs = [
  'phaseEntered',
  'requirementRecorded',
  'requirementDropped',
  'decisionRecorded',
  'knowledgeWritten',
  'skillWritten',
  'servicesWritten',
  'assertionsWritten',
  'assertionRemoved',
  'contractReviewed',
  'readinessReported',
  'milestonesWritten',
  'featuresWritten',
  'featureCancelled',
  'orchestratorAsked',
  'planProposed',
  'usageRecorded',
  'modelCallFailed',
  'actionDenied',
  'runEnded',
  'attemptCommitted',
  'handoffReceived',
  'itemSettled',
  'dismissalReviewed',
  'turnEnded',
  'featureReviewed',
  'scrutinyReported',
  'evidenceRecorded',
  'flowReported',
  'testingReported',
] as const;

function isDelivered(state: MissionState, body: EventBody<'runEnded'>): boolean {
  const run = state.runs[body.run];
  // A researcher's report is its result alone.
  return run?.role === 'researcher' || run?.delivered === true;
}

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
  /** Sub-runs start through `delegate` alone, only these pairs, and within what their parent is about. */
  subRunsFollowThePairs: gate(['runStarted'], (state, body) => {
    if (body.parent === null)
      return topRoles.includes(body.role) ? null : `a ${body.role} run starts only as a sub-run`;
    const parent = state.runs[body.parent.run];
    if (!parent || parent.ended !== null) return 'the parent run is not open';
    if (!subRunPairs[parent.role].includes(body.role)) return `${parent.role} may not start ${body.role}`;
    return scopeProblem(state, parent, body.subject);
  }),
  /** A run's subject is one of its role, and a turn is about causes that are owed. */
  subjectsFitTheirRole: gate(['runStarted'], (state, body) => {
    const { role, subject } = body;
    if (!subjectsOf[role].includes(subject.kind)) return `a ${role} run is not about ${subject.kind}`;
    const isApproved = state.approvedPlanVersion !== null;
    if (subject.kind === 'scoping') return isApproved ? 'the plan is approved; scoping is over' : null;
    if (subject.kind !== 'turn') return null;
    if (!isApproved) return 'turns follow the approval of the plan';
    const isOwed = subject.causes.every((id) => state.causes.some((cause) => cause.id === id));
    return isOwed && subject.causes.length > 0 ? null : 'a turn is about causes that are owed, at least one';
  }),
  /** Nothing starts while the mission is paused. */
  pausedMissionsRest: gate(['runStarted'], (state) =>
    state.pause === null ? null : `the mission is paused (${state.pause.reason})`,
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
    return !Object.hasOwn(state.skills, skill) ? `the skill "${skill}" does not exist` : null;
  }),
  budgetAllows: gate(['runStarted'], (state, _body, { now }) => budgetIsUsedUp(state, now)),
  /** A worker starts only at a pending feature whose needs are done, on the present tip, within its attempts. */
  attemptIsDue: gate(['runStarted'], (state, body) => {
    if (body.role !== 'worker') return null;
    if (body.subject.kind !== 'attempt') return 'a worker needs a feature';
    const feature = state.features[body.subject.feature];
    if (feature?.status !== 'pending') return `${body.subject.feature} is not pending`;
    if (openRound(state)) return 'a round is open; the branch must not move under it';
    if (state.milestones[feature.text.milestone]?.sealedAt !== null)
      return `milestone ${feature.text.milestone} is sealed`;
    if (body.subject.attempt !== feature.attempts.length + 1 || body.subject.base !== state.head)
      return 'the attempt does not start at the tip of the mission branch';
    return null;
  }),
  attemptsAreLimited: gate(['runStarted'], (state, body, { limits }) => {
    const feature = body.subject.kind === 'attempt' ? state.features[body.subject.feature] : undefined;
    if (!feature) return null;
    if (feature.failedAttempts >= limits.maxAttemptsPerFeature)
      return `${feature.text.id} has used up its ${String(limits.maxAttemptsPerFeature)} attempts`;
    return attemptsInARow(state) < limits.maxAttemptsPerMission
      ? null
      : `the mission has used up its ${String(limits.maxAttemptsPerMission)} attempts`;
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
  /** What a run appends, it appends while it is open and in its own role. */
  onlyOpenRunsAct: gate(runActs, (state, body, { author }) => {
    if (author === 'user') return null;
    const run = state.runs[body.run];
    if (run?.ended !== null) return `run ${String(body.run)} is not open`;
    const isOwn = author === 'runner' || author === 'code' || author === run.role;
    return isOwn ? null : `run ${String(body.run)} is a ${run.role} run, not one of ${author}`;
  }),
  parentsEndLast: gate(['runEnded'], (state, body) => {
    const child = state.openRuns.find((run) => state.runs[run]?.parent?.run === body.run);
    return child === undefined ? null : `its sub-run ${String(child)} is still open`;
  }),
  /** A run without work is never a success (rule 6). */
  workOrFailure: gate(['runEnded'], (state, body) => {
    if (body.outcome !== 'completed') return null;
    if (body.toolCalls === 0) return `run ${String(body.run)} called no tool; that is no success`;
    return isDelivered(state, body) ? null : `run ${String(body.run)} did not deliver what its role is there for`;
  }),
  /** A pause ends by the user's word, or by itself at its time. */
  pausesEndForAReason: gate(['missionPaused', 'missionResumed'], (state, body, { author, now }) => {
    const { pause } = state;
    if (body.type === 'missionPaused') return pause === null ? null : `the mission is paused already (${pause.reason})`;
    if (!pause) return 'the mission is not paused';
    if (body.by === 'user') return author === 'user' ? null : 'only the user says so';
    if (body.by === 'windowOpened') return pause.reason === 'windowClosed' ? null : 'the window was not closed';
    return pause.until !== null && now >= pause.until ? null : 'it is not time yet';
  }),
};
