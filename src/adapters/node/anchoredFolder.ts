import fs from 'node:fs';
import path from 'node:path';
import type { FileResult } from '../../ports/files.ts';
import { errorCode, shown } from './pathResolver.ts';

/** A folder held open, so that exchanging one of its ancestors for a link no longer changes what a name in it means. */
export interface AnchoredFolder {
  /** A path for the entry `name` of this very folder. */
  at(name: string): string;
  close(): void;
}

const canAnchor = process.platform === 'linux';
const openFolder = fs.constants.O_RDONLY | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW;

/** Holds `real` (a path without links) open; with `create`, makes missing folders on the way. */
export function anchorFolder(real: string, options: { create: boolean }): FileResult<AnchoredFolder> {
  try {
    const missing: string[] = [];
    let existing = real;
    while (options.create && fs.lstatSync(existing, { throwIfNoEntry: false }) === undefined) {
      missing.unshift(path.basename(existing));
      existing = path.dirname(existing);
    }
    let folder = anchored(existing, existing);
    for (const name of missing) folder = stepInto(folder, name);
    return { ok: true, value: folder.anchor };
  } catch (error) {
    return { ok: false, why: error instanceof ChangedUnderway ? error.message : whyFailed(errorCode(error)) };
  }
}

/**
 * Opens the regular file at `real` (a path without links) and makes sure that what was opened is what was checked. Pipes
 * and devices are refused without waiting for them.
 */
export async function openChecked(real: string): Promise<FileResult<fs.promises.FileHandle>> {
  let handle: fs.promises.FileHandle;
  try {
    const flags = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;
    handle = await fs.promises.open(real, flags);
  } catch (error) {
    return { ok: false, why: whyFailed(errorCode(error)) };
  }
  try {
    const status = await handle.stat();
    const why = status.isDirectory() ? 'is a folder; list it instead.' : status.isFile() ? null : 'is no regular file.';
    if (why === null && isStill(real, handle.fd, status)) return { ok: true, value: handle };
    await handle.close();
    return { ok: false, why: why ?? changed };
  } catch (error) {
    await handle.close();
    return { ok: false, why: whyFailed(errorCode(error)) };
  }
}

/** The end of a sentence that starts with the path. */
export function whyFailed(code: string): string {
  return reasons.get(code) ?? `cannot be used (${code}).`;
}

const changed = 'changed while it was being opened; look again and repeat.';

const reasons = new Map([
  ['ENOENT', 'does not exist. List or search to find the right path.'],
  ['ENOTDIR', 'passes through a file as if it were a folder. List to find the right path.'],
  ['EISDIR', 'is a folder.'],
  ['EEXIST', 'already exists.'],
  ['ENOTEMPTY', 'is a folder that is not empty; remove what is in it first.'],
  ['EACCES', 'cannot be used: the user has no permission.'],
  ['EPERM', 'cannot be used: the system does not permit it.'],
  ['EROFS', 'cannot be written: the file system is read-only.'],
  ['ENOSPC', 'cannot be written: the disk is full.'],
  ['EDQUOT', 'cannot be written: the disk quota is used up.'],
  ['ENAMETOOLONG', 'is too long for the file system; use shorter names.'],
  ['ELOOP', changed],
  ['EMFILE', 'cannot be opened now: too many files are open. Try again.'],
  ['EBUSY', 'is in use by another program. Try again.'],
  ['ENXIO', 'is no regular file.'],
  ['EINVAL', 'cannot be used so: a folder cannot be moved into itself.'],
  ['EXDEV', 'lies on another file system than its target; copy it by a command instead.'],
]);

class ChangedUnderway extends Error {}

interface OpenFolder {
  real: string;
  anchor: AnchoredFolder;
}

function stepInto(parent: OpenFolder, name: string): OpenFolder {
  try {
    try {
      fs.mkdirSync(parent.anchor.at(name));
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    return anchored(parent.anchor.at(name), path.join(parent.real, name));
  } finally {
    parent.anchor.close();
  }
}

function anchored(openedAs: string, real: string): OpenFolder {
  if (!canAnchor) return { real, anchor: checkedEachTime(real) };
  const descriptor = fs.openSync(openedAs, openFolder);
  if (fs.readlinkSync(`/proc/self/fd/${descriptor}`) !== real) {
    fs.closeSync(descriptor);
    throw new ChangedUnderway(changed);
  }
  const at = (name: string): string => `/proc/self/fd/${descriptor}/${plainName(name)}`;
  return { real, anchor: { at, close: () => fs.closeSync(descriptor) } };
}

function checkedEachTime(real: string): AnchoredFolder {
  const at = (name: string): string => {
    if (fs.realpathSync.native(real) !== real) throw new ChangedUnderway(changed);
    return path.join(real, plainName(name));
  };
  at('x');
  return { at, close: () => undefined };
}

function isStill(real: string, descriptor: number, status: fs.Stats): boolean {
  if (canAnchor) return fs.readlinkSync(`/proc/self/fd/${descriptor}`) === real;
  const now = fs.lstatSync(real);
  return fs.realpathSync.native(real) === real && now.ino === status.ino && now.dev === status.dev;
}

function plainName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    throw new Error(`${shown(name)} is no entry of a folder`);
  return name;
}
