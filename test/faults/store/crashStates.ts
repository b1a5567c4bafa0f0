import type { Change, Image, TraceEntry } from './memoryDisk.ts';
import { applyChange } from './memoryDisk.ts';

export interface CrashState {
  /** What is on the disk after the power came back. */
  image: Image;
  /** What had been promised before. */
  marks: readonly string[];
  /** How many entries of the trace had happened. */
  at: number;
}

export interface CrashBounds {
  /** What the disk writes whole or not at all, in bytes. */
  sectorBytes: number;
  /** States per point in time; where there would be more, so many are drawn. */
  maxStatesPerPoint: number;
}

/**
 * Every point of a trace with every subset of what was not synced there, writes torn at sectors. Changes within one file
 * become durable by its sync, names by the sync of a folder they stand in.
 */
export function* crashStates(start: Image, trace: readonly TraceEntry[], bounds: CrashBounds): Generator<CrashState> {
  const durable = new Map(start);
  const marks: string[] = [];
  const random = seededRandom(trace.length);
  let pending: Change[] = [];
  for (const [index, entry] of trace.entries()) {
    if (entry.kind === 'mark') marks.push(entry.mark);
    else if (entry.kind === 'newEntry') applyChange(durable, entry);
    else if (entry.kind === 'sync') pending = synced(durable, pending, entry.entry);
    else pending.push(...torn(entry, bounds.sectorBytes));
    for (const image of subsets(durable, pending, { random, most: bounds.maxStatesPerPoint })) {
      yield { image, marks: [...marks], at: index + 1 };
    }
  }
}

/** The disk when nothing that was not synced has survived. */
export function onlySynced(start: Image, trace: readonly TraceEntry[]): Image {
  const durable = new Map(start);
  let pending: Change[] = [];
  for (const entry of trace) {
    if (entry.kind === 'mark') continue;
    if (entry.kind === 'newEntry') applyChange(durable, entry);
    else if (entry.kind === 'sync') pending = synced(durable, pending, entry.entry);
    else pending.push(entry);
  }
  return durable;
}

/** Applies what a sync of `entry` makes durable and returns what is still pending. */
function synced(
  durable: Map<number, Buffer | ReadonlyMap<string, number>>,
  pending: Change[],
  entry: number,
): Change[] {
  const going = new Set(pending.filter((change) => isOf(change, entry)));
  // A name's earlier changes cannot come after its later ones.
  for (const change of [...pending].reverse()) {
    if ([...going].some((later) => sharesName(change, later))) going.add(change);
  }
  for (const change of pending) if (going.has(change)) applyChange(durable, change);
  return pending.filter((change) => !going.has(change));
}

function isOf(change: Change, entry: number): boolean {
  if (change.kind === 'names') return change.names.some(({ folder }) => folder === entry);
  return change.kind !== 'newEntry' && change.file === entry;
}

function sharesName(one: Change, other: Change): boolean {
  if (one.kind !== 'names' || other.kind !== 'names') return false;
  return one.names.some((a) => other.names.some((b) => a.folder === b.folder && a.name === b.name));
}

/** A write as its sectors, preceded by the growth of the file, which may be durable without the content. */
function torn(change: Change, sectorBytes: number): Change[] {
  if (change.kind !== 'write') return [change];
  const end = change.position + change.bytes.length;
  const parts: Change[] = [];
  for (let from = change.position; from < end;) {
    const to = Math.min(end, (Math.floor(from / sectorBytes) + 1) * sectorBytes);
    const bytes = change.bytes.subarray(from - change.position, to - change.position);
    parts.push({ kind: 'write', file: change.file, position: from, bytes });
    from = to;
  }
  const last = parts.at(-1);
  const growth: Change = { kind: 'write', file: change.file, position: end - 1, bytes: Buffer.alloc(1) };
  return last === undefined ? [] : [growth, ...parts];
}

function* subsets(
  durable: Image,
  pending: readonly Change[],
  { random, most }: { random: () => number; most: number },
): Generator<Image> {
  const count = 2 ** pending.length;
  const isAll = count <= most;
  for (let index = 0; index < Math.min(count, most); index += 1) {
    const image = new Map(durable);
    for (const [position, change] of pending.entries()) {
      const isKept = isAll ? Math.floor(index / 2 ** position) % 2 === 1 : random() < keptShare(index, most);
      if (isKept) applyChange(image, change);
    }
    yield image;
  }
}

/** From nothing kept to everything kept. */
function keptShare(index: number, most: number): number {
  return index / (most - 1);
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
