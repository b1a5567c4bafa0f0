import { parseEvent } from '../mission/events/event.ts';
import { applyEvent } from '../mission/fold/applyEvent.ts';
import { emptyState } from '../mission/state.ts';
import type { MissionState } from '../mission/state.ts';
import type { MissionEvent } from '../mission/events/event.ts';

export type Replay = { ok: true; state: MissionState } | { ok: false; why: string };

const firstSeq = /^\[\{"seq":(\d+)/;

/** The record begins with an event that the snapshot holds. */
function isBefore(record: string, snapshotSeq: number): boolean {
  const seq = Number(firstSeq.exec(record)?.[1] ?? 0);
  return seq !== 0 && seq <= snapshotSeq;
}

/** The events of one record. Records are parsed even though their checksum held: another version may have written them. */
export function eventsOf(record: string): { ok: true; events: MissionEvent[] } | { ok: false; why: string } {
  const parsed: unknown = JSON.parse(record);
  if (!Array.isArray(parsed)) return { ok: false, why: 'a record is not a list of events' };
  const events: MissionEvent[] = [];
  for (const value of parsed) {
    const one = parseEvent(value);
    if (!one.ok) return one;
    events.push(one.event);
  }
  return { ok: true, events };
}

/**
 * Folds a journal's records into the state of the mission, from a snapshot where there is one. Fails with a sentence when a
 * record cannot be read or an event is missing; a mission is never shown as empty because of it.
 */
export function replay(records: readonly string[], snapshot: { seq: number; state: unknown } | null): Replay {
  // A snapshot was written by this very function's result; its checksum held.
  const state = snapshot ? (snapshot.state as MissionState) : emptyState();
  for (const record of records) {
    if (snapshot && isBefore(record, snapshot.seq)) continue;
    const parsed = eventsOf(record);
    if (!parsed.ok) return { ok: false, why: `event after ${String(state.seq)}: ${parsed.why}` };
    for (const event of parsed.events) {
      if (event.seq !== state.seq + 1) return { ok: false, why: `event ${String(state.seq + 1)} is missing` };
      applyEvent(state, event);
    }
  }
  return { ok: true, state };
}
