import type { Git } from '../../../ports/git.ts';
import { acceptAttempt } from './acceptAttempt.ts';
import { beginBranch } from './beginBranch.ts';
import { commitPaths } from './commitPaths.ts';
import { differingPaths } from './differingPaths.ts';
import { GitFailure, hardenedGit } from './hardenedGit.ts';
import { inspectRepository } from './inspectRepository.ts';
import { listChanges, readDiff, readRef, showFile } from './readCommits.ts';
import { refuse, type Refusal, type Repository } from './repository.ts';
import { repositoryLock, type LockLimits } from './repositoryLock.ts';
import { findRepository, type RepositoryPlace } from './repositoryPlace.ts';
import { settingsReader } from './repositorySettings.ts';
import { restorePaths } from './restorePaths.ts';

export interface GitLimits extends LockLimits {
  /** git is stopped after this long without output. */
  commandLimitMs: number;
}

export interface GitOptions {
  /** Top folder of the repository; it need not be one yet. */
  folder: string;
  limits: GitLimits;
  /** Source of the few variables that git may see; the process's own by default. */
  environment?: NodeJS.ProcessEnv;
}

/** The user's repository. `calls` counts git processes. Operations other than `inspect` throw where there is no repository. */
export function repositoryGit(options: GitOptions): Git & { calls(): number } {
  const find = repositoryFinder(options);
  const found = (): Repository => {
    const answer = find.now();
    if (!answer.ok) throw new Error(answer.message);
    return answer.repository;
  };
  return {
    inspect: async () => {
      const answer = find.now();
      if (!answer.ok) return answer;
      try {
        return await inspectRepository(answer.repository);
      } catch (error) {
        if (!(error instanceof GitFailure)) throw error;
        return { ok: false, problem: 'notARepository', message: describeFailure(error) };
      }
    },
    beginBranch: async (branch, commit) => await asOutcome(async () => await beginBranch(found(), branch, commit)),
    commit: async (request) => await asOutcome(async () => await commitPaths(found(), request)),
    acceptAttempt: async (request) => await asOutcome(async () => await acceptAttempt(found(), request)),
    restore: async (paths, commit) => await asOutcome(async () => await restorePaths(found(), paths, commit)),
    differing: async (commit, paths) => await differingPaths(found(), commit, paths),
    readRef: async (ref) => await readRef(found(), ref),
    changes: async (base, head) => await listChanges(found(), base, head),
    diff: async (base, head, maxBytes) => await readDiff(found(), { base, head, maxBytes }),
    show: async (commit, path) => await showFile(found(), commit, path),
    calls: find.calls,
  };
}

type Found = { ok: true; repository: Repository } | Extract<ReturnType<typeof findRepository>, { ok: false }>;

/** Looks each time where the repository is, and keeps what is known about it while it stays there. */
function repositoryFinder({ folder, limits, environment = process.env }: GitOptions) {
  const settings = { commandLimitMs: limits.commandLimitMs, environment };
  let known: { repository: Repository; place: RepositoryPlace } | null = null;
  let earlierCalls = 0;
  const now = (): Found => {
    const found = findRepository(folder);
    if (!found.ok) return found;
    const { place } = found;
    if (known === null || !isSamePlace(known.place, place)) {
      earlierCalls += known?.repository.git.calls ?? 0;
      const git = hardenedGit(place, settings);
      known = {
        place,
        repository: { git, lock: repositoryLock(place, limits), settings: settingsReader(git, environment) },
      };
    }
    return { ok: true, repository: known.repository };
  };
  return { now, calls: () => earlierCalls + (known?.repository.git.calls ?? 0) };
}

function isSamePlace(one: RepositoryPlace, other: RepositoryPlace): boolean {
  return one.top === other.top && one.gitFolder === other.gitFolder && one.commonFolder === other.commonFolder;
}

/** What git or the file system refuses (disk full, no permission, a damaged repository) is an outcome; the rest is a bug. */
async function asOutcome<T>(action: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof GitFailure) return refuse(describeFailure(error));
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return refuse(
      `The repository cannot be written: ${error.message}. Check disk space and permissions, then continue.`,
    );
  }
}

function describeFailure({ complaint }: GitFailure): string {
  if (complaint.includes('ENOENT')) return 'git was not found. Install it (https://git-scm.com), then start again.';
  return `git could not do its part: ${complaint}. Repair the repository ("git fsck" shows what is wrong), then continue.`;
}
