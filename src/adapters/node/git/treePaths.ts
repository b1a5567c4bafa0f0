import { lstatSync } from 'node:fs';
import path from 'node:path';

/** Whether a file or link is there, without going through a link. */
export function isFileInTree(top: string, file: string): boolean {
  if (foldersAbove(file).some((folder) => !isFolder(path.join(top, folder)))) return false;
  const stats = lstatSync(path.join(top, file), { throwIfNoEntry: false });
  return stats !== undefined && !stats.isDirectory();
}

/** The folders that a relative path lies in, from the top down. */
export function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** A folder itself; a link to one is none. */
export function isFolder(target: string): boolean {
  return lstatSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
