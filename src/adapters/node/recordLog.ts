import type { LogProblem, OpenedLog, ReadLog, RecordLog } from '../../ports/journalStore.ts';
import { systemCode, writeAll } from './fileSystem.ts';
import { encodeGroup, lineBytes, scanLines } from './recordLine.ts';
import type { LogPlace } from './segments.ts';
import { createSegment, readSegments, segmentPath } from './segments.ts';
import { notWritten, storeProblem } from './storeProblem.ts';

/** Opens a log for its only writer. With `create` a log that is not there is begun. A torn last line is cut. */
export async function openRecordLog(place: LogPlace, { create }: { create: boolean }): Promise<OpenedLog> {
  try {
    let read = await readSegments(place);
    if (!read.ok && read.problem.kind === 'missing' && create) {
      const { descriptor } = await createSegment(place, 1, 0);
      await place.fileSystem.close(descriptor);
      read = await readSegments(place);
    }
    if (!read.ok) return read;
    const { records, last, notice } = read.segments;
    const descriptor = await openSegment(place, last);
    const { number: segment, before, goodEnd: end } = last;
    const log = new SegmentedLog(place, { descriptor, segment, before, end, records: records.length });
    return { ok: true, log, records, notice };
  } catch (error) {
    return { ok: false, problem: systemProblem(place, error) };
  }
}

/** Reads a log that another process may be writing. */
export async function readRecordLog(place: LogPlace): Promise<ReadLog> {
  try {
    const read = await readSegments(place);
    if (!read.ok) return read;
    return { ok: true, records: read.segments.records, notice: read.segments.notice };
  } catch (error) {
    return { ok: false, problem: systemProblem(place, error) };
  }
}

function systemProblem(place: LogPlace, error: unknown): LogProblem {
  if (systemCode(error) !== 'ENOENT') return storeProblem.unwritable(place.folder, error);
  return storeProblem.missing(place.what, place.folder);
}

/** What a killed process has written but not synced is read back like the rest: it is synced before anybody builds on it. */
async function openSegment(place: LogPlace, last: { number: number; goodEnd: number; isTorn: boolean }) {
  const { fileSystem } = place;
  const descriptor = await fileSystem.open(segmentPath(place, last.number), 'r+');
  try {
    if (last.isTorn) await fileSystem.truncate(descriptor, last.goodEnd);
    await fileSystem.sync(descriptor);
    await fileSystem.syncFolder(place.folder);
    return descriptor;
  } catch (error) {
    await fileSystem.close(descriptor).catch(() => undefined);
    throw error;
  }
}

