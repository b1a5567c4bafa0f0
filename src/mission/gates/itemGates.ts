import type { EventBody } from '../events/event.ts';
import type { MissionState } from '../state.ts';
import { gate } from './gate.ts';

function fateProblem(state: MissionState, body: EventBody<'itemSettled'>): string | null {
  const { decision } = body;
  if (decision.fate === 'waitsForUser' || decision.fate === 'dismiss') return null;
  const feature = state.features[decision.feature];
  if (!feature) return `there is no feature ${decision.feature}; write it first`;
  if (decision.fate === 'reopen')
    return feature.status === 'done' && state.milestones[feature.text.milestone]?.sealedAt === null
      ? null
      : `${decision.feature} cannot be re-opened (${feature.status}, or its milestone is sealed)`;
  if (decision.fate === 'putOff' && !feature.text.milestone.startsWith('misc-'))
    return `put-off work goes to a misc-* milestone; ${decision.feature} is in ${feature.text.milestone}`;
  return feature.status === 'pending'
    ? null
    : `${decision.feature} is ${feature.status}; a fix needs a pending feature`;
}

export const itemGates = {
  itemsAreNumbered: gate(['itemOpened'], (state, body) => (state.items[body.item] ? `${body.item} exists` : null)),
  /** A fate leads somewhere: to a pending feature, to a question, or to a reason. */
  fatesLeadSomewhere: gate(['itemSettled'], (state, body) => {
    const item = state.items[body.item];
    if (!item) return `there is no item ${body.item}`;
    if (item.status === 'resolved') return `${body.item} is resolved`;
    if (item.status === 'decided' && item.fate?.fate !== 'waitsForUser')
      return `${body.item} has its fate: ${item.fate?.fate ?? ''}`;
    return fateProblem(state, body);
  }),
  /** Dismissing a blocking finding needs a second, fresh reviewer, or the user. */
  dismissalNeedsASecond: gate(['itemSettled'], (state, body) => {
    const { decision } = body;
    const item = state.items[body.item];
    if (decision.fate !== 'dismiss' || item?.severity !== 'blocking') return null;
    const { agreedBy } = decision;
    const isAgreed = item.dismissalReviews.some((review) => review.agrees && review.run === agreedBy);
    return isAgreed
      ? null
      : `${body.item} is blocking: its dismissal needs the agreement of a fresh reviewer or of the user`;
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
};
