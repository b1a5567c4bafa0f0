import { applyEvent } from '../mission/fold/applyEvent.ts';
import type { Author } from '../mission/events/author.ts';
import type { EventBody, MissionEvent } from '../mission/events/event.ts';
import { makeCheck } from '../mission/gates/checkEvent.ts';
import type { Limits } from '../mission/limits.ts';
import type { MissionState } from '../mission/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordLog } from '../ports/journalStore.ts';

export type Listener = (event: MissionEvent, state: MissionState) => void;
export type AppendOutcome = { ok: true; events: MissionEvent[] } | { ok: false; why: string; kind: 'refused' | 'disk' };

interface JournalParts {
  log: RecordLog;
  state: MissionState;
  limits: Limits;
  clock: Clock;
  /** Called after every append, outside of it. */
  afterAppend?: (state: MissionState) => void;
}

const check = makeCheck();

/** The only place where a mission changes: check → write → fold → tell. Appends are carried out one after the other. */
export class Journal {
  private readonly parts: JournalParts;
  private readonly listeners = new Set<Listener>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(parts: JournalParts) {
    this.parts = parts;
  }

  get state(): MissionState {
    return this.parts.state;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Appends the events as one record, so that a crash keeps all or none of them. Refused as a whole, with the sentence of the
   * gate, when any of them is refused after those before it. When it has resolved with `ok`, the events are on disk.
   */
  append(author: Author, bodies: readonly EventBody[], call?: string): Promise<AppendOutcome> {
    const outcome = this.queue.then(() => this.appendNow(author, bodies, call));
    this.queue = outcome.catch(() => undefined);
    return outcome;
  }

  async close(): Promise<void> {
    await this.queue;
    await this.parts.log.close();
  }

  private async appendNow(author: Author, bodies: readonly EventBody[], call?: string): Promise<AppendOutcome> {
    const { state, log, clock } = this.parts;
    if (call !== undefined && state.doneCalls.includes(call)) return { ok: true, events: [] };
    const at = Math.max(clock.now(), state.at);
    const stamp = { at, author, ...(call !== undefined && { call }) };
    const events = bodies.map((body, place): MissionEvent => ({ seq: state.seq + 1 + place, ...stamp, body }));
    const refusal = this.refusalOf(events);
    if (refusal !== null) return { ok: false, why: refusal, kind: 'refused' };
    try {
      await log.append(JSON.stringify(events));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        ok: false,
        why: `The journal could not be written: ${reason}. Free space or repair the disk, then resume.`,
        kind: 'disk',
      };
    }
    for (const event of events) {
      applyEvent(state, event);
      for (const listener of this.listeners) listener(event, state);
    }
    this.parts.afterAppend?.(state);
    return { ok: true, events };
  }

  /** Each event is checked against the state after those before it; a scratch state is made only where there are several. */
  private refusalOf(events: readonly MissionEvent[]): string | null {
    const { limits } = this.parts;
    const state = events.length > 1 ? structuredClone(this.parts.state) : this.parts.state;
    for (const event of events) {
      const refusal = check(state, event.body, { limits, now: event.at, author: event.author });
      if (refusal !== null) return refusal;
      if (events.length > 1) applyEvent(state, event);
    }
    return null;
  }
}
