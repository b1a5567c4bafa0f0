import { existsSync, lstatSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CommitOutcome, CommitRequest } from '../../../ports/git.ts';
import { carriesTrailers, commitMessage } from './commitMessage.ts';
import { isRefName, pathProblem, requireCommitName, shortName } from './gitNames.ts';
import { identityRefusal, readHeaders, refuse, type Refusal, type Repository } from './repository.ts';
import { ignoredPaths } from './ignoredPaths.ts';
import { changesBetween, entriesAt, gitlinkProblem } from './treeChanges.ts';

/** See Git.commit. Paths are staged one by one into an index of our own; the user's index is not read. */
export async function commitPaths(repository: Repository, request: CommitRequest): Promise<CommitOutcome> {
  requireCommitName(request.parent);
  if (!isRefName(request.ref)) throw new Error(`Not a full ref: ${JSON.stringify(request.ref)}`);
  const settings = await repository.settings.read();
  const paths = [...new Set(request.paths)];
  const found = lookAtPaths(repository.git.place.top, paths);
  const refusal =
    identityRefusal(settings) ?? (paths.length === 0 ? refuse('No paths were named; name the files to commit.') : null);
  if (refusal !== null) return refusal;
  if (!found.ok) return found;
  const indexFile = repository.lock.privateFile();
  try {
    const staged = await stage(repository, { request, found, indexFile, localFilters: settings.localFilters });
    return staged.ok ? await record(repository, { request, tree: staged.tree, files: staged.files }) : staged;
  } finally {
    rmSync(indexFile, { force: true });
  }
}

interface FoundPaths {
  ok: true;
  /** Files and links to stage. */
  present: string[];
  /** Not there (or below what is no folder): staged as deletions. */
  absent: string[];
  /** A folder now; if the parent holds a file of that name, that is a deletion too. */
  folders: string[];
}

function lookAtPaths(top: string, paths: readonly string[]): FoundPaths | Refusal {
  const found: FoundPaths = { ok: true, present: [], absent: [], folders: [] };
  for (const file of paths) {
    const why = pathProblem(file) ?? nestedRepositoryProblem(top, file);
    if (why !== null) return refuse(why);
    const kind = kindOf(top, file);
    if (kind === 'other') return refuse(`${JSON.stringify(file)} is neither a file nor a link; git cannot hold it.`);
    found[kind].push(file);
  }
  return found;
}

type PathKind = 'present' | 'absent' | 'folders' | 'other';

function kindOf(top: string, file: string): PathKind {
  for (let end = file.indexOf('/'); end > 0; end = file.indexOf('/', end + 1)) {
    const above = lstatSync(path.join(top, file.slice(0, end)), { throwIfNoEntry: false });
    if (above?.isDirectory() !== true) return 'absent';
  }
  const stats = lstatSync(path.join(top, file), { throwIfNoEntry: false });
  if (stats === undefined) return 'absent';
  if (stats.isDirectory()) return 'folders';
  return stats.isFile() || stats.isSymbolicLink() ? 'present' : 'other';
}

function nestedRepositoryProblem(top: string, file: string): string | null {
  for (let end = file.length; end > 0; end = file.lastIndexOf('/', end - 1)) {
    const folder = file.slice(0, end);
    if (existsSync(path.join(top, folder, '.git'))) {
      return `${JSON.stringify(file)} belongs to another repository (${folder}/.git), which Longhaul never commits.`;
    }
  }
  return null;
}

interface Staging {
  request: CommitRequest;
  found: FoundPaths;
  indexFile: string;
  localFilters: readonly string[];
}

type Staged = { ok: true; tree: string; files: string[] } | Refusal;

