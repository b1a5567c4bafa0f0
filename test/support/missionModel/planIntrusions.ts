import type { EventBody } from '../../../src/mission/events/event.ts';
import { anyFeature, anyMilestone, planner, topRun } from './bystanders.ts';
import { startAnyWorker } from './runIntrusions.ts';
import { assertionText, featureText, manifest } from './texts.ts';
import { by, end, nextFeature } from './world.ts';
import type { Proposal, World } from './world.ts';

export function writeFeatures(world: World): Proposal[] {
  const { state, chance } = world;
  const run = planner(state);
  const milestone = anyMilestone(world);
  const present = state.features[anyFeature(world)]?.text;
  const misc = chance.pick(state.milestoneOrder.filter((id) => id.startsWith('misc-'))) ?? milestone;
  const many = Array.from({ length: chance.between(4, 6) }, (_, place) => featureText(nextFeature(state, place), misc));
  const features = chance.oneOf(
    [featureText(nextFeature(state), milestone)],
    [{ ...(present ?? featureText('F1', milestone)), claims: [] }],
    [{ ...(present ?? featureText('F1', milestone)), milestone }],
    [featureText(nextFeature(state), 'M9')],
    [featureText(nextFeature(state), milestone, { skill: 'none', dependsOn: ['F99'] })],
    many,
  );
  return by('orchestrator', { type: 'featuresWritten', run, features, place: 'back' });
}

export function openMisc({ state }: World): Proposal[] {
  const milestones = [{ id: 'misc-1', title: 'What was put off', outcome: 'It is done later.' }];
  return by('orchestrator', { type: 'milestonesWritten', run: planner(state), milestones });
}

export function writeAssertions({ state, chance }: World): Proposal[] {
  const run = planner(state);
  const number = Object.keys(state.assertions).length + 1;
  const text = chance.oneOf(
    assertionText(Math.max(1, number - 1), 7),
    { ...assertionText(number), expectations: [{ kind: 'text' as const, value: 'never named' }] },
    { ...assertionText(number), expectations: [{ kind: 'absent' as const, value: 'Sorry' }] },
    { ...assertionText(number), service: null, command: 'save' },
    assertionText(number),
  );
  const id = chance.pick(Object.keys(state.assertions));
  if (id !== undefined && chance.is(0.2))
    return by('orchestrator', { type: 'assertionRemoved', run, id, reason: 'not wanted', answers: [] });
  return by('orchestrator', { type: 'assertionsWritten', run, assertions: [text], answers: [] });
}

export function cancelFeature(world: World): Proposal[] {
  const { state } = world;
  return by('orchestrator', {
    type: 'featureCancelled',
    run: planner(state),
    feature: anyFeature(world),
    reason: 'no more',
  });
}

/** A turn grows the contract and leaves it so; then somebody starts work on the plan as it lies there. */
export function workOnAPlanInPieces(world: World): Proposal[] {
  const { state, chance } = world;
  const top = topRun(state);
  if (top?.subject.kind !== 'turn') return [];
  const assertions = [assertionText(Object.keys(state.assertions).length + 1)];
  const written: EventBody = { type: 'assertionsWritten', run: top.run, assertions, answers: [] };
  const ending = chance.is(0.5) ? endTheTurn(world) : end(top, 'failed');
  return [...by('orchestrator', written), ...ending, ...startAnyWorker(world)];
}

export function endTheTurn({ state, chance }: World): Proposal[] {
  const run = chance.is(0.9) ? planner(state) : 1;
  const causes = state.causes.map((cause) => cause.id);
  const named = chance.is(0.4) ? causes.slice(1) : causes;
  const decisions = named.map((cause) => ({ cause, decision: 'dealt with' }));
  return by('orchestrator', { type: 'turnEnded', run, decisions });
}

export function proposeThePlan({ state, chance }: World): Proposal[] {
  const estimate = {
    runs: [1, 2],
    minutes: [1, 2],
    tokens: [1, 2],
    cost: null,
  } satisfies EventBody<'planProposed'>['estimate'];
  const causes = chance.is(0.8) ? state.causes.map((cause) => cause.id) : [];
  return by('orchestrator', { type: 'planProposed', run: planner(state), summary: 'The plan.', estimate, causes });
}

export function approve(world: World): Proposal[] {
  const { state, chance } = world;
  const planVersion = state.versions.plan - (chance.is(0.2) ? 1 : 0);
  const approved = by('user', { type: 'planApproved', planVersion });
  return chance.is(0.5) ? [...proposeThePlan(world), ...approved] : approved;
}

export function beginAnywhere({ state, chance }: World): Proposal[] {
  const base = chance.is(0.6) ? (state.baseCheck?.commit ?? 'base') : 'elsewhere';
  return by('runner', { type: 'missionBegun', branch: 'mission/things', base });
}

export function checkBaseAtAnyTime({ state, chance }: World): Proposal[] {
  const old = chance.is(0.3) ? 1 : 0;
  return by('code', {
    type: 'baseChecked',
    commit: 'base',
    contractVersion: state.versions.contract - old,
    servicesVersion: state.versions.services,
    setup: { ok: true, output: null },
    gates: [],
    assertions: [],
  });
}

export function oddWords({ state, chance }: World): Proposal[] {
  const kind = chance.oneOf<'item' | 'assertion'>('item', 'assertion');
  const ask = chance.pick(Object.keys(state.asks)) ?? 'A1';
  const run = planner(state);
  return chance.oneOf(
    by('user', { type: 'userAnswered', ask, answers: ['this'] }),
    by('user', { type: 'overrideGiven', kind, id: 'VAL-NONE-001', reason: 'good enough' }),
    by('orchestrator', { type: 'servicesWritten', run, manifest: { ...manifest, services: [] } }),
    by('orchestrator', { type: 'servicesWritten', run, manifest }),
    by('orchestrator', {
      type: 'skillWritten',
      run,
      skill: { name: 'frontend', text: 'Write the test first. '.repeat(12) },
    }),
  );
}
