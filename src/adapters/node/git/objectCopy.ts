import { constants } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** Chains of repositories that borrow objects from each other are followed this far, as git does. */
const MAX_BORROWING = 5;

/**
 * Makes the object folder `to` hold the same files as `from` (and those it borrows from): copies, never hard links, so that
 * nothing done to a clone reaches the user's objects. Files of another size or time, or not in the source, are replaced or
 * removed; a file appears only when it is whole. Cheap when little has changed.
 */
export async function copyObjects(from: string, to: string): Promise<void> {
  const wanted = new Map<string, string>();
  for (const folder of await withBorrowed(from, 0)) {
    for (const file of await filesBelow(folder, '')) if (!wanted.has(file)) wanted.set(file, path.join(folder, file));
  }
  for (const file of await filesBelow(to, '')) {
    if (!wanted.has(file)) await rm(path.join(to, file), { force: true });
  }
  await rm(path.join(to, 'info'), { recursive: true, force: true });
  for (const [file, source] of wanted) await copyWhole(source, path.join(to, file));
}

async function withBorrowed(folder: string, depth: number): Promise<string[]> {
  const text = await readFile(path.join(folder, 'info', 'alternates'), 'utf8').catch(() => '');
  const borrowed = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (depth === MAX_BORROWING) return [folder];
  const further = await Promise.all(borrowed.map((line) => withBorrowed(path.resolve(folder, line), depth + 1)));
  return [folder, ...further.flat()];
}

/** Objects and packs; git's temporary files and its `info` folder are left out. */
async function filesBelow(top: string, below: string): Promise<string[]> {
  const entries = await readdir(path.join(top, below), { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const file = path.join(below, entry.name);
    if (entry.isDirectory() && file !== 'info') files.push(...(await filesBelow(top, file)));
    if (entry.isFile() && !/^tmp_|\.lock$/.test(entry.name)) files.push(file);
  }
  return files;
}

async function copyWhole(from: string, to: string): Promise<void> {
  const source = await stat(from);
  const present = await stat(to).catch(() => null);
  if (present?.size === source.size && Math.abs(present.mtimeMs - source.mtimeMs) < 1) return;
  await mkdir(path.dirname(to), { recursive: true });
  const temporary = path.join(path.dirname(to), 'tmp_longhaul');
  await rm(temporary, { force: true });
  await copyFile(from, temporary, constants.COPYFILE_FICLONE);
  await utimes(temporary, source.mtimeMs / 1000, source.mtimeMs / 1000);
  await rename(temporary, to);
}
