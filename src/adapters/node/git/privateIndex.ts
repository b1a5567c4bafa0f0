import { rmSync } from 'node:fs';
import type { GitCall } from './hardenedGit.ts';
import type { Repository } from './repository.ts';
import type { TreeEntry } from './treeChanges.ts';

type IndexOptions = Pick<GitCall, 'indexFile' | 'filtersOff' | 'writes'>;

/** Runs `action` with an index that holds just these entries, and removes it. One git process of its own. */
export async function withPrivateIndex<T>(
  { git, lock }: Repository,
  { entries, filtersOff }: { entries: readonly (readonly [string, TreeEntry])[]; filtersOff: readonly string[] },
  action: (index: IndexOptions) => Promise<T>,
): Promise<T> {
  const index = { indexFile: lock.privateFile(), filtersOff, writes: true };
  try {
    const lines = entries.map(([file, { mode, object }]) => `${mode} ${object}\t${file}\0`);
    await git.output({ ...index, args: ['update-index', '-z', '--index-info'], input: lines.join('') });
    return await action(index);
  } finally {
    rmSync(index.indexFile, { force: true });
  }
}
