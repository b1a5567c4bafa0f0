import type { EventBody, EventStamp, EventType, MissionEvent } from '../events/event.ts';
import { isRunning } from '../scope.ts';
import type { MissionState } from '../state.ts';
import { itemReducers } from './items.ts';
import { lifeReducers } from './life.ts';
import { planningReducers } from './planning.ts';
import type { Reducers } from './reducers.ts';
import { roundReducers } from './rounds.ts';
import { milestoneOf, runReducers } from './runs.ts';
import { workReducers } from './work.ts';

const reducers: Reducers<EventType> = {
  ...lifeReducers,
  ...planningReducers,
  ...runReducers,
  ...workReducers,
  ...itemReducers,
  ...roundReducers,
};

function reduce<Type extends EventType>(
  state: MissionState,
  body: EventBody<Type> & { type: Type },
  stamp: EventStamp,
): void {
  reducers[body.type](state, body, stamp);
}

/** Events that are what their role is there for. */
const deliveries: ReadonlySet<EventType> = new Set<EventType>([
  'planProposed',
  'turnEnded',
  'handoffReceived',
  'contractReviewed',
  'dismissalReviewed',
  'featureReviewed',
  'readinessReported',
  'scrutinyReported',
  'flowReported',
  'testingReported',
]);

function countTime(state: MissionState, milliseconds: number): void {
  state.activeMs += milliseconds;
  for (const number of state.openRuns) {
    const run = state.runs[number];
    if (!run) continue;
    run.activeMs += milliseconds;
    const milestone = run.parent === null ? milestoneOf(state, run) : null;
    if (milestone !== null) state.milestoneMs[milestone] = (state.milestoneMs[milestone] ?? 0) + milliseconds;
  }
}

/** Applies one event in place. */
export function applyEvent(state: MissionState, event: MissionEvent): void {
  if (isRunning(state)) countTime(state, Math.max(0, event.at - state.at));
  state.seq = event.seq;
  state.at = event.at;
  if (event.call !== undefined) state.doneCalls.push(event.call);
  reduce(state, event.body, event);
  if (deliveries.has(event.body.type) && 'run' in event.body && event.body.run !== null) {
    const run = state.runs[event.body.run];
    if (run) run.delivered = true;
  }
}
