import { nextStep } from '../../../src/mission/nextStep.ts';
import type { Step } from '../../../src/mission/nextStep.ts';
import type { MissionState, RunState } from '../../../src/mission/state.ts';
import { baseCheck, judgeScrutiny, judgeTesting, openRound, settleAttempt } from './codePlay.ts';
import { scopingPlay, turnPlay } from './orchestratorPlay.ts';
import { subRunPlay } from './subRunPlay.ts';
import { noBudget, roleModels } from './texts.ts';
import { answer, decideOnPlan, resume } from './userPlay.ts';
import { gatesRun, scrutinyPlay, testingPlay } from './validatorPlay.ts';
import { workerPlay } from './workerPlay.ts';
import { actors, by, roundAt, start } from './world.ts';
import type { Proposal, World } from './world.ts';

function created(): Proposal[] {
  return by('user', {
    type: 'missionCreated',
    missionId: 'model',
    goal: 'Things are saved.',
    folder: '/project',
    baseBranch: 'main',
    baseCommit: 'base',
    models: roleModels,
    budgets: { mission: noBudget, milestone: noBudget, run: noBudget },
    sandbox: 'off',
    scripted: true,
  });
}

function play(world: World, run: RunState): Proposal[] {
  if (run.parent !== null) return subRunPlay(world, run);
  if (run.role === 'worker') return workerPlay(world, run);
  if (run.role === 'scrutiny') return scrutinyPlay(world, run);
  if (run.role === 'userTester') return testingPlay(world, run);
  return run.subject.kind === 'turn' ? turnPlay(world, run) : scopingPlay(world, run);
}

function waitsForAnswer(state: MissionState, run: RunState): boolean {
  return (
    run.subject.kind === 'scoping' &&
    Object.values(state.asks).some((ask) => ask.run === run.run && ask.answers === null)
  );
}

type Fresh = Extract<Step, { run: number | null }>;

function startOf(world: World, step: Fresh): Proposal[] {
  const { state } = world;
  switch (step.kind) {
    case 'orchestratorTurn': {
      const causes = step.causes.map((cause) => cause.id);
      return start(world, {
        role: 'orchestrator',
        subject: step.scoping ? { kind: 'scoping' } : { kind: 'turn', causes },
      });
    }
    case 'work': {
      const attempt = (state.features[step.feature]?.attempts.length ?? 0) + 1;
      return start(world, {
        role: 'worker',
        subject: { kind: 'attempt', feature: step.feature, attempt, base: state.head ?? '' },
      });
    }
    case 'scrutinize': {
      const { milestone, round } = step;
      if (roundAt(state, step)?.gates === null) return by('code', gatesRun(world, milestone, round));
      return start(world, { role: 'scrutiny', subject: { kind: 'round', milestone, round } });
    }
    case 'testAsUser':
      return start(world, {
        role: 'userTester',
        subject: { kind: 'round', milestone: step.milestone, round: step.round },
      });
  }
}

function carryOut(world: World, step: Step): Proposal[] {
  const { state } = world;
  switch (step.kind) {
    case 'checkBase':
      return baseCheck(world);
    case 'begin':
      return by('runner', { type: 'missionBegun', branch: 'mission/things', base: state.baseCheck?.commit ?? '' });
    case 'settleAttempt':
      return settleAttempt(world, step.feature);
    case 'openRound':
      return openRound(world, step);
    case 'judgeScrutiny':
      return judgeScrutiny(world, step);
    case 'judgeTesting':
      return judgeTesting(world, step);
    case 'closeRound':
      return by('code', { type: 'roundClosed', milestone: step.milestone, round: step.round, result: step.result });
    case 'seal':
      return by('code', {
        type: 'milestoneSealed',
        milestone: step.milestone,
        round: step.round,
        commit: state.head ?? '',
      });
    case 'complete':
      return by('code', { type: 'missionCompleted', commit: state.head ?? '' });
    case 'pause':
      return by('code', {
        type: 'missionPaused',
        reason: step.reason,
        detail: step.detail,
        goesOn: step.goesOn,
        until: null,
      });
    case 'awaitUser':
      return step.for === 'approval' ? decideOnPlan(world) : step.for === 'answer' ? answer(world) : resume(world);
    case 'wait':
      return resume(world);
    case 'done':
      return [];
    default:
      return startOf(world, step);
  }
}

/** What the next actor of a mission appends, as one batch: whoever `nextStep` gives the turn, played by chance. */
export function progress(world: World): Proposal[] {
  const { state, limits, chance } = world;
  if (state.phase === 'none') return created();
  const step = nextStep(state, limits);
  const isWaiting = step.kind === 'awaitUser' || step.kind === 'wait' || step.kind === 'done';
  const ready = actors(state).filter((run) => !waitsForAnswer(state, run));
  const run = isWaiting ? undefined : chance.pick(ready);
  return run ? play(world, run) : carryOut(world, step);
}
