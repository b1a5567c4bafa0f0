import type { HardenedGit } from './hardenedGit.ts';
import type { RepositoryLock } from './repositoryLock.ts';
import type { RepositorySettings, SettingsReader } from './repositorySettings.ts';
import { readHeadBranch } from './repositoryPlace.ts';

/** A repository that was found: what every operation on it needs. */
export interface Repository {
  git: HardenedGit;
  lock: RepositoryLock;
  settings: SettingsReader;
}

export type Refusal = { ok: false; why: string };

export function refuse(why: string): Refusal {
  return { ok: false, why };
}

export function identityRefusal(settings: RepositorySettings): Refusal | null {
  return settings.hasIdentity ? null : refuse(IDENTITY_MISSING);
}

export const IDENTITY_MISSING =
  'git does not know who you are, and commits are made in your name. Run: git config --global user.name "Your Name" and ' +
  'git config --global user.email "you@example.org", then start again.';

/** The branch that HEAD names (short), or null when detached. Costs a process only with other ref storage than files. */
export async function headBranch({ git }: Repository): Promise<string | null> {
  const known = readHeadBranch(git.place);
  if (known !== undefined) return known;
  const answer = await git.tryOutput({ args: ['symbolic-ref', '--quiet', '--short', 'HEAD'] });
  return answer.ok ? answer.output.trim() : null;
}

/** The commits that full refs or commit names stand for, in order; null for each that does not exist. One git process. */
export async function resolveCommits({ git }: Repository, names: readonly string[]): Promise<(string | null)[]> {
  const input = names.map((name) => `${name}^{commit}\n`).join('');
  const output = await git.output({ args: ['cat-file', '--batch-check=%(objectname)'], input });
  return output
    .split('\n')
    .slice(0, names.length)
    .map((line) => (/^[0-9a-f]+$/.test(line) ? line : null));
}

export interface CommitHeader {
  commit: string;
  parents: string[];
  tree: string;
  text: string;
}

/** Commits reachable from `from` and not from `notFrom`, newest first, at most `maxCommits`. */
export async function readHeaders(
  { git }: Repository,
  { from, notFrom, maxCommits }: { from: string; notFrom: string | null; maxCommits: number },
): Promise<CommitHeader[]> {
  const range = notFrom === null ? [from] : [from, `^${notFrom}`];
  const output = await git.output({
    args: [
      'rev-list',
      `--max-count=${maxCommits}`,
      '--format=%x01%H%x00%P%x00%T%x00%B%x02',
      '--end-of-options',
      ...range,
    ],
  });
  return output
    .split('\x01')
    .slice(1)
    .map((record) => {
      const [commit = '', parents = '', tree = '', rest = ''] = record.split('\0');
      return { commit, parents: parents.split(' '), tree, text: rest.slice(0, rest.lastIndexOf('\x02')) };
    });
}
