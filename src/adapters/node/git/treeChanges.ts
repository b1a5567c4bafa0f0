import type { HardenedGit } from './hardenedGit.ts';
import { requireRevision } from './gitNames.ts';

/** What an index or a tree holds at a path. */
export interface TreeEntry {
  /** Six digits as git writes them: 100644, 100755, 120000 (link), 160000 (gitlink). */
  mode: string;
  object: string;
}

/** One path that differs between two trees; null where a side does not hold it. */
export interface TreeChange {
  path: string;
  before: TreeEntry | null;
  after: TreeEntry | null;
}

export const GITLINK_MODE = '160000';
const NO_MODE = '000000';

/** Paths that differ between two commits or trees, renames as a deletion and an addition. One git process. */
export async function changesBetween(git: HardenedGit, base: string, head: string): Promise<TreeChange[]> {
  const output = await git.output({
    args: [
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--no-renames',
      '--no-abbrev',
      '--end-of-options',
      requireRevision(base),
      requireRevision(head),
    ],
  });
  const fields = output.split('\0');
  const changes: TreeChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [before = '', after = '', oldObject = '', newObject = ''] = (fields[index] ?? '').slice(1).split(' ');
    changes.push({
      path: fields[index + 1] ?? '',
      before: before === NO_MODE ? null : { mode: before, object: oldObject },
      after: after === NO_MODE ? null : { mode: after, object: newObject },
    });
  }
  return changes;
}

/** A sentence when one of the changes is a gitlink (a repository inside the repository), or null. */
export function gitlinkProblem(changes: readonly TreeChange[]): string | null {
  const found = changes.find(({ before, after }) => before?.mode === GITLINK_MODE || after?.mode === GITLINK_MODE);
  if (found === undefined) return null;
  return `${JSON.stringify(found.path)} is a repository of its own (a gitlink); Longhaul never commits those. Leave it as it was.`;
}

/** What `commit` holds at `paths`, exactly these; a folder counts as not held. One git process. */
export async function entriesAt(
  git: HardenedGit,
  commit: string,
  paths: readonly string[],
): Promise<Map<string, TreeEntry>> {
  const wanted = new Set(paths);
  const few = paths.reduce((length, path) => length + path.length + 1, 0) < MAX_ARGUMENT_CHARACTERS;
  const selection = few ? [requireRevision(commit), '--', ...paths] : ['-r', requireRevision(commit)];
  const output = await git.output({ args: ['ls-tree', '-z', '--full-tree', ...selection] });
  const entries = new Map<string, TreeEntry>();
  for (const line of output.split('\0')) {
    const match = /^(\d+) (?:blob|commit) ([0-9a-f]+)\t(.+)$/s.exec(line);
    const [, mode = '', object = '', path = ''] = match ?? [];
    if (wanted.has(path)) entries.set(path, { mode, object });
  }
  return entries;
}

const MAX_ARGUMENT_CHARACTERS = 60_000;
