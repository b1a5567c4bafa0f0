import type { Files } from './files.ts';
import type { Git } from './git.ts';
import type { Shell } from './shell.ts';

/** A folder an owner may work in. */
export interface Workspace {
  folder: string;
  files: Files;
  shell: Shell;
}

export interface Workspaces {
  /** The user's tree, for run `run`. */
  userTree(run: number): Workspace;
  /** A private clone at `commit`, made or reset to it; named so that a crash finds it again. No node_modules or build output is shared. */
  clone(name: string, commit: string, run: number): Promise<Workspace>;
  /** An empty folder of the mission's own outside every tree, made anew; its absolute path. */
  emptyFolder(name: string): Promise<string>;
  /** Removes a clone and whatever still runs in it. */
  discard(name: string): Promise<void>;
  /** Removes every clone and every empty folder of the mission, also those that an earlier process left. */
  discardAll(): Promise<void>;
  git: Git;
}