interface Waiting {
  record: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

interface WriterState {
  /** Null while the segment is to be opened again. */
  descriptor: number | null;
  segment: number;
  /** Records in the segments before this one. */
  before: number;
  /** Bytes that are certain. */
  end: number;
  /** Records that are certain, in all segments. */
  records: number;
}

/** Resolves once all that is ready to run has run, so that what is appended on the way shares one sync. */
async function whenIdle(): Promise<void> {
  // Ticks come after microtasks only for who asks within a microtask.
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

class SegmentedLog implements RecordLog {
  readonly #place: LogPlace;
  readonly #state: WriterState;
  #waiting: Waiting[] = [];
  #pump: Promise<void> | null = null;
  #isRollDue = false;
  #isClosed = false;

  constructor(place: LogPlace, state: WriterState) {
    this.#place = place;
    this.#state = state;
  }

  append(record: string): Promise<void> {
    if (record.includes('\n') || !record.isWellFormed()) throw new Error('A record is one line of well-formed text.');
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(notWritten(this.#path(), new Error('the log is closed')));
        return;
      }
      this.#waiting.push({ record, resolve, reject });
      this.#pump ??= this.#writeWaiting();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pump;
    const { descriptor } = this.#state;
    this.#state.descriptor = null;
    // Everything acknowledged is synced: nothing is lost by what close answers.
    if (descriptor !== null) await this.#place.fileSystem.close(descriptor).catch(() => undefined);
  }

  async #writeWaiting(): Promise<void> {
    await whenIdle();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        await this.#commit(group.map(({ record }) => record));
        for (const { resolve } of group) resolve();
      } catch (error) {
        const rejection = notWritten(this.#path(), error);
        for (const { reject } of group) reject(rejection);
      }
    }
    this.#pump = null;
  }

  /** At least one record, then as many as a segment may hold. */
  #takeGroup(): Waiting[] {
    let bytes = 0;
    const tooMuch = this.#waiting.findIndex(({ record }, index) => {
      bytes += lineBytes(record);
      return index > 0 && bytes > this.#place.maxSegmentBytes;
    });
    return this.#waiting.splice(0, tooMuch === -1 ? this.#waiting.length : tooMuch);
  }

  async #commit(records: string[]): Promise<void> {
    const state = this.#state;
    const bytes = encodeGroup(records);
    const { fileSystem, maxSegmentBytes } = this.#place;
    let descriptor = state.descriptor ?? (await this.#reopen());
    const isFull = state.records > state.before && state.end + bytes.length > maxSegmentBytes;
    if (this.#isRollDue || isFull) descriptor = await this.#roll(descriptor);
    try {
      await writeAll(fileSystem, descriptor, { bytes, position: state.end });
    } catch (error) {
      await this.#cutBack(descriptor);
      throw error;
    }
    try {
      await fileSystem.syncData(descriptor);
      await this.#requireName(descriptor);
    } catch (error) {
      await this.#distrust(descriptor);
      throw error;
    }
    state.end += bytes.length;
    state.records += records.length;
  }

  /** Every record of the old segment is synced here. A roll once begun is finished before anything else is written. */
  async #roll(old: number): Promise<number> {
    const state = this.#state;
    this.#isRollDue = true;
    const { descriptor, end } = await createSegment(this.#place, state.segment + 1, state.records);
    this.#isRollDue = false;
    Object.assign(state, { descriptor, end, segment: state.segment + 1, before: state.records });
    await this.#place.fileSystem.close(old).catch(() => undefined);
    return descriptor;
  }

  /** A file that somebody has deleted takes writes until it is closed, and then all of them are gone. */
  async #requireName(descriptor: number): Promise<void> {
    const names = await this.#place.fileSystem.countNames(descriptor);
    if (names === 0) throw Object.assign(new Error('the file has been deleted'), { code: 'ENOENT' });
  }

  async #cutBack(descriptor: number): Promise<void> {
    try {
      await this.#place.fileSystem.truncate(descriptor, this.#state.end);
      await this.#place.fileSystem.sync(descriptor);
    } catch {
      await this.#distrust(descriptor);
    }
  }

  /** After a failed sync the system may call pages clean that are not on disk: this descriptor is never synced again. */
  async #distrust(descriptor: number): Promise<void> {
    this.#state.descriptor = null;
    await this.#place.fileSystem.close(descriptor).catch(() => undefined);
    // Where this fails too, the next append tries it again.
    await this.#reopen().catch(() => undefined);
  }

  /** Reads what is really there, and cuts what was never acknowledged. */
  async #reopen(): Promise<number> {
    const { fileSystem } = this.#place;
    const { segment, end } = this.#state;
    const certain = (await fileSystem.readFile(segmentPath(this.#place, segment))).subarray(0, end);
    const { goodEnd, bad } = await scanLines(certain);
    if (goodEnd !== end) {
      throw new Error(storeProblem.damagedLine(this.#place.what, this.#path(), bad?.line ?? 1).message);
    }
    const descriptor = await openSegment(this.#place, { number: segment, goodEnd: end, isTorn: true });
    this.#state.descriptor = descriptor;
    return descriptor;
  }

  #path(): string {
    return segmentPath(this.#place, this.#state.segment);
  }
}
