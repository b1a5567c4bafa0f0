import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where a repository lives, found without git, so that nothing planted in the tree can redirect it. */
export interface RepositoryPlace {
  /** Top folder of the working tree. */
  top: string;
  /** HEAD and index of this working tree. */
  gitFolder: string;
  /** Objects, refs and configuration; differs from `gitFolder` in a linked worktree only. */
  commonFolder: string;
}

export type PlaceFound =
  { ok: true; place: RepositoryPlace } | { ok: false; problem: 'notARepository' | 'notTheTopFolder'; message: string };

/** Looks at `folder` itself first, then upwards for a sentence about where the top is. */
export function findRepository(folder: string): PlaceFound {
  if (!isFolder(folder))
    return notARepository(`The folder ${folder} does not exist. Open a folder that holds a repository.`);
  const top = realpathSync(folder);
  if (!existsSync(path.join(top, '.git'))) return describeMissing(top);
  const place = placeAt(top);
  if (place === null) {
    return notARepository(
      `The file ${path.join(top, '.git')} does not lead to a repository of this folder. Repair it with "git worktree repair", or remove it and run "git init".`,
    );
  }
  return { ok: true, place };
}

function placeAt(top: string): RepositoryPlace | null {
  const entry = path.join(top, '.git');
  if (statSync(entry).isDirectory())
    return isRepositoryFolder(entry) ? { top, gitFolder: entry, commonFolder: entry } : null;
  const match = /^gitdir: (.+)$/m.exec(readFileSync(entry, 'utf8'));
  if (match?.[1] === undefined) return null;
  const gitFolder = path.resolve(top, match[1].trimEnd());
  if (!isFolder(gitFolder)) return null;
  const common = readLine(path.join(gitFolder, 'commondir'));
  if (common === null) return isRepositoryFolder(gitFolder) ? { top, gitFolder, commonFolder: gitFolder } : null;
  // A linked worktree is known to its repository by a link back; a planted .git file lacks it.
  const linkBack = readLine(path.join(gitFolder, 'gitdir'));
  if (linkBack === null || !isSameFile(path.resolve(gitFolder, linkBack), entry)) return null;
  const commonFolder = path.resolve(gitFolder, common);
  return isRepositoryFolder(commonFolder) ? { top, gitFolder, commonFolder } : null;
}

function describeMissing(top: string): PlaceFound {
  for (let above = path.dirname(top), below = top; above !== below; below = above, above = path.dirname(above)) {
    if (existsSync(path.join(above, '.git'))) {
      return {
        ok: false,
        problem: 'notTheTopFolder',
        message: `This folder lies inside the repository ${above}. Open ${above} instead: missions work on whole repositories.`,
      };
    }
  }
  return notARepository('This folder is not a git repository. Run "git init", commit what is there, and start again.');
}

function notARepository(message: string): PlaceFound {
  return { ok: false, problem: 'notARepository', message };
}

function isRepositoryFolder(folder: string): boolean {
  return isFolder(path.join(folder, 'objects')) && existsSync(path.join(folder, 'HEAD'));
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

function readLine(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    return null;
  }
}

const OPERATIONS: Record<string, { what: string; abort: string }> = {
  MERGE_HEAD: { what: 'A merge', abort: 'git merge --abort' },
  'rebase-merge': { what: 'A rebase', abort: 'git rebase --abort' },
  'rebase-apply': { what: 'A rebase or "git am"', abort: 'git rebase --abort' },
  CHERRY_PICK_HEAD: { what: 'A cherry-pick', abort: 'git cherry-pick --abort' },
  REVERT_HEAD: { what: 'A revert', abort: 'git revert --abort' },
  BISECT_LOG: { what: 'A bisect', abort: 'git bisect reset' },
};

/** A sentence about a merge, rebase … that has not been finished, or null. */
export function operationInProgress(place: RepositoryPlace): string | null {
  for (const [file, { what, abort }] of Object.entries(OPERATIONS)) {
    if (existsSync(path.join(place.gitFolder, file))) {
      return `${what} is in progress. Finish it, or leave it with "${abort}", then start again.`;
    }
  }
  return null;
}

/** The branch that HEAD names (short), null when detached, undefined where only git can tell (other ref storage). */
export function readHeadBranch(place: RepositoryPlace): string | null | undefined {
  const line = readLine(path.join(place.gitFolder, 'HEAD'));
  if (line === null || line === 'ref: refs/heads/.invalid') return undefined;
  const match = /^ref: refs\/heads\/(.+)$/.exec(line);
  if (match?.[1] !== undefined) return match[1];
  return line.startsWith('ref:') ? undefined : null;
}
