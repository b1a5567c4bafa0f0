import { pathProblem, requireCommitName } from './gitNames.ts';
import { withPrivateIndex } from './privateIndex.ts';
import type { Repository } from './repository.ts';
import { entriesAt, type TreeEntry } from './treeChanges.ts';
import { isFileInTree } from './treePaths.ts';

/** See Git.differing. Compared by git, so that line ends and filters count as git counts them. Four git processes. */
export async function differingPaths(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<string[]> {
  requireCommitName(commit);
  const { git } = repository;
  const wanted = [...new Set(paths)].filter((file) => pathProblem(file) === null);
  if (wanted.length === 0) return [];
  const held = await entriesAt(git, commit, wanted);
  const changed = held.size === 0 ? new Set<string>() : await changedSince(repository, held);
  return wanted.filter((file) => changed.has(file) || (!held.has(file) && isFileInTree(git.place.top, file)));
}

async function changedSince(repository: Repository, held: ReadonlyMap<string, TreeEntry>): Promise<Set<string>> {
  const { git, settings } = repository;
  const { localFilters } = await settings.read();
  return await withPrivateIndex(repository, { entries: [...held], filtersOff: localFilters }, async (index) => {
    // Code 1 only says that some files differ.
    const refreshed = await git.tryOutput({ ...index, args: ['update-index', '-q', '--refresh'] });
    if (!refreshed.ok && refreshed.failure.exitCode !== 1) throw refreshed.failure;
    const args = ['diff-files', '--name-only', '-z', '--ignore-submodules=all'];
    return new Set((await git.output({ ...index, args })).split('\0'));
  });
}
