import type { EventBody } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';

export type ProposalOutcome = { ok: true } | { ok: false; why: string };

/** A role proposes events; the journal checks and appends at once. Bound to one run and its role. */
export interface MissionRecorder {
  /** The mission as it is now; never changed by who reads it. */
  state(): MissionState;
  /** `call` is the id of the tool call: a call done again after a restart appends nothing twice and is `ok`. `why` is for the agent. */
  propose(call: string, body: EventBody): Promise<ProposalOutcome>;
}
