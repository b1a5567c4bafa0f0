import type { Author } from '../events/author.ts';
import type { EventBody } from '../events/event.ts';
import type { Fate } from '../events/items.ts';
import { planGaps } from '../plan.ts';
import type { Role } from '../role.ts';
import { unresolvedItems } from '../scope.ts';
import type { FeatureState, ItemState, MissionState } from '../state.ts';
import { gate } from './gate.ts';

function place(state: MissionState, milestone: string): number {
  return state.milestoneOrder.indexOf(milestone);
}

/** A finding is repaired in its own milestone or an earlier open one, so that its milestone can be sealed; else it is put off. */
function isRepairedInTime(state: MissionState, item: ItemState, milestone: string): boolean {
  if (item.kind === 'undone' || state.milestones[item.milestone]?.sealedAt !== null) return true;
  return place(state, milestone) <= place(state, item.milestone);
}

/** Put off once: what could be put off again and again would never be done. */
function putOffProblem(state: MissionState, item: ItemState, { text }: FeatureState): string | null {
  if (!text.milestone.startsWith('misc-'))
    return `put-off work goes to a misc-* milestone; ${text.id} is in ${text.milestone}`;
  return item.milestone.startsWith('misc-') && state.milestones[item.milestone]?.sealedAt === null
    ? `${item.item} was put off to ${item.milestone} already; fix, re-open, extend or dismiss it there, or ask the user`
    : null;
}

function fateProblem(state: MissionState, item: ItemState, decision: Fate): string | null {
  if (!('feature' in decision)) return null;
  const feature = state.features[decision.feature];
  if (!feature) return `there is no feature ${decision.feature}; write it first`;
  const { milestone } = feature.text;
  const isSealed = state.milestones[milestone]?.sealedAt !== null;
  if (decision.fate === 'reopen' && (feature.status !== 'done' || isSealed))
    return `${decision.feature} cannot be re-opened (${feature.status}, or its milestone is sealed)`;
  if (decision.fate !== 'reopen' && feature.status !== 'pending')
    return `${decision.feature} is ${feature.status}; a fix needs a pending feature`;
  if (decision.fate === 'putOff') return putOffProblem(state, item, feature);
  return isRepairedInTime(state, item, milestone)
    ? null
    : `${decision.feature} is in ${milestone}, after ${item.milestone}, which needs the repair; write the fix in ${item.milestone} or put it off to a misc-* milestone`;
}

/** An unresolved finding about the same assertion or gate. */
function twin(state: MissionState, { origin }: EventBody<'itemOpened'>): ItemState | undefined {
  return unresolvedItems(state).find(({ origin: other }) => {
    if (origin.kind === 'assertion') return other.kind === 'assertion' && other.assertion === origin.assertion;
    return origin.kind === 'gate' && other.kind === 'gate' && other.gate === origin.gate;
  });
}

type Dismissal = Extract<Fate, { fate: 'dismiss' }>;

function dismissalProblem(item: ItemState, agreedBy: Dismissal['agreedBy'], author: Author): string | null {
  if (agreedBy === 'user') return author === 'user' ? null : 'only the user says that the user agrees';
  const isAgreed = item.dismissalReviews.some((review) => review.agrees && review.run === agreedBy);
  return isAgreed || item.severity !== 'blocking'
    ? null
    : `${item.item} is blocking: its dismissal needs the agreement of a fresh reviewer or of the user`;
}

const validators: readonly (Role | undefined)[] = ['scrutiny', 'reviewer', 'userTester', 'flowTester'];

function goneProblem(state: MissionState, { origin }: ItemState, run: number): string | null {
  if (origin.kind === 'assertion')
    return state.assertions[origin.assertion]?.status === 'passed' ? null : `${origin.assertion} has not passed`;
  return validators.includes(state.runs[run]?.role) && run > origin.run
    ? null
    : 'only a later reviewer or tester says that a finding is gone';
}

export const itemGates = {
  /** An item is new, and lies in a milestone that can still take its repair. */
  itemsAreNew: gate(['itemOpened'], (state, body) => {
    if (state.items[body.item]) return `${body.item} exists`;
    if (state.milestones[body.milestone]?.sealedAt !== null) return `${body.milestone} is no open milestone`;
    const known = twin(state, body);
    return known ? `${known.item} is about the same and still unresolved` : null;
  }),
  /** A fate leads somewhere: to a pending feature, to a question, or to a reason. */
  fatesLeadSomewhere: gate(['itemSettled'], (state, body) => {
    const item = Object.hasOwn(state.items, body.item) ? state.items[body.item] : undefined;
    if (!item) return `there is no item ${body.item}`;
    if (item.status === 'resolved') return `${body.item} is resolved`;
    if (item.status === 'decided' && item.fate?.fate !== 'waitsForUser')
      return `${body.item} has its fate: ${item.fate?.fate ?? ''}`;
    return fateProblem(state, item, body.decision);
  }),
  /** Dismissing a blocking finding needs a second, fresh reviewer, or the user. */
  dismissalNeedsASecond: gate(['itemSettled'], (state, body, { author }) => {
    const item = state.items[body.item];
    return item && body.decision.fate === 'dismiss' ? dismissalProblem(item, body.decision.agreedBy, author) : null;
  }),
  /** Later runs say whether a finding is gone; a failed assertion is gone when it passed, whatever anybody says. */
  answersComeLater: gate(['findingAnswered'], (state, body) => {
    const item = state.items[body.answer.finding];
    if (item?.kind !== 'finding') return `there is no finding ${body.answer.finding}`;
    return body.answer.answer === 'gone' ? goneProblem(state, item, body.run) : null;
  }),
  overridesNameSomething: gate(['overrideGiven'], (state, body) => {
    const isThere =
      body.kind === 'assertion' ? state.assertions[body.id]?.removed === null : Object.hasOwn(state.items, body.id);
    return isThere ? null : `there is no ${body.kind} ${body.id}`;
  }),
  /** `turnEnded` names every cause of its turn, and every item among them has its fate. */
  turnsAnswerEveryCause: gate(['turnEnded'], (state, body) => {
    const subject = state.runs[body.run]?.subject;
    if (subject?.kind !== 'turn') return 'only a turn ends so; in scoping propose the plan';
    const named = new Set(body.decisions.map((decision) => decision.cause));
    const left = subject.causes.filter((cause) => !named.has(cause));
    if (left.length > 0) return `these causes have no decision: ${left.join(', ')}`;
    const undecided = body.decisions.flatMap(({ cause }) =>
      cause.startsWith('item:') && state.items[cause.slice(5)]?.status === 'open' ? [cause.slice(5)] : [],
    );
    return undecided.length === 0 ? null : `these items still need a fate (settle_item): ${undecided.join(', ')}`;
  }),
  /** Every change of plan leaves a whole plan: covered, in order, with skills and services (rule 1). */
  turnsLeaveAWholePlan: gate(['turnEnded'], (state) => {
    const problems = planGaps(state);
    return problems.length === 0 ? null : `the plan is not whole:\n- ${problems.join('\n- ')}`;
  }),
};
