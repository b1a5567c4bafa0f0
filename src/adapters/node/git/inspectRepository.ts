import type { RepositoryProblem, RepositoryState } from '../../../ports/git.ts';
import type { HardenedGit } from './hardenedGit.ts';
import { IDENTITY_MISSING, type Repository } from './repository.ts';
import { operationInProgress } from './repositoryPlace.ts';

const MAX_DIRTY_PATHS = 50;

export interface TreeStatus {
  /** Null before the first commit. */
  head: string | null;
  /** Short name; null when detached. */
  branch: string | null;
  entries: StatusEntry[];
}

export interface StatusEntry {
  path: string;
  /** Two letters of `git status`: index against HEAD, tree against index; "??" for an untracked path. */
  state: string;
  /** What the index holds, where git names it. */
  index: { mode: string; object: string } | null;
}

/** See Git.inspect. One git process (two after a change of the configuration). */
export async function inspectRepository(repository: Repository): Promise<RepositoryState> {
  const { git, settings } = repository;
  const operation = operationInProgress(git.place);
  if (operation !== null) return problem('operationInProgress', operation);
  const { hasIdentity, localFilters } = await settings.read();
  const { head, branch, entries } = await readStatus(git, { filtersOff: localFilters, paths: [] });
  if (head === null) {
    return problem(
      'noCommits',
      'The repository has no commit yet. Commit what is there (git add, git commit), then start again.',
    );
  }
  if (branch === null) {
    return problem(
      'detachedHead',
      'HEAD is not on a branch. Run "git switch BRANCH" (or "git switch -c NAME" for a new one), then start again.',
    );
  }
  if (!hasIdentity) return problem('noIdentity', IDENTITY_MISSING);
  const dirty = [...new Set(entries.map((entry) => entry.path))].slice(0, MAX_DIRTY_PATHS);
  return { ok: true, head, branch, dirty };
}

/** State of the tree; with `paths`, of these alone. */
export async function readStatus(
  git: HardenedGit,
  { filtersOff, paths }: { filtersOff: readonly string[]; paths: readonly string[] },
): Promise<TreeStatus> {
  const options = [
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=normal',
    '--ignore-submodules=all',
    '--no-renames',
    '--no-ahead-behind',
  ];
  const selection = paths.length === 0 ? [] : ['--', ...paths];
  return parseStatus(await git.output({ args: ['status', ...options, ...selection], filtersOff }));
}

function parseStatus(output: string): TreeStatus {
  const status: TreeStatus = { head: null, branch: null, entries: [] };
  for (const line of output.split('\0')) {
    const header = /^# branch\.(oid|head) (.+)$/s.exec(line);
    if (header?.[1] === 'oid' && header[2] !== '(initial)') status.head = header[2] ?? null;
    if (header?.[1] === 'head' && header[2] !== '(detached)') status.branch = header[2] ?? null;
    const entry = parseEntry(line);
    if (entry !== null) status.entries.push(entry);
  }
  return status;
}

function parseEntry(line: string): StatusEntry | null {
  if (line.startsWith('? ')) return { path: line.slice(2), state: '??', index: null };
  const changed = /^1 (..) \S+ \S+ (\d+) \S+ \S+ ([0-9a-f]+) (.+)$/s.exec(line);
  if (changed !== null) {
    const [, state = '', mode = '', object = '', path = ''] = changed;
    return { path, state, index: mode === '000000' ? null : { mode, object } };
  }
  const unmerged = /^u (..) (?:\S+ ){8}(.+)$/s.exec(line);
  return unmerged === null ? null : { path: unmerged[2] ?? '', state: unmerged[1] ?? '', index: null };
}

function problem(kind: RepositoryProblem, message: string): RepositoryState {
  return { ok: false, problem: kind, message };
}
