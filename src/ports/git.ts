/** Host git, hardened (reliability.md section 2). Names, paths and messages that come from agents never become options. */

export type RepositoryProblem =
  'notARepository' | 'noCommits' | 'detachedHead' | 'operationInProgress' | 'notTheTopFolder' | 'noIdentity';

export type RepositoryState =
  | {
      ok: true;
      head: string;
      branch: string;
      /** Paths changed or untracked (not ignored), at most 50. */ dirty: string[];
    }
  | { ok: false; problem: RepositoryProblem; message: string };

export interface CommitTrailers {
  Mission: string;
  Feature: string;
  Attempt: string;
  Assertions: string;
  Fixes: string;
}

export interface CommitRequest {
  /** Full name below refs/. Created, or moved by compare-and-swap from `parent`. */
  ref: string;
  parent: string;
  paths: string[];
  message: string;
  trailers: CommitTrailers;
}

export type CommitOutcome = { ok: true; commit: string; files: string[] } | { ok: false; why: string };

export interface FileChange {
  path: string;
  status: 'added' | 'changed' | 'deleted' | 'renamed';
  addedLines: number;
  removedLines: number;
}

export interface Git {
  inspect(): Promise<RepositoryState>;
  /** Creates `branch` at `commit` and checks it out; fails when HEAD or the tree moved meanwhile. Done already = ok. */
  beginBranch(branch: string, commit: string): Promise<{ ok: true } | { ok: false; why: string }>;
  /** Stores the tree's present content of `paths` on top of `parent` in `ref`; user's index, HEAD and branch untouched. */
  commit(request: CommitRequest): Promise<CommitOutcome>;
  /**
   * Squashes the tree of `tip` to one commit on `base`, moves `branch` (HEAD) there by compare-and-swap and brings the user's
   * index along for paths that still equalled the base. A commit with these trailers already on the branch is recognised and
   * returned, never doubled.
   */
  acceptAttempt(request: {
    branch: string;
    base: string;
    tip: string;
    message: string;
    trailers: CommitTrailers;
  }): Promise<CommitOutcome>;
  /** Puts `paths` in tree back to what `commit` holds (removing what it does not hold). Other paths are untouched. */
  restore(paths: string[], commit: string): Promise<{ ok: true } | { ok: false; why: string }>;
  /** Those of `paths` whose content, mode or presence in the tree differs from the commit. */
  differing(commit: string, paths: string[]): Promise<string[]>;
  /** The commit a ref names, or null. */
  readRef(ref: string): Promise<string | null>;
  changes(base: string, head: string): Promise<FileChange[]>;
  /** Unified diff, capped. */
  diff(base: string, head: string, maxBytes: number): Promise<string>;
  /** Content of a file in a commit, or null. */
  show(commit: string, path: string): Promise<string | null>;
}
