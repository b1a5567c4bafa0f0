import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileSystem } from './fileSystem.ts';
import { systemCode } from './fileSystem.ts';

const MISSION_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** What the store writes itself, beside the renderings. */
export const ownFolders = ['blobs', 'lease', 'runs', 'snapshots', 'temporary'] as const;

export interface MissionDirectory {
  path: string;
  blobs: string;
  lease: string;
  runs: string;
  snapshots: string;
  /** For files on their way to their place; emptied when the journal is opened for writing. */
  temporary: string;
}

/** Whether this can be the name of a mission's folder. */
export function isMissionId(name: string): boolean {
  return MISSION_ID.test(name);
}

export function missionDirectory(path: string): MissionDirectory {
  return {
    path,
    blobs: join(path, 'blobs'),
    lease: join(path, 'lease'),
    runs: join(path, 'runs'),
    snapshots: join(path, 'snapshots'),
    temporary: join(path, 'temporary'),
  };
}

/**
 * The absolute path of a rendering. Throws where the path leaves the mission directory, through `..` or through a link,
 * or is one of the store's own.
 */
export async function renderingPath(fileSystem: FileSystem, directory: MissionDirectory, path: string) {
  const absolute = resolve(directory.path, path);
  const inside = relative(directory.path, absolute);
  if (inside === '' || isAbsolute(path) || isOutside(inside)) throw refused(path, 'leaves the mission directory');
  const first = (inside.split(sep)[0] ?? '').toLowerCase();
  if (ownFolders.some((folder) => folder === first) || first.endsWith('.jsonl')) {
    throw refused(path, "is one of the store's own files");
  }
  const [base, ancestor] = await Promise.all([
    fileSystem.realPath(directory.path),
    realAncestor(fileSystem, dirname(absolute)),
  ]);
  if (isOutside(relative(base, ancestor))) throw refused(path, 'leaves the mission directory through a link');
  return absolute;
}

/** The real path of the deepest folder on the way to `path` that exists. */
async function realAncestor(fileSystem: FileSystem, path: string): Promise<string> {
  try {
    return await fileSystem.realPath(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    return realAncestor(fileSystem, dirname(path));
  }
}

function isOutside(relativePath: string): boolean {
  return relativePath === '..' || relativePath.startsWith(`..${sep}`) || isAbsolute(relativePath);
}

function refused(path: string, why: string): Error {
  return new Error(`The rendering ${JSON.stringify(path)} ${why}. Give a path inside it, relative to it.`);
}
