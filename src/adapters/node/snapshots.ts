import { join } from 'node:path';
import type { FileSystem } from './fileSystem.ts';
import type { MissionDirectory } from './missionDirectory.ts';
import { atomicWrite } from './atomicWrite.ts';
import { systemCode } from './fileSystem.ts';
import { decodeOnlyLine, encodeGroup } from './recordLine.ts';

const FORMAT = 1;
const KEPT = 2;
const SEQUENCE_DIGITS = 15;
const NAME = /^\d{15}\.json$/;

/** Puts a snapshot in place, then removes all but the newest of the older ones. */
export async function writeSnapshot(
  fileSystem: FileSystem,
  directory: MissionDirectory,
  { seq, state }: { seq: number; state: unknown },
): Promise<void> {
  const name = `${String(seq).padStart(SEQUENCE_DIGITS, '0')}.json`;
  const content = encodeGroup([JSON.stringify({ format: FORMAT, seq, state })]);
  const path = join(directory.snapshots, name);
  await atomicWrite(fileSystem, { path, content, temporaryFolder: directory.temporary });
  // The old ones only take space: the next snapshot tries again.
  await removeOld(fileSystem, directory, name).catch(() => undefined);
}

async function removeOld(fileSystem: FileSystem, directory: MissionDirectory, newest: string): Promise<void> {
  const others = (await newestFirst(fileSystem, directory)).filter((name) => name !== newest);
  for (const old of others.slice(KEPT - 1)) await fileSystem.removeFile(join(directory.snapshots, old));
}

/** The newest snapshot that is intact and of this format, null where there is none. */
export async function readSnapshot(fileSystem: FileSystem, directory: MissionDirectory) {
  for (const name of await newestFirst(fileSystem, directory)) {
    const snapshot = await readIntact(fileSystem, join(directory.snapshots, name));
    if (snapshot !== null) return snapshot;
  }
  return null;
}

async function readIntact(fileSystem: FileSystem, path: string): Promise<{ seq: number; state: unknown } | null> {
  try {
    const record = decodeOnlyLine(await fileSystem.readFile(path));
    return record === null ? null : parseSnapshot(JSON.parse(record));
  } catch {
    // A snapshot only saves time: whatever is wrong with it, the next one or the whole journal is read instead.
    return null;
  }
}

function parseSnapshot(value: unknown): { seq: number; state: unknown } | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('format' in value) || value.format !== FORMAT) return null;
  if (!('seq' in value) || typeof value.seq !== 'number' || !('state' in value)) return null;
  return { seq: value.seq, state: value.state };
}

async function newestFirst(fileSystem: FileSystem, directory: MissionDirectory): Promise<string[]> {
  try {
    const names = await fileSystem.readFolder(directory.snapshots);
    return names.filter((name) => NAME.test(name)).sort((one, other) => (one < other ? 1 : -1));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
