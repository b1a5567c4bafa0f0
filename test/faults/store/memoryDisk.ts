import { posix } from 'node:path';
import type { FileSystem } from '../../../src/adapters/node/fileSystem.ts';

/** What a disk holds: files as bytes, folders as names of other entries. Never changed in place. */
export type Image = ReadonlyMap<number, Buffer | ReadonlyMap<string, number>>;

export interface NameChange {
  folder: number;
  name: string;
  /** Null takes the name away. */
  entry: number | null;
}

/** What a crash may keep or lose. All names of one change go together, as in a rename. */
export type Change =
  | { kind: 'write'; file: number; position: number; bytes: Buffer }
  | { kind: 'resize'; file: number; length: number }
  | { kind: 'newEntry'; entry: number; isFolder: boolean }
  | { kind: 'names'; names: NameChange[] };

export type TraceEntry = Change | { kind: 'sync'; entry: number } | { kind: 'mark'; mark: string };

const ROOT = 0;
export const emptyImage: Image = new Map([[ROOT, new Map()]]);

/** The image after a change; the old one stays as it was. */
export function applyChange(image: Map<number, Buffer | ReadonlyMap<string, number>>, change: Change): void {
  switch (change.kind) {
    case 'newEntry':
      image.set(change.entry, change.isFolder ? new Map<string, number>() : Buffer.alloc(0));
      return;
    case 'write': {
      const old = fileIn(image, change.file);
      const bytes = Buffer.alloc(Math.max(old.length, change.position + change.bytes.length));
      bytes.set(old);
      bytes.set(change.bytes, change.position);
      image.set(change.file, bytes);
      return;
    }
    case 'resize': {
      const bytes = Buffer.alloc(change.length);
      bytes.set(fileIn(image, change.file).subarray(0, change.length));
      image.set(change.file, bytes);
      return;
    }
    case 'names':
      for (const { folder, name, entry } of change.names) {
        const names = new Map(folderIn(image, folder));
        if (entry === null) names.delete(name);
        else names.set(name, entry);
        image.set(folder, names);
      }
  }
}

function fileIn(image: Image, entry: number): Buffer {
  const found = image.get(entry);
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0);
}

function folderIn(image: Image, entry: number): ReadonlyMap<string, number> {
  const found = image.get(entry);
  return found === undefined || Buffer.isBuffer(found) ? new Map<string, number>() : found;
}

/** A file system in memory that writes down everything it does, so that a crash at any point can be made of it. */
export class MemoryDisk implements FileSystem {
  readonly trace: TraceEntry[];
  readonly #image: Map<number, Buffer | ReadonlyMap<string, number>>;
  readonly #open = new Map<number, number>();
  #nextEntry: number;
  #nextDescriptor = 1;

  /** As `trace` has left `image`, synced or not: what a new process sees after an old one was killed. */
  constructor(image: Image = emptyImage, trace: readonly TraceEntry[] = []) {
    this.trace = [...trace];
    this.#image = new Map(image);
    for (const entry of trace) if (entry.kind !== 'sync' && entry.kind !== 'mark') applyChange(this.#image, entry);
    this.#nextEntry = Math.max(...this.#image.keys()) + 1;
  }

  /** Notes in the trace that something was promised. */
  mark(mark: string): void {
    this.trace.push({ kind: 'mark', mark });
  }

  async open(path: string, flags: 'r' | 'r+' | 'wx'): Promise<number> {
    const found = this.#find(path);
    if (flags === 'wx') {
      if (found !== undefined) throw systemError('EEXIST', path);
      this.#make(path, false);
    }
    const descriptor = this.#nextDescriptor++;
    this.#open.set(descriptor, this.#need(path));
    return descriptor;
  }

  async close(descriptor: number): Promise<void> {
    this.#file(descriptor);
    this.#open.delete(descriptor);
  }

  async write(descriptor: number, bytes: Uint8Array, position: number): Promise<number> {
    this.#do({ kind: 'write', file: this.#file(descriptor), position, bytes: Buffer.from(bytes) });
    return bytes.length;
  }

  async countNames(descriptor: number): Promise<number> {
    const file = this.#file(descriptor);
    const folders = [...this.#image.values()].filter((entry) => !Buffer.isBuffer(entry));
    return folders.flatMap((folder) => [...folder.values()]).filter((entry) => entry === file).length;
  }

  async truncate(descriptor: number, length: number): Promise<void> {
    this.#do({ kind: 'resize', file: this.#file(descriptor), length });
  }

  async sync(descriptor: number): Promise<void> {
    this.trace.push({ kind: 'sync', entry: this.#file(descriptor) });
  }

  async syncData(descriptor: number): Promise<void> {
    await this.sync(descriptor);
  }

  async syncFolder(path: string): Promise<void> {
    this.trace.push({ kind: 'sync', entry: this.#need(path) });
  }

  async readFile(path: string): Promise<Buffer> {
    return Buffer.from(fileIn(this.#image, this.#need(path)));
  }

  async readFolder(path: string): Promise<string[]> {
    return [...folderIn(this.#image, this.#need(path)).keys()];
  }

  async makeFolder(path: string): Promise<void> {
    if (this.#find(path) !== undefined) throw systemError('EEXIST', path);
    this.#make(path, true);
  }

  async rename(from: string, to: string): Promise<void> {
    const entry = this.#need(from);
    const target = this.#find(to);
    if (target !== undefined && folderIn(this.#image, target).size > 0) throw systemError('ENOTEMPTY', to);
    this.#do({ kind: 'names', names: [this.#name(from, null), this.#name(to, entry)] });
  }

  async link(existing: string, path: string): Promise<void> {
    if (this.#find(path) !== undefined) throw systemError('EEXIST', path);
    this.#do({ kind: 'names', names: [this.#name(path, this.#need(existing))] });
  }

  async removeFile(path: string): Promise<void> {
    this.#need(path);
    this.#do({ kind: 'names', names: [this.#name(path, null)] });
  }

  async removeFolder(path: string): Promise<void> {
    if (this.#find(path) === undefined) return;
    this.#do({ kind: 'names', names: [this.#name(path, null)] });
  }

  async status(path: string): Promise<{ createdAtMs: number; bytes: number } | null> {
    const found = this.#find(path);
    return found === undefined ? null : { createdAtMs: found, bytes: fileIn(this.#image, found).length };
  }

  async realPath(path: string): Promise<string> {
    this.#need(path);
    return path;
  }

  #make(path: string, isFolder: boolean): void {
    const entry = this.#nextEntry++;
    const name = this.#name(path, entry);
    this.#do({ kind: 'newEntry', entry, isFolder });
    this.#do({ kind: 'names', names: [name] });
  }

  #do(change: Change): void {
    applyChange(this.#image, change);
    this.trace.push(change);
  }

  #name(path: string, entry: number | null): NameChange {
    return { folder: this.#need(posix.dirname(path)), name: posix.basename(path), entry };
  }

  #need(path: string): number {
    const found = this.#find(path);
    if (found === undefined) throw systemError('ENOENT', path);
    return found;
  }

  #find(path: string): number | undefined {
    let entry: number | undefined = ROOT;
    for (const name of path.split('/').filter((part) => part !== '')) {
      if (entry === undefined) return undefined;
      entry = folderIn(this.#image, entry).get(name);
    }
    return entry;
  }

  #file(descriptor: number): number {
    const file = this.#open.get(descriptor);
    if (file === undefined) throw systemError('EBADF', String(descriptor));
    return file;
  }
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
