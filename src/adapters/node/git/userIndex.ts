import {
  constants,
  copyFileSync,
  existsSync,
  openSync,
  closeSync,
  fdatasyncSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import type { HardenedGit } from './hardenedGit.ts';
import type { TreeChange, TreeEntry } from './treeChanges.ts';

export interface IndexMove {
  changes: readonly TreeChange[];
  filtersOff: readonly string[];
  /** A file name beside the index, for the copy that is worked on. */
  privateFile: string;
}

/**
 * Moves the user's index along: each path whose entry still equals `before` gets `after`; every other entry, staged by the
 * user, stays. Call it only while holding index.lock. The new index is complete before it takes the old one's place.
 */
export async function moveIndexAlong(git: HardenedGit, { changes, filtersOff, privateFile }: IndexMove): Promise<void> {
  const userIndex = path.join(git.place.gitFolder, 'index');
  if (changes.length === 0 || !existsSync(userIndex)) return;
  try {
    copyIndex(userIndex, privateFile);
    const index = { indexFile: privateFile, filtersOff, writes: true };
    const entries = parseStages(await git.output({ ...index, args: ['ls-files', '--stage', '-z'] }));
    const lines = indexLines(changes, entries);
    if (lines.length === 0) return;
    await git.output({ ...index, args: ['update-index', '-z', '--index-info'], input: lines.join('') });
    // Code 1 only says that some files differ from the index.
    const refreshed = await git.tryOutput({ ...index, args: ['update-index', '-q', '--refresh'] });
    if (!refreshed.ok && refreshed.failure.exitCode !== 1) throw refreshed.failure;
    syncFile(privateFile);
    renameSync(privateFile, userIndex);
  } finally {
    rmSync(privateFile, { force: true });
  }
}

/** Keeps the time (rounded down): git trusts an entry's stat data only where it is older than the index. */
function copyIndex(from: string, to: string): void {
  const { mtimeMs } = statSync(from);
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  const seconds = Math.floor(mtimeMs - 1) / 1000;
  utimesSync(to, seconds, seconds);
}

interface StagedEntry extends TreeEntry {
  stage: string;
}

function parseStages(output: string): Map<string, StagedEntry> {
  const entries = new Map<string, StagedEntry>();
  for (const line of output.split('\0')) {
    const match = /^(\d+) ([0-9a-f]+) (\d)\t(.+)$/s.exec(line);
    const [, mode = '', object = '', stage = '', file = ''] = match ?? [];
    if (file !== '') entries.set(file, { mode, object, stage });
  }
  return entries;
}

function indexLines(changes: readonly TreeChange[], entries: Map<string, StagedEntry>): string[] {
  const movable = changes.filter(({ path: file, before }) => equals(entries.get(file), before));
  const removed = movable.filter(({ after }) => after === null);
  const stay = new Set(entries.keys());
  for (const { path: file } of removed) stay.delete(file);
  const folders = foldersOf(stay);
  const isFree = (file: string) => !folders.has(file) && ![...foldersOf([file])].some((folder) => stay.has(folder));
  const put = movable.filter(({ path: file }) => isFree(file));
  return [
    ...removed.map(({ path: file, before }) => `0 ${'0'.repeat(before?.object.length ?? 40)}\t${file}\0`),
    ...put.flatMap(({ path: file, after }) => (after === null ? [] : [`${after.mode} ${after.object}\t${file}\0`])),
  ];
}

function equals(found: StagedEntry | undefined, expected: TreeEntry | null): boolean {
  if (found === undefined || expected === null) return found === undefined && expected === null;
  return found.stage === '0' && found.mode === expected.mode && found.object === expected.object;
}

/** All folders above the files, so that a file never takes the name of a folder that the user's entries need. */
function foldersOf(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = file.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
