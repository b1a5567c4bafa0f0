import { moveRef } from './commitPaths.ts';
import { branchRef, requireCommitName, shortName } from './gitNames.ts';
import { readStatus } from './inspectRepository.ts';
import { identityRefusal, refuse, resolveCommits, type Refusal, type Repository } from './repository.ts';
import { operationInProgress } from './repositoryPlace.ts';

/** See Git.beginBranch. HEAD is pointed at the new branch of the same commit, so that no file is checked out. */
export async function beginBranch(
  repository: Repository,
  branch: string,
  commit: string,
): Promise<{ ok: true } | Refusal> {
  requireCommitName(commit);
  const ref = branchRef(branch);
  if (ref === null)
    return refuse(`${JSON.stringify(branch)} is not a name that git accepts for a branch. Choose another one.`);
  const refs = [
    { file: `${ref}.lock`, content: commit },
    { file: 'HEAD.lock', content: `ref: ${ref}` },
  ];
  const held = await repository.lock.hold(
    { index: true, refs },
    async () => await begin(repository, { branch, ref, commit }),
  );
  return held.ok ? held.value : held;
}

async function begin(
  repository: Repository,
  { branch, ref, commit }: { branch: string; ref: string; commit: string },
): Promise<{ ok: true } | Refusal> {
  const { git } = repository;
  const settings = await repository.settings.read();
  const status = await readStatus(git, { filtersOff: settings.localFilters, paths: [] });
  if (status.branch === branch && status.head === commit) return { ok: true };
  const operation = operationInProgress(git.place);
  const refusal =
    (operation === null ? null : refuse(operation)) ?? identityRefusal(settings) ?? treeRefusal(status, commit);
  if (refusal !== null) return refusal;
  const complaint = await moveRef(repository, { ref, commit, expected: ['0'.repeat(commit.length)] });
  if (complaint !== null) {
    // Left by a call that was killed before it moved HEAD, if it is at the same commit.
    const [present] = await resolveCommits(repository, [ref]);
    if (present !== commit)
      return refuse(
        `The branch ${branch} cannot be made (${complaint}). Delete or rename what is in its way, then start again.`,
      );
  }
  await git.output({ args: ['symbolic-ref', '-m', 'longhaul: begin', 'HEAD', ref], writes: true });
  return { ok: true };
}

function treeRefusal(
  { head, entries }: { head: string | null; entries: { path: string }[] },
  commit: string,
): Refusal | null {
  if (head !== commit) {
    const now = head === null ? 'there is no commit' : `HEAD is at ${shortName(head)}`;
    return refuse(
      `The repository has moved: ${now}, and the mission was prepared at ${shortName(commit)}. Start again from where it is now.`,
    );
  }
  const [first, ...others] = entries;
  if (first === undefined) return null;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return refuse(
    `There are changes that are not committed (${first.path}${more}). Commit or stash them, then start again.`,
  );
}
