import type { Journal } from '../journal/journal.ts';
import type { Author } from '../mission/events/author.ts';
import type { EventBody } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { EngineParts, MissionGround } from './engineParts.ts';

/** The journal could not be written: the mission stops where it is, and nothing acknowledged is lost. */
export class JournalUnwritable extends Error {}

interface CarrierParts {
  journal: Journal;
  engine: EngineParts;
  ground: MissionGround;
  epoch: number;
}

/** One open mission with everything its steps need. */
export class Carrier {
  readonly journal: Journal;
  readonly engine: EngineParts;
  readonly ground: MissionGround;
  readonly epoch: number;
  /** Aborted when the mission is paused by the user, or the process shuts down; made anew for every stretch of running. */
  stop = new AbortController();
  /** Resolves when the readable files are written that were due. */
  renderings: Promise<void> = Promise.resolve();
  /** Runs the user wants killed. */
  readonly killed = new Set<number>();

  constructor({ journal, engine, ground, epoch }: CarrierParts) {
    this.journal = journal;
    this.engine = engine;
    this.ground = ground;
    this.epoch = epoch;
  }

  get state(): MissionState {
    return this.journal.state;
  }

  /** Appends what code has decided; a refusal by a gate is a bug and throws. */
  async append(author: Author, ...bodies: EventBody[]): Promise<void> {
    const outcome = await this.journal.append(author, bodies);
    if (outcome.ok) return;
    if (outcome.kind === 'disk') throw new JournalUnwritable(outcome.why);
    throw new Error(`${bodies.map((body) => body.type).join(', ')} was refused: ${outcome.why}`);
  }

  /** Pauses unless something else has paused it already: runs side by side may fail at the same moment. */
  async pause(body: Omit<EventBody<'missionPaused'>, 'type'>): Promise<void> {
    if (this.state.pause !== null) return;
    const outcome = await this.journal.append('runner', [{ type: 'missionPaused', ...body }]);
    if (outcome.ok || (outcome.kind === 'refused' && this.isPausedOrOver)) return;
    if (outcome.kind === 'disk') throw new JournalUnwritable(outcome.why);
    throw new Error(`missionPaused was refused: ${outcome.why}`);
  }

  /** As a method, so that it is read anew after an append. */
  private get isPausedOrOver(): boolean {
    return this.state.pause !== null || this.state.phase === 'abandoned';
  }
}
