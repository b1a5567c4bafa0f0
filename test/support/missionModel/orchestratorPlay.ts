import type { EventBody } from '../../../src/mission/events/event.ts';
import { liveAssertions, liveFeatures, planGaps, planProblems } from '../../../src/mission/plan.ts';
import { heldItems, openItems } from '../../../src/mission/scope.ts';
import type { RunState } from '../../../src/mission/state.ts';
import { repairPlan, settle } from './settlePlay.ts';
import { assertionText, featureText, manifest } from './texts.ts';
import { by, end, maybeDies, nextFeature, start } from './world.ts';
import type { Proposal, World } from './world.ts';

function asked({ state }: World, run: number): EventBody {
  const ask = `A${String(run)}-${String(state.seq)}`;
  return { type: 'orchestratorAsked', ask, run, questions: [{ question: 'Which one?', options: ['this', 'that'] }] };
}

function firstDraft({ state, chance }: World, run: number): EventBody | null {
  if (Object.keys(state.requirements).length === 0)
    return { type: 'requirementRecorded', run, requirement: { id: 'R1', text: 'It saves things.', binding: true } };
  if (Object.keys(state.skills).length === 0)
    return { type: 'skillWritten', run, skill: { name: 'backend', text: 'Write the test first. '.repeat(12) } };
  if (!state.services) return { type: 'servicesWritten', run, manifest };
  if (state.milestoneOrder.length === 0) {
    const ids = ['M1', 'M2', 'M3'].slice(0, chance.between(1, 3));
    const milestones = ids.map((id) => ({ id, title: `Milestone ${id}`, outcome: 'Things are saved.' }));
    return { type: 'milestonesWritten', run, milestones };
  }
  if (liveAssertions(state).length > 0) return null;
  const assertions = Array.from({ length: chance.between(1, 6) }, (_, place) => assertionText(place + 1));
  return { type: 'assertionsWritten', run, assertions, answers: [] };
}

/** Every milestone gets features; the assertions are dealt out among them. */
function featureDraft({ state, chance }: World, run: number): EventBody | null {
  if (liveFeatures(state).length > 0) return null;
  let ahead = 0;
  const features = state.milestoneOrder.flatMap((milestone) =>
    Array.from({ length: chance.between(1, 2) }, () => featureText(nextFeature(state, ahead++), milestone)),
  );
  for (const { text } of liveAssertions(state)) chance.pick(features)?.claims.push(text.id);
  for (const [place, feature] of features.entries()) {
    const earlier = chance.is(0.4) ? chance.pick(features.slice(0, place)) : undefined;
    if (earlier) feature.dependsOn.push(earlier.id);
  }
  return { type: 'featuresWritten', run, features, place: 'back' };
}

function changedAssertion({ state, chance }: World, run: number, answers: string[]): EventBody | null {
  const present = chance.pick(liveAssertions(state));
  if (!present) return null;
  const text = assertionText(Number(present.text.id.slice(-3)), state.versions.contract + 1);
  return { type: 'assertionsWritten', run, assertions: [text], answers };
}

function reviewsAndScouts(world: World, run: RunState): Proposal[] | null {
  const { state, limits } = world;
  const parent = run.run;
  if (state.readiness.length < limits.minReadinessReports)
    return [0, 1].flatMap((place) =>
      start(world, { role: 'scout', subject: { kind: 'readiness', task: `try ${String(place)}` }, parent, place }),
    );
  const isReviewed = state.reviewedContractVersion === state.versions.contract;
  if (state.contractReviews.length >= limits.minContractReviews && isReviewed) return null;
  const subject = {
    kind: 'contractReview' as const,
    contractVersion: state.versions.contract,
    focus: 'what is missing',
  };
  return start(world, { role: 'reviewer', subject, parent });
}

function proposal({ state }: World, run: number): EventBody {
  const summary = 'Things are saved, milestone by milestone.';
  const estimate: EventBody<'planProposed'>['estimate'] = {
    runs: [5, 20],
    minutes: [10, 60],
    tokens: [1, 9],
    cost: null,
  };
  const causes = state.causes.map((cause) => cause.id);
  return { type: 'planProposed', run, summary, estimate, causes };
}

function draft(world: World, run: number): EventBody | null {
  const { state, chance } = world;
  const isOwed = state.causes.some(({ kind }) => kind === 'baseProblem' || kind === 'planRejected');
  const first = firstDraft(world, run) ?? featureDraft(world, run);
  return first ?? (isOwed && chance.is(0.5) ? changedAssertion(world, run, ['P1-1']) : null);
}

export function scopingPlay(world: World, run: RunState): Proposal[] {
  const { state, limits, chance, mood } = world;
  if (run.delivered || state.phase !== 'scoping') return end(run, run.delivered ? 'completed' : 'failed');
  const dead = maybeDies(world, run);
  if (dead) return dead;
  if (chance.is(mood.asks)) return by('orchestrator', asked(world, run.run));
  if (chance.is(0.05))
    return start(world, { role: 'researcher', subject: { kind: 'research', task: 'look' }, parent: run.run });
  const body = draft(world, run.run);
  if (body) return by('orchestrator', body);
  const sub = reviewsAndScouts(world, run);
  if (sub) return sub;
  if (planProblems(state, limits).length > 0) return repairPlan(world, run.run);
  return by('orchestrator', proposal(world, run.run));
}

function whim(world: World, run: RunState): Proposal[] | null {
  const { state, chance, mood } = world;
  // Scope that grew for ever would be no loop of the mission's.
  const mayGrow = Object.keys(state.assertions).length < 12 && Object.keys(state.asks).length < 8;
  if (mayGrow && chance.is(mood.addsAssertion)) {
    const number = Object.keys(state.assertions).length + 1;
    return by('orchestrator', {
      type: 'assertionsWritten',
      run: run.run,
      assertions: [assertionText(number)],
      answers: [],
    });
  }
  if (mayGrow && chance.is(mood.asks)) return by('orchestrator', asked(world, run.run));
  const spare = liveFeatures(state).filter(({ status, text }) => status === 'pending' && text.claims.length === 0);
  const feature = chance.is(mood.cancels) ? chance.pick(spare)?.text.id : undefined;
  if (feature !== undefined)
    return by('orchestrator', { type: 'featureCancelled', run: run.run, feature, reason: 'not needed any more' });
  if (!chance.is(0.02)) return null;
  const note = { topic: 'conventions' as const, text: 'Names are short.' };
  return by('orchestrator', { type: 'knowledgeWritten', run: run.run, note });
}

export function turnPlay(world: World, run: RunState): Proposal[] {
  const { state, chance } = world;
  if (run.delivered) return end(run, 'completed');
  const dead = maybeDies(world, run) ?? (chance.is(world.mood.runIsPartial / 20) ? end(run, 'partial') : null);
  if (dead) return dead;
  const some = whim(world, run);
  if (some) return some;
  const item = chance.pick(openItems(state));
  if (item) return settle(world, run, item);
  const causes = run.subject.kind === 'turn' ? run.subject.causes : [];
  const isAnswered = causes.some((cause) => cause.startsWith('message:') || cause.startsWith('answer:'));
  const held = isAnswered ? chance.pick(heldItems(state)) : undefined;
  if (held) return settle(world, run, held);
  if (planGaps(state).length > 0) return repairPlan(world, run.run);
  const decisions = causes.map((cause) => ({ cause, decision: 'dealt with' }));
  return by('orchestrator', { type: 'turnEnded', run: run.run, decisions });
}
