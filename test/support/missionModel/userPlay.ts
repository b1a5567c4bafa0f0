import type { EventBody } from '../../../src/mission/events/event.ts';
import { by } from './world.ts';
import type { Proposal, World } from './world.ts';
import { noBudget } from './texts.ts';

function said({ state }: World): EventBody {
  return { type: 'userSaid', message: `m${String(state.seq)}`, text: 'Please look at this again.' };
}

function overridden({ state, chance }: World): Proposal[] | null {
  const kind = chance.oneOf<'item' | 'assertion'>('item', 'assertion');
  const id = chance.pick(Object.keys(kind === 'item' ? state.items : state.assertions));
  return id === undefined ? null : by('user', { type: 'overrideGiven', kind, id, reason: 'good enough' });
}

function paused({ state, chance, mood }: World): Proposal[] | null {
  if (state.pause !== null) return null;
  if (chance.is(mood.userPauses))
    return by('user', { type: 'missionPaused', reason: 'user', detail: 'a break', goesOn: 'Resume.', until: null });
  if (!chance.is(mood.outage)) return null;
  const until = state.at + 60_000;
  return by('runner', { type: 'missionPaused', reason: 'outage', detail: 'no answer', goesOn: 'By itself.', until });
}

/** What the user does by the way, at any time. */
export function userWhim(world: World): Proposal[] | null {
  const { state, chance, mood } = world;
  if (state.phase === 'none') return null;
  if (chance.is(mood.userSays) && state.chat.length < 12) return by('user', said(world));
  const ask = chance.is(0.05) ? Object.values(state.asks).find((candidate) => candidate.answers === null) : undefined;
  if (ask) return by('user', { type: 'userAnswered', ask: ask.ask, answers: ['this'] });
  return chance.is(mood.userOverrides) ? overridden(world) : paused(world);
}

export function decideOnPlan(world: World): Proposal[] {
  const { state, chance, mood } = world;
  const planVersion = state.versions.plan;
  if (!chance.is(mood.rejects)) return by('user', { type: 'planApproved', planVersion });
  return chance.is(0.5)
    ? by('user', { type: 'planRejected', planVersion, comment: 'Not like that.' })
    : by('user', said(world));
}

export function answer({ state }: World): Proposal[] {
  const ask = Object.values(state.asks).findLast((candidate) => candidate.answers === null);
  return ask ? by('user', { type: 'userAnswered', ask: ask.ask, answers: ['that'] }) : [];
}

/** The user does what the pause asks for, then lets the mission go on. */
export function resume(world: World): Proposal[] {
  const { pause } = world.state;
  if (!pause) return [];
  if (pause.until !== null)
    return [{ author: 'runner', body: { type: 'missionResumed', by: 'deadline' }, at: pause.until }];
  const before: EventBody[] = [];
  if (pause.reason === 'budget')
    before.push({ type: 'budgetsChanged', budgets: { mission: noBudget, milestone: noBudget, run: noBudget } });
  if (pause.reason === 'decisionNeeded' || pause.reason === 'stalled') before.push(said(world));
  return by('user', ...before, { type: 'missionResumed', by: 'user' });
}
