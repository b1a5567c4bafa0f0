import { eventAuthors } from '../events/event.ts';
import type { EventBody, EventType } from '../events/event.ts';
import type { MissionState } from '../state.ts';
import type { Gate, GateContext } from './gate.ts';
import { itemGates } from './itemGates.ts';
import { planGates } from './planGates.ts';
import { reportGates } from './reportGates.ts';
import { roundGates } from './roundGates.ts';
import { runGates } from './runGates.ts';
import { workGates } from './workGates.ts';

/** Every gate by name. */
export const gates = { ...planGates, ...runGates, ...workGates, ...itemGates, ...reportGates, ...roundGates };
export type GateName = keyof typeof gates;
export type Gates = Readonly<Partial<Record<GateName, Gate>>>;

export type Check = (state: MissionState, body: EventBody, context: GateContext) => string | null;

/**
 * Makes the check that stands before every append. All gates unless a subset is given (the mutation run removes one at a time).
 * The check returns the sentence of the first gate that refuses, or null.
 */
export function makeCheck(active: Gates = gates): Check {
  const byType = new Map<EventType, Gate[]>();
  for (const one of Object.values(active))
    for (const type of one.on) byType.set(type, [...(byType.get(type) ?? []), one]);
  return (state, body, context) => {
    if (!eventAuthors[body.type].includes(context.author)) return `${context.author} may not append ${body.type}`;
    for (const one of byType.get(body.type) ?? []) {
      const refusal = one.check(state, body, context);
      if (refusal !== null) return refusal;
    }
    return null;
  };
}
