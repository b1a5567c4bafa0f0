import type { MissionState, RoundState, RunState } from '../../../src/mission/state.ts';
import type { World } from './world.ts';

export function topRun(state: MissionState): RunState | undefined {
  return state.openRuns.flatMap((run) => state.runs[run] ?? []).find((run) => run.parent === null);
}

export function planner(state: MissionState): number {
  const top = topRun(state);
  return top?.role === 'orchestrator' ? top.run : state.runCount;
}

export function anyRound({ state, chance }: World): RoundState | undefined {
  const rounds = Object.values(state.milestones).flatMap((milestone) => milestone.rounds);
  return chance.is(0.7) ? rounds.find((round) => round.closed === null) : chance.pick(rounds);
}

export function anyMilestone({ state, chance }: World): string {
  return chance.pick(state.milestoneOrder) ?? 'M1';
}

export function anyFeature({ state, chance }: World): string {
  return chance.pick(Object.keys(state.features)) ?? 'F1';
}
