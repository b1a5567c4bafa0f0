import type { itemEvents } from '../events/items.ts';
import type { MissionState } from '../state.ts';
import { addCause } from './addCause.ts';
import type { Reducers } from './reducers.ts';
import { seeFinding } from './seeFinding.ts';

function reopenFeature(state: MissionState, id: string): void {
  const feature = state.features[id];
  if (feature?.status === 'done') feature.status = 'pending';
}

export const itemReducers: Reducers<keyof typeof itemEvents> = {
  itemOpened(state, body) {
    const { item, kind, severity, summary, detail, file, line, milestone, feature, origin } = body;
    const isSuggestion = severity === 'suggestion';
    const status = isSuggestion ? 'resolved' : 'open';
    state.items[item] = {
      item,
      kind,
      severity,
      summary,
      detail,
      file,
      line,
      milestone,
      feature,
      origin,
      status,
      fate: null,
      survivedFixes: 0,
      dismissalReviews: [],
    };
    state.itemCount += 1;
    if (!isSuggestion) addCause(state, { id: `item:${item}`, kind: 'item', text: summary });
  },
  itemSettled(state, body) {
    const item = state.items[body.item];
    if (!item) return;
    const { decision } = body;
    item.fate = decision;
    // Undone work lives on in the feature that got it; a finding is resolved only when somebody saw that it is gone.
    const isOver = decision.fate === 'dismiss' || (item.kind === 'undone' && decision.fate !== 'waitsForUser');
    item.status = isOver ? 'resolved' : 'decided';
    // The item belongs to the milestone that repairs it: the sealing condition moves there.
    if ('feature' in decision) item.milestone = state.features[decision.feature]?.text.milestone ?? item.milestone;
    if (decision.fate === 'reopen') reopenFeature(state, decision.feature);
  },
  dismissalReviewed(state, body) {
    state.items[body.item]?.dismissalReviews.push({ run: body.run, agrees: body.agrees, reason: body.reason });
  },
  findingAnswered(state, body) {
    const item = state.items[body.answer.finding];
    if (item) seeFinding(state, item, body.answer.answer);
  },
  turnEnded(state, body) {
    const named = new Set(body.decisions.map((decision) => decision.cause));
    state.causes = state.causes.filter((cause) => !named.has(cause.id));
    if (!body.decisions.some(({ cause }) => cause.startsWith('partials:'))) return;
    for (const feature of Object.values(state.features))
      if (named.has(`partials:${feature.text.id}/${String(feature.attempts.at(-1)?.attempt)}`)) feature.partials = 0;
  },
};
