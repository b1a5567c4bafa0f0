import { hash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';

/** A file or link as it was when last looked at. */
export interface FileNode {
  bytes: number;
  mode: number;
  inode: number;
  modifiedMs: number;
  changedMs: number;
  /** Of the content; null where it was not read (too large, or it changed meanwhile). */
  hash: string | null;
  /** It changed so shortly before it was looked at that a further change may show in none of the figures above. */
  isFresh: boolean;
}

export interface FolderNode {
  /** Relative to the top, with forward slashes; empty for the top. */
  path: string;
  inode: number;
  modifiedMs: number;
  isFresh: boolean;
  /** Something may have happened in it since it was last looked into. */
  isStale: boolean;
  /** Ends the notices of what happens in it; null where there are none. */
  stopNotices: (() => void) | null;
  files: Map<string, FileNode>;
  folders: Map<string, FolderNode>;
  /** Names left out: ignored by git, node_modules, other repositories, sockets and the like. */
  leftOut: Set<string>;
  /** Were left out by rules that have changed since. */
  leftOutBefore: Set<string>;
}

/** File systems note times in steps of some milliseconds. */
const FRESH_MS = 20;

export function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    // A folder above became a file, or may not be entered: for us there is nothing.
    return undefined;
  }
}

export function fileNode(stats: Stats, content: string | null): FileNode {
  return {
    bytes: stats.size,
    mode: stats.mode,
    inode: stats.ino,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
    hash: content,
    isFresh: isFresh(stats.ctimeMs),
  };
}

export function folderNode(path: string): FolderNode {
  const [files, folders] = [new Map<string, FileNode>(), new Map<string, FolderNode>()];
  return {
    path,
    inode: -1,
    modifiedMs: -1,
    isFresh: true,
    isStale: true,
    stopNotices: null,
    files,
    folders,
    leftOut: new Set(),
    leftOutBefore: new Set(),
  };
}

export function isFresh(timeMs: number): boolean {
  return timeMs > Date.now() - FRESH_MS;
}

export function looksSame(node: FileNode, stats: Stats): boolean {
  return (
    node.modifiedMs === stats.mtimeMs &&
    node.changedMs === stats.ctimeMs &&
    node.bytes === stats.size &&
    node.inode === stats.ino &&
    node.mode === stats.mode
  );
}

/** Hash of a file's bytes or a link's target; null above `maxBytes` or where it cannot be read. */
export function contentHash(file: string, stats: Stats, maxBytes: number): string | null {
  if (stats.size > maxBytes) return null;
  try {
    return stats.isSymbolicLink() ? hash('sha1', readlinkSync(file)) : hash('sha1', readFileSync(file));
  } catch {
    return null;
  }
}

export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function stopNotices(folder: FolderNode): void {
  folder.stopNotices?.();
  folder.stopNotices = null;
}

export function* allFolders(folder: FolderNode): Generator<FolderNode> {
  yield folder;
  for (const below of folder.folders.values()) yield* allFolders(below);
}

interface Entry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export function entriesOf(folder: string): Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export function isNeverWatched(entry: Entry): boolean {
  if (entry.name === '.git' || entry.name === 'node_modules') return true;
  return !entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink();
}
