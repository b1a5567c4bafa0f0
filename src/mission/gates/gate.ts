import type { Author } from '../events/author.ts';
import type { EventBody, EventType } from '../events/event.ts';
import type { Limits } from '../limits.ts';
import type { MissionState } from '../state.ts';

export interface GateContext {
  limits: Limits;
  /** Time at which the event would be appended, ms since 1970. */
  now: number;
  author: Author;
}

/** A rule of product.md section 6 as a pure check: null, or the sentence that refuses the event. */
export interface Gate<Type extends EventType = EventType> {
  on: readonly Type[];
  check(state: MissionState, body: EventBody<Type>, context: GateContext): string | null;
}

/** A gate over some event types, usable where any event is checked. */
export function gate<Type extends EventType>(on: readonly Type[], check: Gate<Type>['check']): Gate {
  const types: readonly EventType[] = on;
  const isMine = (body: EventBody): body is EventBody<Type> & EventBody => types.includes(body.type);
  return { on, check: (state, body, context) => (isMine(body) ? check(state, body, context) : null) };
}
