import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LogProblem } from '../../ports/journalStore.ts';
import type { FileSystem } from './fileSystem.ts';
import { readIfThere, writeAll } from './fileSystem.ts';
import { encodeGroup, scanLines } from './recordLine.ts';
import { storeProblem } from './storeProblem.ts';

const FORMAT = 1;

/** Where a log lives. Its segments are `name.jsonl`, `name.2.jsonl`, `name.3.jsonl` … */
export interface LogPlace {
  fileSystem: FileSystem;
  folder: string;
  name: string;
  kind: 'journal' | 'run';
  /** What a person calls it, at the beginning of a sentence. */
  what: string;
  temporaryFolder: string;
  maxSegmentBytes: number;
}

/** The first record of a segment. `before` counts the records in the segments before it, so that a lost part is noticed. */
interface Header {
  longhaul: string;
  format: number;
  segment: number;
  before: number;
}

export interface Segments {
  records: string[];
  last: { number: number; before: number; goodEnd: number; isTorn: boolean };
  notice: string | null;
}

export type ReadSegments = { ok: true; segments: Segments } | { ok: false; problem: LogProblem };

export function segmentPath(place: LogPlace, segment: number): string {
  return join(place.folder, segment === 1 ? `${place.name}.jsonl` : `${place.name}.${segment}.jsonl`);
}

/** Reads the whole log without changing it. Rejects with the system's error where it cannot be read. */
export async function readSegments(place: LogPlace): Promise<ReadSegments> {
  const count = await countSegments(place);
  if (count === 0) return { ok: false, problem: storeProblem.missing(place.what, segmentPath(place, 1)) };
  let all: string[] = [];
  let before = 0;
  for (let segment = 1; ; segment += 1) {
    const path = segmentPath(place, segment);
    const bytes = await readIfThere(place.fileSystem, path);
    if (bytes === null) return { ok: false, problem: storeProblem.missingSegment(place.what, path) };
    const { records, goodEnd, bad } = await scanLines(bytes);
    const problem = headerProblem(place, { segment, before, first: records[0] });
    if (problem !== null) return { ok: false, problem };
    if (bad !== null && (bad.damaged || segment < count)) {
      return { ok: false, problem: storeProblem.damagedLine(place.what, path, bad.line) };
    }
    records.shift();
    // One segment's records are not copied: they are many.
    all = all.length === 0 ? records : all.concat(records);
    if (segment === count) {
      const last = { number: segment, before, goodEnd, isTorn: bad !== null };
      return { ok: true, segments: { records: all, last, notice: tornNotice(place, path, bad) } };
    }
    before += records.length;
  }
}

/**
 * Makes a segment that holds its header only, whole from the moment its name appears, and leaves it open for writing.
 * A segment of that number without records is replaced.
 */
export async function createSegment(place: LogPlace, segment: number, before: number) {
  const { fileSystem } = place;
  const header: Header = { longhaul: place.kind, format: FORMAT, segment, before };
  const bytes = encodeGroup([JSON.stringify(header)]);
  const temporary = join(place.temporaryFolder, `${randomUUID()}.new`);
  const descriptor = await fileSystem.open(temporary, 'wx');
  try {
    await writeAll(fileSystem, descriptor, { bytes, position: 0 });
    await fileSystem.sync(descriptor);
    await fileSystem.rename(temporary, segmentPath(place, segment));
    await fileSystem.syncFolder(place.folder);
    return { descriptor, end: bytes.length };
  } catch (error) {
    await fileSystem.close(descriptor).catch(() => undefined);
    await fileSystem.removeFile(temporary).catch(() => undefined);
    throw error;
  }
}

/** The highest number; a gap below it shows itself as a missing file. */
async function countSegments(place: LogPlace): Promise<number> {
  const names = new Set(await place.fileSystem.readFolder(place.folder));
  const beginning = `${place.name}.`;
  let highest = names.has(`${place.name}.jsonl`) ? 1 : 0;
  for (const name of names) {
    if (!name.startsWith(beginning)) continue;
    const number = /^([2-9]|[1-9]\d+)\.jsonl$/.exec(name.slice(beginning.length));
    if (number !== null) highest = Math.max(highest, Number(number[1]));
  }
  return highest;
}

function headerProblem(
  place: LogPlace,
  { segment, before, first }: { segment: number; before: number; first: string | undefined },
): LogProblem | null {
  const path = segmentPath(place, segment);
  if (first === undefined) return storeProblem.damagedLine(place.what, path, 1);
  const header = parseHeader(first);
  if (header?.longhaul !== place.kind) return storeProblem.foreignFile(place.what, path);
  if (header.format > FORMAT) return storeProblem.newer(place.what, path);
  if (header.segment !== segment || header.before !== before) return storeProblem.missingRecords(place.what, path);
  return null;
}

function parseHeader(record: string): Header | null {
  let value: unknown;
  try {
    value = JSON.parse(record);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('longhaul' in value) || typeof value.longhaul !== 'string') return null;
  if (!('format' in value) || typeof value.format !== 'number') return null;
  // A newer format may name the rest otherwise.
  const segment = 'segment' in value ? Number(value.segment) : Number.NaN;
  const before = 'before' in value ? Number(value.before) : Number.NaN;
  return { longhaul: value.longhaul, format: value.format, segment, before };
}

function tornNotice(place: LogPlace, path: string, bad: { line: number } | null): string | null {
  if (bad === null) return null;
  return (
    `${place.what} ended in an unfinished record (line ${bad.line} of ${path}), as a crash leaves it. It was never ` +
    `acknowledged and has been left out; everything before it is complete.`
  );
}
