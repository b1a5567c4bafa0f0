import type { EventBody } from '../../../src/mission/events/event.ts';
import { nextStep } from '../../../src/mission/nextStep.ts';
import { anyFeature, anyMilestone, anyRound } from './bystanders.ts';
import { noBudget } from './texts.ts';
import { by, end, start } from './world.ts';
import type { Proposal, World } from './world.ts';

export function startAnyWorker(world: World): Proposal[] {
  const { state, chance } = world;
  const pending = Object.values(state.features).filter(({ status }) => status === 'pending');
  const feature = (chance.is(0.7) ? chance.pick(pending)?.text.id : undefined) ?? anyFeature(world);
  const attempt = (state.features[feature]?.attempts.length ?? 0) + 1;
  const base = chance.is(0.9) ? (state.head ?? 'base') : 'base';
  return start(world, { role: 'worker', subject: { kind: 'attempt', feature, attempt, base } });
}

/** Attempts at one feature, one after the other, that all fail. */
export function failAgainAndAgain(world: World): Proposal[] {
  const { state, limits } = world;
  const feature = anyFeature(world);
  const before = state.features[feature]?.attempts.length ?? 0;
  const base = state.head ?? 'base';
  return Array.from({ length: limits.maxAttemptsPerFeature + 1 }, (_, place) => {
    const attempt = before + 1 + place;
    const run = state.runCount + 1 + place;
    return [
      ...start(world, { role: 'worker', subject: { kind: 'attempt', feature, attempt, base }, place }),
      ...end({ run }, 'failed'),
      ...by('runner', { type: 'attemptUndone', run, feature, attempt, ref: null }),
    ];
  }).flat();
}

export function startAnyValidator(world: World): Proposal[] {
  const { state, chance } = world;
  const milestone = anyMilestone(world);
  const round = state.milestones[milestone]?.rounds.length ?? 1;
  return start(world, { role: chance.oneOf('scrutiny', 'userTester'), subject: { kind: 'round', milestone, round } });
}

export function startAnyTurn(world: World): Proposal[] {
  const { state, chance } = world;
  const causes = chance.is(0.8) ? state.causes.map((cause) => cause.id) : [];
  return start(world, {
    role: 'orchestrator',
    subject: chance.is(0.3) ? { kind: 'scoping' } : { kind: 'turn', causes },
  });
}

export function startAnySubRun(world: World): Proposal[] {
  const { state, chance } = world;
  const parent = chance.pick(state.openRuns) ?? 1;
  const round = anyRound(world);
  const { milestone = 'M1', round: number = 1 } = round ?? {};
  const item = chance.pick(Object.keys(state.items)) ?? 'I1';
  const assertions = Object.keys(state.assertions).slice(0, 2);
  return chance.oneOf(
    start(world, { role: 'researcher', subject: { kind: 'research', task: 'look' }, parent }),
    start(world, { role: 'reviewer', subject: { kind: 'dismissalReview', item }, parent }),
    start(world, {
      role: 'reviewer',
      subject: { kind: 'featureReview', milestone, round: number, feature: anyFeature(world) },
      parent,
    }),
    start(world, { role: 'flowTester', subject: { kind: 'flow', milestone, round: number, assertions }, parent }),
    start(world, { role: 'worker', subject: { kind: 'research', task: 'look' }, parent }),
    start(world, { role: 'reviewer', subject: { kind: 'scoping' }, parent }),
  );
}

/** What is due if nothing held it back: no pause, no cause, no item. */
export function startInSpite(world: World): Proposal[] {
  const { state, limits, chance } = world;
  const items = chance.is(0.5) ? {} : state.items;
  const step = nextStep({ ...state, pause: null, causes: [], items }, limits);
  if (step.kind === 'work') {
    const attempt = (state.features[step.feature]?.attempts.length ?? 0) + 1;
    return start(world, {
      role: 'worker',
      subject: { kind: 'attempt', feature: step.feature, attempt, base: state.head ?? '' },
    });
  }
  if (step.kind !== 'scrutinize' && step.kind !== 'testAsUser') return startAnyTurn(world);
  const role = step.kind === 'scrutinize' ? 'scrutiny' : 'userTester';
  return start(world, { role, subject: { kind: 'round', milestone: step.milestone, round: step.round } });
}

