import type { CommitOutcome, Git } from '../../../ports/git.ts';
import { carriesTrailers, commitMessage } from './commitMessage.ts';
import { moveRef } from './commitPaths.ts';
import { branchRef, requireCommitName, shortName } from './gitNames.ts';
import {
  headBranch,
  identityRefusal,
  readHeaders,
  refuse,
  resolveCommits,
  type Refusal,
  type Repository,
} from './repository.ts';
import { operationInProgress } from './repositoryPlace.ts';
import { changesBetween, gitlinkProblem, type TreeChange } from './treeChanges.ts';
import { moveIndexAlong } from './userIndex.ts';

type AcceptRequest = Parameters<Git['acceptAttempt']>[0];

/** Commits on the branch since the base that are searched for one of ours. */
const MAX_COMMITS_SEARCHED = 10_000;

/**
 * See Git.acceptAttempt. The branch moves first and the index follows, both under index.lock. After a kill in between, the
 * same call finds the commit by its trailers and brings the index along.
 */
export async function acceptAttempt(repository: Repository, request: AcceptRequest): Promise<CommitOutcome> {
  const { base, tip } = request;
  requireCommitName(base);
  requireCommitName(tip);
  const ref = branchRef(request.branch);
  if (ref === null) return refuse(`${JSON.stringify(request.branch)} is not a name that git accepts for a branch.`);
  const settings = await repository.settings.read();
  const refusal = identityRefusal(settings) ?? (await placeRefusal(repository, request.branch));
  if (refusal !== null) return refusal;
  const [head] = await resolveCommits(repository, [ref]);
  if (head === null || head === undefined) return refuse(`The branch ${request.branch} no longer exists.`);
  if (head !== base) return await finishEarlier(repository, { request, ref, head });

  const changes = await changesBetween(repository.git, base, tip);
  const link = gitlinkProblem(changes);
  if (link !== null) return refuse(link);
  if (changes.length === 0) return refuse('The attempt changed nothing: there is nothing to accept.');
  const commit = await makeCommit(repository, request);
  const refs = [`${ref}.lock`, 'HEAD.lock'].map((file) => ({ file, content: commit }));
  const held = await repository.lock.hold({ index: true, refs }, async (): Promise<Refusal | null> => {
    const elsewhere = await placeRefusal(repository, request.branch);
    if (elsewhere !== null) return elsewhere;
    const complaint = await moveRef(repository, { ref, commit, expected: [base] });
    if (complaint !== null)
      return refuse(`The branch ${request.branch} has moved meanwhile, so nothing was accepted: ${complaint}`);
    await bringIndex(repository, changes);
    return null;
  });
  if (!held.ok) return held;
  return held.value ?? { ok: true, commit, files: changes.map(({ path }) => path) };
}

async function placeRefusal(repository: Repository, branch: string): Promise<Refusal | null> {
  const operation = operationInProgress(repository.git.place);
  if (operation !== null) return refuse(operation);
  const present = await headBranch(repository);
  if (present === branch) return null;
  const where = present === null ? 'not on a branch' : `on the branch ${present}`;
  return refuse(
    `The repository is ${where}, not on ${branch}, where the work belongs. Run "git switch ${branch}", then continue.`,
  );
}

async function makeCommit({ git }: Repository, { base, tip, message, trailers }: AcceptRequest): Promise<string> {
  const args = ['commit-tree', `${tip}^{tree}`, '-p', base, '-F', '-'];
  return (await git.output({ args, input: commitMessage(message, trailers), writes: true })).trim();
}

/** The branch has left the base: either this very attempt was accepted before (finish it), or somebody else moved it. */
async function finishEarlier(
  repository: Repository,
  { request, ref, head }: { request: AcceptRequest; ref: string; head: string },
): Promise<CommitOutcome> {
  const { base, branch, trailers } = request;
  const since = await readHeaders(repository, { from: head, notFrom: base, maxCommits: MAX_COMMITS_SEARCHED });
  const accepted = since.find(({ text, parents }) => parents.includes(base) && carriesTrailers(text, trailers));
  if (accepted === undefined) {
    return refuse(
      `The branch ${branch} has moved: it is at ${shortName(head)}, and this work was made on ${shortName(base)}. ` +
        `Nothing was accepted. To go on from where it was, put your commits on a branch of their own and move ${branch} back.`,
    );
  }
  const changes = await changesBetween(repository.git, base, accepted.commit);
  const held = await repository.lock.hold({ index: true, refs: [] }, async () => {
    await bringIndex(repository, await stillSoAt(repository, { changes, accepted: accepted.commit, ref }));
  });
  return held.ok ? { ok: true, commit: accepted.commit, files: changes.map(({ path }) => path) } : held;
}

/** Leaves out what a later commit has changed again: there the index has moved on as well. */
async function stillSoAt(
  repository: Repository,
  { changes, accepted, ref }: { changes: TreeChange[]; accepted: string; ref: string },
): Promise<TreeChange[]> {
  const later = await changesBetween(repository.git, accepted, ref);
  const changedLater = new Set(later.map(({ path }) => path));
  return changes.filter(({ path }) => !changedLater.has(path));
}

async function bringIndex(repository: Repository, changes: readonly TreeChange[]): Promise<void> {
  const { localFilters } = await repository.settings.read();
  const privateFile = repository.lock.privateFile();
  await moveIndexAlong(repository.git, { changes, filtersOff: localFilters, privateFile });
}
