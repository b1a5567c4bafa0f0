import { statSync } from 'node:fs';
import path from 'node:path';
import { hardenedGit } from './hardenedGit.ts';
import { ignoredPaths } from './ignoredPaths.ts';
import { findRepository } from './repositoryPlace.ts';

/** What git ignores in the repository at `folder`, for those who walk its tree. Nothing where there is no repository. */
export function ignoreRules(
  folder: string,
  { commandLimitMs, environment = process.env }: { commandLimitMs: number; environment?: NodeJS.ProcessEnv },
) {
  const open = () => {
    const found = findRepository(folder);
    return found.ok ? hardenedGit(found.place, { commandLimitMs, environment }) : null;
  };
  return {
    /** Which of the paths (relative, untracked) are ignored. One git process. */
    ignored: async (paths: readonly string[]): Promise<Set<string>> => {
      const git = open();
      return new Set(git === null ? [] : (await ignoredPaths(git, paths)).map(({ file }) => file));
    },
    /** All paths in the index. One git process. */
    tracked: async (): Promise<Set<string>> => {
      const git = open();
      if (git === null) return new Set();
      return new Set((await git.output({ args: ['ls-files', '-z'] })).split('\0').filter((file) => file !== ''));
    },
    /** Changes when .git/info/exclude does. No process. */
    signature: (): string => {
      const found = findRepository(folder);
      if (!found.ok) return '';
      const stats = statSync(path.join(found.place.commonFolder, 'info', 'exclude'), { throwIfNoEntry: false });
      return stats === undefined ? '' : `${stats.ino}:${stats.size}:${stats.mtimeMs}`;
    },
  };
}
