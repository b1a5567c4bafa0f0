import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { requireCommitName } from './gitNames.ts';
import { hardenedGit, hardenedGitOutside, type GitSettings } from './hardenedGit.ts';
import { copyObjects } from './objectCopy.ts';
import { findRepository, type RepositoryPlace } from './repositoryPlace.ts';

export interface CloneRequest {
  /** The user's repository. */
  from: RepositoryPlace;
  /** Made where it does not exist, with the folders above. */
  folder: string;
  commit: string;
  settings: GitSettings;
}

/**
 * Makes `folder` a repository of its own with just the tree of `commit` checked out, HEAD detached. Whatever was there, a
 * clone in use before or one half made when the process was killed, is left with nothing but its object files; no remote, no
 * hook, no configuration of the user's repository comes along. Two git processes; throws with a sentence.
 */
export async function makeClone({ from, folder, commit, settings }: CloneRequest): Promise<void> {
  requireCommitName(commit);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const gitFolder = path.join(folder, '.git');
  await removeAllBut(folder, '.git');
  await removeAllBut(gitFolder, 'objects');
  const format = commit.length === 64 ? ['--object-format=sha256'] : [];
  await hardenedGitOutside(folder, settings).output({
    args: ['init', '--quiet', '--template=', ...format, '--', folder],
    writes: true,
  });
  await copyObjects(path.join(from.commonFolder, 'objects'), path.join(gitFolder, 'objects'));
  const shallow = path.join(from.commonFolder, 'shallow');
  if (existsSync(shallow)) await copyFile(shallow, path.join(gitFolder, 'shallow'));

  const made = findRepository(folder);
  if (!made.ok) throw new Error(made.message);
  // Large files kept by git-lfs are taken from where the user's repository keeps them.
  const lfs = path.join(from.commonFolder, 'lfs');
  const largeFiles = existsSync(lfs) ? ['-c', `lfs.storage=${lfs}`] : [];
  const checkedOut = await hardenedGit(made.place, settings).tryOutput({
    args: [...largeFiles, 'checkout', '--quiet', '--force', '--detach', commit, '--'],
    writes: true,
  });
  if (checkedOut.ok) return;
  throw new Error(
    `The commit ${commit} could not be checked out in ${folder}: ${checkedOut.failure.complaint}. ` +
      'Check the disk space and the repository ("git fsck"), then continue.',
  );
}

/** Removes a folder whatever the modes of the folders in it. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    await openFolders(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function removeAllBut(folder: string, kept: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    // The kept one must be a folder itself: a link would lead the work elsewhere.
    if (entry.name !== kept || !entry.isDirectory()) await removeFolder(path.join(folder, entry.name));
  }
}

async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(path.join(folder, entry.name));
  }
}
