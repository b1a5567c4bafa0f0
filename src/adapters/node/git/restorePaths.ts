import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathProblem, requireCommitName } from './gitNames.ts';
import { readStatus } from './inspectRepository.ts';
import { withPrivateIndex } from './privateIndex.ts';
import { refuse, type Refusal, type Repository } from './repository.ts';
import { entriesAt, GITLINK_MODE, type TreeChange, type TreeEntry } from './treeChanges.ts';
import { foldersAbove, isFileInTree, isFolder } from './treePaths.ts';
import { moveIndexAlong } from './userIndex.ts';

type Restored = { ok: true } | Refusal;

/**
 * See Git.restore. What the user has staged stays staged, unless it is exactly what is being taken away: an index entry that
 * differs from HEAD and equals the file in the tree goes back together with the file.
 */
export async function restorePaths(
  repository: Repository,
  paths: readonly string[],
  commit: string,
): Promise<Restored> {
  requireCommitName(commit);
  const wanted = [...new Set(paths)];
  if (wanted.length === 0) return { ok: true };
  const why = wanted.map((file) => pathProblem(file)).find((problem) => problem !== null);
  if (why !== undefined) return refuse(why);
  const { git, lock } = repository;
  const { localFilters } = await repository.settings.read();
  const held = await entriesAt(git, commit, wanted);
  const staged = await stagedAsInTree(repository, { wanted, held, localFilters });
  if (staged.length === 0) return await restoreFiles(repository, { wanted, held, localFilters });
  const done = await lock.hold({ index: true, refs: [] }, async (): Promise<Restored> => {
    const restored = await restoreFiles(repository, { wanted, held, localFilters });
    if (restored.ok)
      await moveIndexAlong(git, { changes: staged, filtersOff: localFilters, privateFile: lock.privateFile() });
    return restored;
  });
  return done.ok ? done.value : done;
}

interface Selection {
  wanted: readonly string[];
  /** What the commit holds. */
  held: ReadonlyMap<string, TreeEntry>;
  localFilters: readonly string[];
}

/** Index entries to take back: staged, and the same in the tree. */
async function stagedAsInTree({ git }: Repository, { wanted, held, localFilters }: Selection): Promise<TreeChange[]> {
  const few = wanted.reduce((length, file) => length + file.length, 0) < 60_000;
  const { entries } = await readStatus(git, { filtersOff: localFilters, paths: few ? wanted : [] });
  const names = new Set(wanted);
  return entries
    .filter(({ path: file, state }) => names.has(file) && /^[AMTD]\.$/.test(state))
    .map(({ path: file, index }) => ({ path: file, before: index, after: held.get(file) ?? null }));
}

async function restoreFiles(repository: Repository, { wanted, held, localFilters }: Selection): Promise<Restored> {
  const { git } = repository;
  const { top } = git.place;
  try {
    for (const file of wanted) if (!held.has(file)) removeFile(top, file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refuse(`A file could not be removed: ${error.message}. Close what uses it, then continue.`);
  }
  const files = [...held].filter(([, { mode }]) => mode !== GITLINK_MODE);
  const obstacle = files.map(([file]) => obstacleTo(top, file)).find((found) => found !== null);
  if (obstacle !== undefined) {
    return refuse(
      `${JSON.stringify(obstacle)} is in the way of a file to be put back, and is not Longhaul's to remove. Move it away, then continue.`,
    );
  }
  if (files.length === 0) return { ok: true };
  return await withPrivateIndex(repository, { entries: files, filtersOff: localFilters }, async (index) => {
    const input = files.map(([file]) => `${file}\0`).join('');
    const args = ['checkout-index', '--force', '--quiet', '-z', '--stdin'];
    const written = await git.tryOutput({ ...index, args, input });
    return written.ok ? { ok: true } : refuse(`Files could not be put back: ${written.failure.complaint}`);
  });
}

/** Removes a file or link, and the folders above that are empty now. What lies below a link is not in this tree. */
function removeFile(top: string, file: string): void {
  if (!isFileInTree(top, file)) return;
  const target = path.join(top, file);
  rmSync(target, { force: true });
  for (const folder of foldersAbove(file).toReversed()) {
    if (readdirSync(path.join(top, folder)).length > 0) return;
    rmdirSync(path.join(top, folder));
  }
}

/** What `git checkout-index --force` would throw away to make room: a folder with content, or a file where a folder is needed. */
function obstacleTo(top: string, file: string): string | null {
  for (let end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
    const above = lstatSync(path.join(top, file.slice(0, end)), { throwIfNoEntry: false });
    if (above === undefined) return null;
    if (!above.isDirectory()) return file.slice(0, end);
  }
  const target = path.join(top, file);
  return isFolder(target) && readdirSync(target).length > 0 ? file : null;
}
