import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Files } from '../../ports/files.ts';
import type { Git } from '../../ports/git.ts';
import type { Shell } from '../../ports/shell.ts';
import type { Workspace, Workspaces } from '../../ports/workspaces.ts';
import { makeClone, removeFolder } from './git/cloneFolder.ts';
import { findRepository } from './git/repositoryPlace.ts';

export interface WorkspacesOptions {
  /** Top of the user's repository. */
  userFolder: string;
  /** Clones and empty folders lie in `<root>/work/<missionId>/<name>`. */
  root: string;
  missionId: string;
  git: Git;
  filesAt: (folder: string) => Files;
  shellAt: (folder: string, run: number) => Shell;
  limits: { commandLimitMs: number };
  /** Source of the few variables that git may see; the process's own by default. */
  environment?: NodeJS.ProcessEnv;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Calls for the same clone wait for each other. Throws with a sentence where a clone cannot be made. */
export function nodeWorkspaces(options: WorkspacesOptions): Workspaces {
  const { userFolder, git, filesAt, shellAt } = options;
  const shells = new Map<string, Shell>();
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(name) ?? Promise.resolve()).then(action);
    turns.set(
      name,
      turn.catch(() => null),
    );
    return await turn;
  };
  const missionFolder = path.join(options.root, 'work', checkedName(options.missionId));
  const folderOf = (name: string) => path.join(missionFolder, checkedName(name));
  const stopShell = async (name: string) => {
    await shells.get(name)?.stopAll();
    shells.delete(name);
  };
  const workspaceAt = (folder: string, run: number): Workspace => ({
    folder,
    files: filesAt(folder),
    shell: shellAt(folder, run),
  });
  return {
    git,
    userTree: (run) => workspaceAt(userFolder, run),
    clone: async (name, commit, run) => {
      const folder = folderOf(name);
      return await inTurn(name, async () => {
        await stopShell(name);
        await refresh(options, folder, commit);
        const workspace = workspaceAt(folder, run);
        shells.set(name, workspace.shell);
        return workspace;
      });
    },
    emptyFolder: async (name) => {
      const folder = folderOf(name);
      return await inTurn(name, async () => {
        await stopShell(name);
        await removeFolder(folder);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return folder;
      });
    },
    discard: async (name) => {
      const folder = folderOf(name);
      await inTurn(name, async () => {
        await stopShell(name);
        await removeFolder(folder);
      });
    },
    discardAll: async () => {
      await Promise.all(turns.values());
      await Promise.all([...shells.keys()].map(stopShell));
      await removeFolder(missionFolder);
    },
  };
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`Not a name for a folder of clones: ${JSON.stringify(name)}`);
  return name;
}

/** A second try starts from nothing: the first may have met left-overs, or a clean-up by the user's git in the middle. */
async function refresh(options: WorkspacesOptions, folder: string, commit: string): Promise<void> {
  const found = findRepository(options.userFolder);
  if (!found.ok) throw new Error(found.message);
  const settings = { ...options.limits, environment: options.environment ?? process.env };
  const request = { from: found.place, folder, commit, settings };
  try {
    await makeClone(request);
  } catch {
    await removeFolder(folder);
    await makeClone(request);
  }
}
