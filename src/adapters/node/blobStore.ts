import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Blobs } from '../../ports/blobs.ts';
import type { FileSystem } from './fileSystem.ts';
import { atomicWrite } from './atomicWrite.ts';
import { makeFolders, nodeFileSystem, readIfThere } from './fileSystem.ts';
import { missionDirectory } from './missionDirectory.ts';
import { notWritten } from './storeProblem.ts';

const BLOB_ID = /^[0-9a-f]{64}$/;

/**
 * The blobs of one mission, in `blobs/ab/<sha256>`. `put` rejects with a sentence that says what to do. Reading gives null where
 * there is no such blob or its bytes are no longer those of its id.
 */
export function nodeBlobs({
  directory,
  fileSystem = nodeFileSystem,
}: {
  /** The mission directory. */
  directory: string;
  fileSystem?: FileSystem;
}): Blobs {
  const places = missionDirectory(directory);
  const underWay = new Map<string, Promise<void>>();

  const read = async (id: string): Promise<Uint8Array | null> => {
    if (!BLOB_ID.test(id)) return null;
    const bytes = await readIfThere(fileSystem, join(places.blobs, id.slice(0, 2), id));
    return bytes !== null && hash(bytes) === id ? bytes : null;
  };

  const store = async (id: string, bytes: Uint8Array): Promise<void> => {
    const folder = join(places.blobs, id.slice(0, 2));
    await makeFolders(fileSystem, folder);
    if ((await read(id)) === null) {
      await atomicWrite(fileSystem, { path: join(folder, id), content: bytes, temporaryFolder: places.temporary });
    } else {
      // It may stand there since a crash that came before its name was synced.
      await fileSystem.syncFolder(folder);
    }
    await fileSystem.syncFolder(places.blobs);
  };

  return {
    put: async (content) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const id = hash(bytes);
      const storing = underWay.get(id) ?? store(id, bytes).finally(() => underWay.delete(id));
      underWay.set(id, storing);
      try {
        await storing;
      } catch (error) {
        throw notWritten(join(places.blobs, id.slice(0, 2), id), error);
      }
      return id;
    },
    bytes: read,
    text: async (id) => {
      const bytes = await read(id);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    },
  };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
