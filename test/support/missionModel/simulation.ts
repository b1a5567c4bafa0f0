import type { MissionEvent } from '../../../src/mission/events/event.ts';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import { makeCheck } from '../../../src/mission/gates/checkEvent.ts';
import type { Check } from '../../../src/mission/gates/checkEvent.ts';
import type { Limits } from '../../../src/mission/limits.ts';
import { emptyState } from '../../../src/mission/state.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import type { Proposal } from './world.ts';

/** Sees every accepted event, in order; says what is wrong. */
export interface Witness {
  see(event: MissionEvent): void;
}

interface SimulationParts {
  limits: Limits;
  witness: Witness;
  check?: Check;
}

const millisecondsPerEvent = 1000;

/** Check → fold → tell, as the journal does it, without a disk. */
export class Simulation {
  readonly state: MissionState = emptyState();
  readonly events: MissionEvent[] = [];
  readonly #parts: Required<SimulationParts>;

  constructor(parts: SimulationParts) {
    this.#parts = { check: makeCheck(), ...parts };
  }

  /** Appends the event unless a gate refuses it; returns the refusal. */
  propose({ author, body, at }: Proposal): string | null {
    const { check, limits, witness } = this.#parts;
    const now = Math.max(at ?? 0, this.state.at + millisecondsPerEvent);
    const refusal = check(this.state, body, { limits, now, author });
    if (refusal !== null) return refusal;
    const event: MissionEvent = { seq: this.state.seq + 1, at: now, author, body };
    applyEvent(this.state, event);
    this.events.push(event);
    witness.see(event);
    return null;
  }
}
