import type { Author } from '../../../src/mission/events/author.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import type { RunSubject } from '../../../src/mission/events/runs.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import type { Limits } from '../../../src/mission/limits.ts';
import type { Role } from '../../../src/mission/role.ts';
import type { MissionState, RoundState, RunState } from '../../../src/mission/state.ts';
import type { Chance } from './chance.ts';
import type { Mood } from './mood.ts';
import { choice } from './texts.ts';

/** An event that somebody wants to append; null leaves its time to the simulation. */
export interface Proposal {
  author: Author;
  body: EventBody;
  at?: number;
}

/** What a player of the simulation sees. */
export interface World {
  state: MissionState;
  limits: Limits;
  chance: Chance;
  mood: Mood;
}

/** Small limits, so that they are met. */
export const modelLimits: Limits = { ...defaultLimits, maxRoundsPerMilestone: 4, maxAttemptsPerMission: 60 };

export function by(author: Author, ...bodies: EventBody[]): Proposal[] {
  return bodies.map((body) => ({ author, body }));
}

interface Start {
  role: Role;
  subject: RunSubject;
  /** The run that delegates. */
  parent?: number;
  /** How many runs of the same batch start before. */
  place?: number;
}

export function start({ state }: World, { role, subject, parent, place = 0 }: Start): Proposal[] {
  const run = state.runCount + 1 + place;
  const skill = subject.kind === 'attempt' ? (state.features[subject.feature]?.text.skill ?? '') : role;
  const from = parent === undefined ? null : { run: parent, call: `call-${String(run)}`, place };
  return by('runner', {
    type: 'runStarted',
    run,
    role,
    subject,
    parent: from,
    choice,
    skill,
    versions: { ...state.versions },
    epoch: 1,
  });
}

export type Outcome = EventBody<'runEnded'>['outcome'];

export function end({ run }: Pick<RunState, 'run'>, outcome: Outcome): Proposal[] {
  const reason = outcome === 'completed' ? '' : `it ended ${outcome}`;
  return by('runner', {
    type: 'runEnded',
    run,
    outcome,
    reason,
    turns: 3,
    toolCalls: 5,
    milliseconds: 60_000,
    log: null,
  });
}

/** A run dies now and then, of any cause. */
export function maybeDies(world: World, run: RunState): Proposal[] | null {
  if (!world.chance.is(world.mood.runDies)) return null;
  return end(run, world.chance.oneOf<Outcome>('failed', 'failed', 'killed', 'unreadable'));
}

export function roundAt(state: MissionState, key: { milestone: string; round: number }): RoundState | undefined {
  return state.milestones[key.milestone]?.rounds.find((round) => round.round === key.round);
}

export function nextFeature(state: MissionState, ahead = 0): string {
  return `F${String(Object.keys(state.features).length + 1 + ahead)}`;
}

/** Runs that wait for nobody: those without an open sub-run. */
export function actors(state: MissionState): RunState[] {
  const open = state.openRuns.flatMap((run) => state.runs[run] ?? []);
  return open.filter((run) => !open.some((other) => other.parent?.run === run.run));
}
