import type { PauseReason } from '../mission/events/life.ts';
import type { MissionState } from '../mission/state.ts';
import type { Halt, OpenProblem } from '../runner/missions.ts';

/** Exit codes of the command line; documented in README.md, where a test compares them. 0 only for proven work. */
export const exitCodes = {
  completed: 0,
  internalError: 1,
  usage: 2,
  cannotStart: 3,
  paused: 4,
  needsAnswer: 5,
  budget: 6,
  completedWithExceptions: 7,
  abandoned: 8,
  model: 9,
  journal: 10,
  owned: 11,
  interrupted: 12,
} as const;

export const exitMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  completed: 'the mission is completed: every assertion passed with evidence',
  internalError: 'a defect of Longhaul; the mission can be resumed',
  usage: 'the command line is wrong',
  cannotStart: 'repository, folder or browser are not fit to start',
  paused: 'the mission is paused and needs a person',
  needsAnswer: 'a question or the plan waits for an answer',
  budget: 'the budget is reached',
  completedWithExceptions: 'completed, with exceptions that the user granted',
  abandoned: 'the mission was cancelled',
  model: 'no model can be used: key, name, address or credit',
  journal: 'the journal is damaged, newer, or cannot be written',
  owned: 'another process carries the mission',
  interrupted: 'stopped from outside; resume goes on',
};

const pauseCodes: Partial<Record<PauseReason, number>> = {
  budget: exitCodes.budget,
  noMoney: exitCodes.model,
  modelSetup: exitCodes.model,
  disk: exitCodes.journal,
};

/** The exit code for where a mission stopped. */
export function exitCodeOf(halt: Halt, state: MissionState): number {
  if (halt.kind === 'disk') return exitCodes.journal;
  // A mission that is cancelled while it runs is stopped for that.
  if (state.phase === 'abandoned') return exitCodes.abandoned;
  if (halt.kind === 'stopped') return exitCodes.interrupted;
  if (halt.kind === 'done')
    return state.phase === 'completed' ? exitCodes.completed : exitCodes.completedWithExceptions;
  return halt.for === 'pause' ? (pauseCodes[state.pause?.reason ?? 'user'] ?? exitCodes.paused) : exitCodes.needsAnswer;
}

export function exitCodeOfProblem({ kind }: OpenProblem): number {
  if (kind === 'owned') return exitCodes.owned;
  return kind === 'damaged' || kind === 'newer' || kind === 'unwritable' ? exitCodes.journal : exitCodes.cannotStart;
}