export function withoutSkill(world: World): Proposal[] {
  return startInSpite(world).map(({ author, body }) => ({
    author,
    body: body.type === 'runStarted' ? { ...body, skill: '' } : body,
  }));
}

export function endAnyRun(world: World): Proposal[] {
  const { state, chance } = world;
  const run = chance.pick(state.openRuns);
  if (run === undefined) return [];
  const ended = end({ run }, chance.oneOf('completed', 'completed', 'failed', 'killed', 'partial'));
  if (chance.is(0.7)) return ended;
  return ended.map(({ author, body }) => ({
    author,
    body: body.type === 'runEnded' ? { ...body, toolCalls: 0 } : body,
  }));
}

export function judgeAnyAttempt(world: World): Proposal[] {
  const { state, chance } = world;
  const busy = Object.values(state.features).filter((feature) => feature.attempts.length > 0);
  const attempt = chance.is(0.8) ? chance.pick(busy)?.attempts.at(-1) : chance.pick(chance.pick(busy)?.attempts ?? []);
  if (!attempt) return [];
  const { run, feature, attempt: number, base } = attempt;
  const changes = [{ path: 'a.js', status: 'changed' as const, addedLines: 1, removedLines: 0 }];
  const judged = { type: 'attemptJudged' as const, run, feature, attempt: number, reasons: [], commands: [], base };
  const accepted = { type: 'attemptAccepted' as const, run, feature, attempt: number, commit: `x${String(state.seq)}` };
  return chance.oneOf(
    by('code', { ...judged, accepted: true, changes: [] }),
    by('code', { ...judged, accepted: chance.is(0.8), changes }),
    by('runner', { ...accepted, base: state.head ?? base, partial: chance.is(0.3) }),
    by('runner', { ...accepted, base, partial: false }),
    by('runner', { type: 'attemptUndone', run, feature, attempt: number, ref: null }),
  );
}

export function reportWithoutBeingAsked(world: World): Proposal[] {
  const { state, chance } = world;
  const run = chance.pick(state.openRuns);
  const role = run === undefined ? undefined : state.runs[run]?.role;
  if (run === undefined || role === undefined) return [];
  const { milestone = 'M1', round = 1 } = anyRound(world) ?? {};
  const report = { summary: 'The gates and the reviews are in.', findings: [] };
  const feature = anyFeature(world);
  const review = { feature, summary: 'Read the whole diff.', findings: [], answers: [] };
  const item = chance.pick(Object.keys(state.items)) ?? 'I1';
  return chance.oneOf(
    by('scrutiny', { type: 'scrutinyReported', milestone, round, run, report }),
    by('reviewer', { type: 'featureReviewed', milestone, round, run, review }),
    by('reviewer', { type: 'dismissalReviewed', run, item, agrees: true, reason: 'It does not matter.' }),
    by('userTester', { type: 'testingReported', milestone, round, run, report: { summary: 'Everything was tried.' } }),
    by('reviewer', {
      type: 'contractReviewed',
      run,
      contractVersion: state.versions.contract,
      review: { summary: 'Looked at all of it.', points: [] },
    }),
  );
}

export function budgetsAndUsage({ state, chance }: World): Proposal[] {
  const run = chance.pick(state.openRuns);
  const tokens = { inputTokens: 400, cacheReadTokens: 200, cacheWriteTokens: 0, outputTokens: 100 };
  const used = { type: 'usageRecorded' as const, call: 1, ...tokens, microDollars: 500, known: true };
  const mission = chance.oneOf(
    { ...noBudget, tokens: 500 },
    { ...noBudget, microDollars: 400 },
    { ...noBudget, milliseconds: 20_000 },
  );
  const limited: EventBody = { type: 'budgetsChanged', budgets: { mission, milestone: noBudget, run: noBudget } };
  return [
    ...(run === undefined ? [] : by('runner', { ...used, run })),
    ...(chance.is(0.15) ? by('user', limited) : []),
  ];
}
