import { promises, close, fdatasync, fstatSync, fsync, ftruncate, open, write, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/**
 * The file-system calls of the store, one by one, so that a test can fail the n-th. Paths are absolute; positions and
 * lengths are bytes; every call rejects with the system's error (`code`).
 */
export interface FileSystem {
  /** `flags` as in fopen: `r`, `r+`, `wx`. New files get mode 0600. */
  open(path: string, flags: 'r' | 'r+' | 'wx'): Promise<number>;
  close(descriptor: number): Promise<void>;
  /** Resolves with the number of bytes written, which may be fewer than asked for. */
  write(descriptor: number, bytes: Uint8Array, position: number): Promise<number>;
  /** How many names the file has; 0 when it has been deleted. */
  countNames(descriptor: number): Promise<number>;
  truncate(descriptor: number, length: number): Promise<void>;
  sync(descriptor: number): Promise<void>;
  /** Content and size only. */
  syncData(descriptor: number): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  readFile(path: string): Promise<Buffer>;
  /** Names, in no order. */
  readFolder(path: string): Promise<string[]>;
  /** Mode 0700. */
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; fails with EEXIST where the name is taken. */
  link(existing: string, path: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** With everything in it; a missing folder is no error. */
  removeFolder(path: string): Promise<void>;
  /** Null where there is nothing. */
  status(path: string): Promise<{ createdAtMs: number; bytes: number } | null>;
  /** The path with all links resolved. */
  realPath(path: string): Promise<string>;
}

const openFile = promisify(open);
const truncateFile = promisify(ftruncate);
const MAX_BYTES_AT_ONCE = 64 * 1024;

function writeElsewhere(descriptor: number, bytes: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(descriptor, bytes, 0, bytes.length, position, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
}

export const nodeFileSystem: FileSystem = {
  open: (path, flags) => openFile(path, flags, 0o600),
  close: promisify(close),
  // A small piece goes to the page cache sooner than to another thread. By hand: promisify makes an object of the results.
  write: async (descriptor, bytes, position) =>
    bytes.length <= MAX_BYTES_AT_ONCE
      ? writeSync(descriptor, bytes, 0, bytes.length, position)
      : writeElsewhere(descriptor, bytes, position),
  countNames: async (descriptor) => fstatSync(descriptor).nlink,
  truncate: (descriptor, length) => truncateFile(descriptor, length),
  sync: promisify(fsync),
  syncData: promisify(fdatasync),
  syncFolder,
  readFile,
  readFolder: (path) => promises.readdir(path),
  makeFolder: (path) => promises.mkdir(path, { mode: 0o700 }),
  rename: (from, to) => promises.rename(from, to),
  link: (existing, path) => promises.link(existing, path),
  removeFile: (path) => promises.unlink(path),
  removeFolder: (path) => promises.rm(path, { recursive: true, force: true }),
  status: async (path) => {
    try {
      const { birthtimeMs, size } = await promises.stat(path);
      return { createdAtMs: birthtimeMs, bytes: size };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    }
  },
  realPath: (path) => promises.realpath(path),
};

/** In as few calls as the system allows: Node's own way takes one for each half megabyte. */
async function readFile(path: string): Promise<Buffer> {
  const file = await promises.open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = Buffer.allocUnsafeSlow(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and its file systems log names by themselves.
  if (process.platform === 'win32') return;
  const folder = await promises.open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The system's error code (`ENOENT`), or null for any other error. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Writes all of `bytes` from `position` on, however often the system takes only a part of them. */
export async function writeAll(
  fileSystem: FileSystem,
  descriptor: number,
  { bytes, position }: { bytes: Uint8Array; position: number },
): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const written = await fileSystem.write(descriptor, bytes.subarray(done), position + done);
    if (written === 0) throw new Error('The system took none of the bytes that were to be written.');
    done += written;
  }
}

/** Makes a folder and those above it where they are missing, and makes the new names durable. */
export async function makeFolders(fileSystem: FileSystem, path: string): Promise<void> {
  if ((await fileSystem.status(path)) !== null) return;
  await makeFolders(fileSystem, dirname(path));
  try {
    await fileSystem.makeFolder(path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  await fileSystem.syncFolder(dirname(path));
}

/** The content of a file, null where there is none. */
export async function readIfThere(fileSystem: FileSystem, path: string): Promise<Buffer | null> {
  try {
    return await fileSystem.readFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
