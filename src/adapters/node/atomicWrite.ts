import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { FileSystem } from './fileSystem.ts';
import { writeAll } from './fileSystem.ts';

export interface AtomicWrite {
  path: string;
  content: string | Uint8Array;
  /** On the same file system as `path`; emptied after a crash by whoever owns it. */
  temporaryFolder: string;
}

/**
 * Puts a whole file in place of an old one or none: temp file, sync, rename, sync of the folder. Once it resolves the
 * file survives a power loss; when it rejects, the old file or the new one is there, never a part.
 */
export async function atomicWrite(fileSystem: FileSystem, { path, content, temporaryFolder }: AtomicWrite) {
  const temporary = join(temporaryFolder, `${randomUUID()}.new`);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    await writeSynced(fileSystem, temporary, bytes);
    await fileSystem.rename(temporary, path);
  } catch (error) {
    await fileSystem.removeFile(temporary).catch(() => undefined);
    throw error;
  }
  await fileSystem.syncFolder(dirname(path));
}

/** Makes a new file and syncs its content, not yet its name. */
export async function writeSynced(fileSystem: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const descriptor = await fileSystem.open(path, 'wx');
  try {
    await writeAll(fileSystem, descriptor, { bytes, position: 0 });
    await fileSystem.sync(descriptor);
  } finally {
    await fileSystem.close(descriptor);
  }
}
