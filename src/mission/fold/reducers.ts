import type { EventBody, EventStamp, EventType } from '../events/event.ts';
import type { MissionState } from '../state.ts';

/** Applies one event to the state, in place. Reducers trust the event: gates have checked it before it was written. */
export type Reducer<Type extends EventType> = (state: MissionState, body: EventBody<Type>, stamp: EventStamp) => void;
export type Reducers<Type extends EventType> = { [Key in Type]: Reducer<Key> };
