import type { EventBody } from '../../../src/mission/events/event.ts';
import type { Fate } from '../../../src/mission/events/items.ts';
import { liveFeatures } from '../../../src/mission/plan.ts';
import { featuresOf } from '../../../src/mission/scope.ts';
import type { FeatureState, ItemState, MissionState, RunState } from '../../../src/mission/state.ts';
import { featureText } from './texts.ts';
import { by, nextFeature, start } from './world.ts';
import type { Proposal, World } from './world.ts';

interface Case extends World {
  run: RunState;
  item: ItemState;
}

function isOpen(state: MissionState, milestone: string): boolean {
  return state.milestones[milestone]?.sealedAt === null;
}

function settled({ run, item }: Case, decision: Fate): EventBody {
  return { type: 'itemSettled', run: run.run, item: item.item, decision };
}

function written({ run, item }: Case, id: string, milestone: string): EventBody {
  const place = milestone.startsWith('misc-') ? 'back' : 'front';
  const features = [featureText(id, milestone, { repairs: [item.item] })];
  return { type: 'featuresWritten', run: run.run, features, place };
}

/** Whether a milestone can take one more feature. */
function takesMore({ state, limits }: World, milestone: string): boolean {
  const isCrowded = featuresOf(state, milestone).length >= limits.maxFeaturesPerMiscMilestone;
  return isOpen(state, milestone) && !(milestone.startsWith('misc-') && isCrowded);
}

function putOff(one: Case): Proposal[] {
  const { state, run, item } = one;
  // Nothing is put off twice; where its milestone is full, a feature that is there takes it.
  if (item.milestone.startsWith('misc-') && isOpen(state, item.milestone))
    return takesMore(one, item.milestone) ? fix(one) : toPresent(one);
  const feature = nextFeature(state);
  const misc = state.milestoneOrder.filter((id) => id.startsWith('misc-'));
  const present = misc.find((id) => takesMore(one, id));
  const milestone = present ?? `misc-${String(misc.length + 1)}`;
  const events = [written(one, feature, milestone), settled(one, { fate: 'putOff', feature })];
  if (present !== undefined) return by('orchestrator', ...events);
  const milestones = [{ id: milestone, title: 'What was put off', outcome: 'It is done later.' }];
  return by('orchestrator', { type: 'milestonesWritten', run: run.run, milestones }, ...events);
}

/** A new feature in the item's milestone; where that takes no more, in the first that does, if it stands before. */
function fix(one: Case): Proposal[] {
  const { state, item } = one;
  const isSealed = !isOpen(state, item.milestone);
  const earlier = state.milestoneOrder.slice(0, state.milestoneOrder.indexOf(item.milestone) + 1);
  const home = takesMore(one, item.milestone)
    ? item.milestone
    : (isSealed ? state.milestoneOrder : earlier).find((id) => takesMore(one, id));
  if (home === undefined) return putOff(one);
  const feature = nextFeature(state);
  return by('orchestrator', written(one, feature, home), settled(one, { fate: 'fix', feature }));
}

function dismiss(one: Case): Proposal[] {
  const { item, run } = one;
  const reason = 'It does not matter for the goal.';
  const agreed = item.dismissalReviews.find((review) => review.agrees);
  if (item.severity !== 'blocking' || agreed)
    return by('orchestrator', settled(one, { fate: 'dismiss', reason, agreedBy: agreed?.run ?? null }));
  if (item.dismissalReviews.length > 0) return fix(one);
  return start(one, { role: 'reviewer', subject: { kind: 'dismissalReview', item: item.item }, parent: run.run });
}

function toPresent(one: Case): Proposal[] {
  const pending = one.chance.pick(candidates(one, 'pending'))?.text.id;
  const done = one.chance.pick(candidates(one, 'done'))?.text.id;
  if (pending !== undefined) return by('orchestrator', settled(one, { fate: 'extend', feature: pending }));
  return done === undefined ? dismiss(one) : by('orchestrator', settled(one, { fate: 'reopen', feature: done }));
}

function candidates({ state, item }: Case, status: FeatureState['status']): FeatureState[] {
  return isOpen(state, item.milestone)
    ? featuresOf(state, item.milestone).filter((feature) => feature.status === status)
    : [];
}

function toFeature(one: Case, fate: 'reopen' | 'extend'): Proposal[] {
  const feature = one.chance.pick(candidates(one, fate === 'reopen' ? 'done' : 'pending'))?.text.id;
  return feature === undefined ? fix(one) : by('orchestrator', settled(one, { fate, feature }));
}

/** Gives an item some fate that the rules allow; a blocking dismissal asks a second reviewer first. */
export function settle(world: World, run: RunState, item: ItemState): Proposal[] {
  const one: Case = { ...world, run, item };
  const { chance, mood } = world;
  if (item.dismissalReviews.some((review) => review.agrees)) return dismiss(one);
  if (chance.is(mood.waitsForUser) && item.fate === null)
    return by('orchestrator', settled(one, { fate: 'waitsForUser', question: 'What do you want there?' }));
  if (chance.is(mood.dismiss)) return dismiss(one);
  if (chance.is(mood.putOff)) return putOff(one);
  if (chance.is(mood.reopen)) return toFeature(one, 'reopen');
  return chance.is(mood.extend) ? toFeature(one, 'extend') : fix(one);
}

/** Writes what makes the plan whole again: each assertion claimed once, no claim of what is gone, no broken order. */
export function repairPlan({ state, chance }: World, run: number): Proposal[] {
  const claimed = new Set<string>();
  const settledOnes = liveFeatures(state).filter((feature) => feature.status !== 'pending');
  for (const feature of settledOnes) for (const id of feature.text.claims) claimed.add(id);
  const features = liveFeatures(state)
    .filter((feature) => feature.status === 'pending')
    .map(({ text }) => {
      const claims = text.claims.filter((id) => state.assertions[id]?.removed === null && !claimed.has(id));
      for (const id of claims) claimed.add(id);
      const skill = state.skills[text.skill] === undefined ? (Object.keys(state.skills)[0] ?? text.skill) : text.skill;
      return { ...text, claims, skill, dependsOn: [] };
    });
  const missing = Object.values(state.assertions).filter(
    ({ text, removed }) => removed === null && !claimed.has(text.id),
  );
  const open = state.milestoneOrder.filter((id) => isOpen(state, id) && !id.startsWith('misc-'));
  const milestone = chance.pick(open) ?? `M${String(state.milestoneOrder.length + 1)}`;
  const added =
    missing.length === 0
      ? []
      : [featureText(nextFeature(state), milestone, { claims: missing.map(({ text }) => text.id) })];
  const events: EventBody[] = [];
  if (!state.milestones[milestone])
    events.push({
      type: 'milestonesWritten',
      run,
      milestones: [{ id: milestone, title: 'One more', outcome: 'It works.' }],
    });
  if (features.length + added.length > 0)
    events.push({ type: 'featuresWritten', run, features: [...features, ...added], place: 'back' });
  return by('orchestrator', ...events);
}
