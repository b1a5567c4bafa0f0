import type { EventBody } from '../../../src/mission/events/event.ts';
import type { Fate } from '../../../src/mission/events/items.ts';
import { roundScope } from '../../../src/mission/scope.ts';
import { anyFeature, anyMilestone, anyRound, planner } from './bystanders.ts';
import {
  writeFeatures,
  openMisc,
  writeAssertions,
  cancelFeature,
  workOnAPlanInPieces,
  endTheTurn,
  proposeThePlan,
  approve,
  beginAnywhere,
  checkBaseAtAnyTime,
  oddWords,
} from './planIntrusions.ts';
import {
  startAnyWorker,
  failAgainAndAgain,
  startAnyValidator,
  startAnyTurn,
  startAnySubRun,
  startInSpite,
  withoutSkill,
  endAnyRun,
  judgeAnyAttempt,
  reportWithoutBeingAsked,
  budgetsAndUsage,
} from './runIntrusions.ts';
import { noBudget, roleModels } from './texts.ts';
import { by } from './world.ts';
import type { Proposal, World } from './world.ts';

/** Things that somebody might try out of turn. Most are refused; what is accepted must be right. */
type Intrusion = (world: World) => Proposal[];

function settleAnything(world: World): Proposal[] {
  const { state, chance } = world;
  const item = chance.pick(Object.keys(state.items));
  if (item === undefined) return [];
  const feature = anyFeature(world);
  const agreedBy = chance.oneOf<'user' | number | null>(null, 'user', state.runCount);
  const decision = chance.oneOf<Fate>(
    { fate: 'fix', feature },
    { fate: 'reopen', feature },
    { fate: 'extend', feature },
    { fate: 'putOff', feature },
    { fate: 'dismiss', reason: 'It does not matter for the goal.', agreedBy },
    { fate: 'dismiss', reason: 'It does not matter for the goal.', agreedBy },
  );
  return by(chance.is(0.9) ? 'orchestrator' : 'user', { type: 'itemSettled', run: planner(state), item, decision });
}

function answerAnything({ state, chance }: World): Proposal[] {
  const finding = chance.pick(Object.keys(state.items));
  if (finding === undefined) return [];
  const answer = { finding, answer: chance.oneOf<'gone' | 'stillThere'>('gone', 'gone', 'stillThere'), where: 'seen' };
  return by('code', { type: 'findingAnswered', run: chance.between(1, state.runCount + 1), answer });
}

function openAnyItem(world: World): Proposal[] {
  const { state, chance } = world;
  const known = chance.pick(Object.values(state.items));
  const run = chance.between(1, state.runCount + 1);
  const item = chance.is(0.9) ? `I${String(state.itemCount + 1)}` : (known?.item ?? 'I1');
  const origin = known && chance.is(0.5) ? known.origin : { kind: 'scrutiny' as const, run };
  const milestone = anyMilestone(world);
  const text = { summary: 'Something is wrong', detail: '', file: null, line: null, feature: null };
  const severity = chance.oneOf<'blocking' | 'nonBlocking'>('blocking', 'nonBlocking');
  return by('code', { type: 'itemOpened', item, kind: 'finding', severity, ...text, milestone, origin });
}

function openAnyRound(world: World): Proposal[] {
  const { state, chance } = world;
  const milestone = anyMilestone(world);
  const round = (state.milestones[milestone]?.rounds.length ?? 0) + 1;
  const scope = roundScope(state, milestone);
  if (chance.is(0.3)) scope.assertions.pop();
  return by('code', { type: 'roundOpened', milestone, round, commit: state.head ?? 'base', scope });
}

function judgeAnyRound(world: World): Proposal[] {
  const { state, chance } = world;
  const present = anyRound(world);
  if (!present) return [];
  const { milestone, round, commit } = present;
  const assertion =
    chance.pick(chance.is(0.8) ? present.scope.assertions : Object.keys(state.assertions)) ?? 'VAL-PAGE-001';
  const flow = present.flows[assertion];
  const verdict = chance.oneOf<'passed' | 'failed'>('passed', 'passed', 'failed');
  const judged = { type: 'assertionJudged' as const, milestone, round, assertion, verdict, reasons: [], commit };
  return chance.oneOf(
    by('code', { type: 'scrutinyJudged', milestone, round, passed: chance.is(0.8), reasons: [] }),
    by('code', { type: 'testingJudged', milestone, round, passed: chance.is(0.8), reasons: [] }),
    by('code', { ...judged, run: flow?.run ?? null, result: flow?.result ?? null }),
    by('code', { type: 'roundClosed', milestone, round, result: chance.oneOf('passed', 'failed', 'superseded') }),
  );
}

function sealOrComplete(world: World): Proposal[] {
  const { state, chance } = world;
  const milestone = anyMilestone(world);
  const round = state.milestones[milestone]?.rounds.length ?? 1;
  return chance.oneOf(
    by('code', { type: 'milestoneSealed', milestone, round, commit: state.head ?? 'base' }),
    by('code', { type: 'missionCompleted', commit: state.head ?? 'base' }),
  );
}

function pauseOrResume({ state, chance }: World): Proposal[] {
  const until = chance.is(0.5) ? state.at + 500_000 : null;
  return chance.oneOf(
    by('user', { type: 'missionPaused', reason: 'user', detail: 'a break', goesOn: 'Resume.', until }),
    by('runner', { type: 'missionResumed', by: 'deadline' }),
    by('runner', { type: 'missionResumed', by: 'user' }),
    by('user', { type: 'missionResumed', by: 'user' }),
  );
}

/** A run that was about to start when the pause came. */
function pauseThenStart(world: World): Proposal[] {
  return [...pauseOrResume(world), ...startInSpite(world)];
}

function beginningOrEnd({ state, chance }: World): Proposal[] {
  const isOver = !['none', 'scoping', 'awaitingApproval', 'running'].includes(state.phase);
  const words = { type: 'userSaid' as const, message: `w${String(state.seq)}`, text: 'Hello?' };
  const budgets = { mission: noBudget, milestone: noBudget, run: noBudget };
  const text = { missionId: 'again', goal: 'Another one', folder: '/', baseBranch: 'main', baseCommit: 'base' };
  const created: EventBody = {
    type: 'missionCreated',
    ...text,
    models: roleModels,
    budgets,
    sandbox: 'off',
    scripted: true,
  };
  if (chance.is(0.4)) return by('user', created);
  if (isOver || state.phase === 'none') return by('user', words);
  return chance.is(0.03) ? by('user', { type: 'missionAbandoned', reason: 'enough' }) : [];
}

export const intrusions: readonly Intrusion[] = [
  startAnyWorker,
  startAnyWorker,
  failAgainAndAgain,
  startAnyValidator,
  startAnyTurn,
  startAnySubRun,
  startInSpite,
  startInSpite,
  withoutSkill,
  endAnyRun,
  writeFeatures,
  writeFeatures,
  openMisc,
  writeAssertions,
  cancelFeature,
  workOnAPlanInPieces,
  workOnAPlanInPieces,
  settleAnything,
  settleAnything,
  answerAnything,
  openAnyItem,
  endTheTurn,
  proposeThePlan,
  approve,
  approve,
  beginAnywhere,
  checkBaseAtAnyTime,
  judgeAnyAttempt,
  judgeAnyAttempt,
  openAnyRound,
  judgeAnyRound,
  judgeAnyRound,
  sealOrComplete,
  reportWithoutBeingAsked,
  budgetsAndUsage,
  pauseOrResume,
  pauseThenStart,
  oddWords,
  beginningOrEnd,
];
