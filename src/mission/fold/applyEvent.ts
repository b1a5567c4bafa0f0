import type { EventBody, EventStamp, EventType, MissionEvent } from '../events/event.ts';
import type { MissionState } from '../state.ts';
import { itemReducers } from './items.ts';
import { lifeReducers } from './life.ts';
import { planningReducers } from './planning.ts';
import type { Reducers } from './reducers.ts';
import { roundReducers } from './rounds.ts';
import { runReducers } from './runs.ts';
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

/**
 * Applies one event in place. Time counts as active from one event to the next while the mission runs, is not paused and
 * waits for nobody.
 */
export function applyEvent(state: MissionState, event: MissionEvent): void {
  const isActive = state.pause === null && state.openRuns.length > 0;
  if (isActive) state.activeMs += Math.max(0, event.at - state.at);
  state.seq = event.seq;
  state.at = event.at;
  if (event.call !== undefined) state.doneCalls.push(event.call);
  reduce(state, event.body, event);
}