async function stage(repository: Repository, staging: Staging): Promise<Staged> {
  const { request, found, indexFile, localFilters } = staging;
  const { git } = repository;
  const index = { indexFile, filtersOff: localFilters, writes: true };
  await git.output({ ...index, args: ['read-tree', request.parent] });
  const refusal = (await ignoredRefusal(repository, staging)) ?? (await filterRefusal(repository, staging));
  if (refusal !== null) return refusal;
  const gone = [...found.absent, ...found.folders];
  if (gone.length > 0) {
    const args = ['update-index', '--force-remove', '-z', '--stdin'];
    await git.output({ ...index, args, input: terminated(gone) });
  }
  if (found.present.length > 0) {
    const args = ['update-index', '--add', '--replace', '--remove', '-z', '--stdin'];
    const added = await git.tryOutput({ ...index, args, input: terminated(found.present) });
    if (!added.ok) return refuse(`git could not stage the paths: ${added.failure.complaint}`);
  }
  // A partial clone lacks objects that this commit does not touch.
  const tree = (await git.output({ ...index, args: ['write-tree', '--missing-ok'] })).trim();
  const changes = await changesBetween(git, request.parent, tree);
  const changed = changes.map((change) => change.path);
  const link = gitlinkProblem(changes);
  if (link !== null) return refuse(link);
  const folder = found.folders.find((name) => !changed.includes(name));
  if (folder !== undefined)
    return refuse(`${JSON.stringify(folder)} is a folder; name the files in it that belong to the commit.`);
  if (changed.length === 0) {
    return refuse(`There is nothing to commit: these paths are as they were at ${shortName(request.parent)}.`);
  }
  return { ok: true, tree, files: changed };
}

/** A path that git ignores is staged only where the parent already holds it. */
async function ignoredRefusal({ git }: Repository, { request, found }: Staging): Promise<Refusal | null> {
  if (found.present.length === 0) return null;
  const ignored = await ignoredPaths(git, found.present);
  if (ignored.length === 0) return null;
  const names = ignored.map(({ file }) => file);
  const tracked = await entriesAt(git, request.parent, names);
  const first = ignored.find(({ file }) => !tracked.has(file));
  if (first === undefined) return null;
  return refuse(
    `${JSON.stringify(first.file)} is ignored by git (${first.rule}) and is not committed. ` +
      'Leave it out, or change that rule first.',
  );
}

/** Without its filter a file would be stored in another form than the user's git stores it (git-crypt: in the clear). */
async function filterRefusal(
  { git }: Repository,
  { found, indexFile, localFilters }: Staging,
): Promise<Refusal | null> {
  if (localFilters.length === 0 || found.present.length === 0) return null;
  const output = await git.output({
    args: ['check-attr', '-z', '--stdin', 'filter'],
    input: terminated(found.present),
    indexFile,
  });
  const fields = output.split('\0');
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [file = '', , name = ''] = fields.slice(at, at + 3);
    if (!localFilters.includes(name)) continue;
    return refuse(
      `${JSON.stringify(file)} goes through the filter "${name}", which only this repository's own configuration defines; ` +
        'Longhaul does not run programs named there. If you trust it, define it in your own configuration (git config --global).',
    );
  }
  return null;
}

async function record(
  repository: Repository,
  { request, tree, files }: { request: CommitRequest; tree: string; files: string[] },
): Promise<CommitOutcome> {
  const { ref, parent, trailers } = request;
  const { git, lock } = repository;
  const text = commitMessage(request.message, trailers);
  const commit = (
    await git.output({ args: ['commit-tree', tree, '-p', parent, '-F', '-'], input: text, writes: true })
  ).trim();
  const held = await lock.hold({ index: false, refs: [{ file: `${ref}.lock`, content: commit }] }, async () => {
    const moved = await moveRef(repository, { ref, commit, expected: [parent, '0'.repeat(commit.length)] });
    if (moved === null) return commit;
    const [present] = await readHeaders(repository, { from: ref, notFrom: null, maxCommits: 1 });
    const isSame = present?.tree === tree && present.parents[0] === parent && carriesTrailers(present.text, trailers);
    return isSame ? present.commit : refuse(`${ref} has moved meanwhile: ${moved}`);
  });
  if (!held.ok) return held;
  return typeof held.value === 'string' ? { ok: true, commit: held.value, files } : held.value;
}

/** Compare-and-swap from the first of the expected values that fits; null when done, else git's complaint. */
export async function moveRef(
  { git }: Repository,
  { ref, commit, expected }: { ref: string; commit: string; expected: string[] },
): Promise<string | null> {
  let complaint = '';
  for (const old of expected) {
    const args = ['update-ref', '-m', 'longhaul', '--end-of-options', ref, commit, old];
    const moved = await git.tryOutput({ args, writes: true });
    if (moved.ok) return null;
    complaint = moved.failure.complaint;
  }
  return complaint;
}

function terminated(paths: readonly string[]): string {
  return paths.map((file) => `${file}\0`).join('');
}
