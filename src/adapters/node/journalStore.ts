import { createHash, randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { JournalStore, LogProblem, OpenedLog, ReadLog } from '../../ports/journalStore.ts';
import type { FileSystem } from './fileSystem.ts';
import type { MissionDirectory } from './missionDirectory.ts';
import type { LogPlace } from './segments.ts';
import { atomicWrite } from './atomicWrite.ts';
import { makeFolders, nodeFileSystem, systemCode } from './fileSystem.ts';
import { acquireLease } from './lease.ts';
import { isMissionId, missionDirectory, ownFolders, renderingPath } from './missionDirectory.ts';
import { leaveRequest, takeRequests } from './ownerRequests.ts';
import { openRecordLog, readRecordLog } from './recordLog.ts';
import { createSegment } from './segments.ts';
import { readSnapshot, writeSnapshot } from './snapshots.ts';
import { notUsable, notWritten, storeProblem } from './storeProblem.ts';

export interface JournalStoreLimits {
  /** A log goes on in a new file before it grows beyond this. */
  maxSegmentBytes: number;
}

export interface JournalStoreOptions {
  /** Absolute; missions are folders in `<root>/missions`. */
  root: string;
  limits: JournalStoreLimits;
  fileSystem?: FileSystem;
}

/**
 * Missions as folders of files (reliability.md section 1). Only the holder of a mission's lease may open logs and write.
 * What a user can cause ends as a problem with a message; `writeSnapshot` and `writeRendering` reject with a sentence that
 * says what to do, and lose nothing that was there.
 */
export function nodeJournalStore({ root, limits, fileSystem = nodeFileSystem }: JournalStoreOptions): JournalStore {
  const missions = join(root, 'missions');

  const placeOf = (missionId: string): MissionDirectory => {
    if (!isMissionId(missionId)) throw new Error(`${JSON.stringify(missionId)} cannot be the id of a mission.`);
    return missionDirectory(join(missions, missionId));
  };

  const journalOf = (missionId: string, places = placeOf(missionId)): LogPlace => ({
    fileSystem,
    folder: places.path,
    name: 'journal',
    kind: 'journal',
    what: `The journal of mission ${missionId}`,
    temporaryFolder: places.temporary,
    maxSegmentBytes: limits.maxSegmentBytes,
  });

  const runLogOf = (missionId: string, run: number): LogPlace => ({
    ...journalOf(missionId),
    folder: placeOf(missionId).runs,
    name: String(run),
    kind: 'run',
    what: `The log of run ${run} of mission ${missionId}`,
  });

  /** A name from outside that cannot be a mission's is a mission that is not there. */
  const ifMission = async <T>(missionId: string, then: () => Promise<T>): Promise<T | Missing> => {
    if (isMissionId(missionId)) return then();
    return { ok: false, problem: storeProblem.missing(`Mission ${JSON.stringify(missionId)}`, missions) };
  };

  return {
    list: () => listMissions(fileSystem, missions),
    create: async (missionId) => {
      const places = placeOf(missionId);
      return createMission({ missionId, places, journal: (building) => journalOf(missionId, building), fileSystem });
    },
    directory: (missionId) => placeOf(missionId).path,
    acquireLease: (missionId) =>
      ifMission(missionId, () =>
        acquireLease({ fileSystem, folder: placeOf(missionId).lease, what: `Mission ${missionId}` }),
      ),
    openJournal: (missionId) =>
      ifMission<OpenedLog>(missionId, async () => {
        await emptyFolder(fileSystem, placeOf(missionId).temporary);
        return openRecordLog(journalOf(missionId), { create: false });
      }),
    readJournal: (missionId) => ifMission<ReadLog>(missionId, () => readRecordLog(journalOf(missionId))),
    openRunLog: (missionId, run) =>
      ifMission<OpenedLog>(missionId, () => openRecordLog(runLogOf(missionId, run), { create: true })),
    readRunLog: (missionId, run) => ifMission<ReadLog>(missionId, () => readRecordLog(runLogOf(missionId, run))),
    hashRunLog: (missionId, run) => hashRecords(runLogOf(missionId, run)),
    readSnapshot: (missionId) => readSnapshot(fileSystem, placeOf(missionId)),
    writeSnapshot: (missionId, seq, state) => {
      const places = placeOf(missionId);
      return readably(places.snapshots, () => writeSnapshot(fileSystem, places, { seq, state }));
    },
    leaveRequest: (missionId, request) => leaveRequest(placeOf(missionId).path, request),
    takeRequests: (missionId) => takeRequests(placeOf(missionId).path),
    writeRendering: async (missionId, path, content) => {
      const places = placeOf(missionId);
      await readably(join(places.path, path), async () => {
        const absolute = await renderingPath(fileSystem, places, path);
        await makeFolders(fileSystem, dirname(absolute));
        await atomicWrite(fileSystem, { path: absolute, content, temporaryFolder: places.temporary });
      });
    },
  };
}

async function hashRecords(place: LogPlace): Promise<string | null> {
  const read = await readRecordLog(place);
  return read.ok ? createHash('sha256').update(read.records.join('\n')).digest('hex') : null;
}

async function readably(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw systemCode(error) === null ? error : notWritten(path, error);
  }
}

interface Missing {
  ok: false;
  problem: LogProblem;
}

async function listMissions(fileSystem: FileSystem, missions: string): Promise<string[]> {
  const names = await fileSystem.readFolder(missions).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw notUsable(missions, error);
  });
  const found = await Promise.all(
    names.filter(isMissionId).map(async (id) => ({ id, status: await fileSystem.status(join(missions, id)) })),
  );
  return found
    .map(({ id, status }) => ({ id, createdAtMs: status?.createdAtMs ?? 0 }))
    .sort((one, other) => other.createdAtMs - one.createdAtMs || (one.id < other.id ? 1 : -1))
    .map(({ id }) => id);
}

interface NewMission {
  missionId: string;
  places: MissionDirectory;
  journal: (building: MissionDirectory) => LogPlace;
  fileSystem: FileSystem;
}

/** Built aside and renamed: a mission directory that can be seen has its folders and a journal. */
async function createMission({ missionId, places, journal, fileSystem }: NewMission) {
  const missions = dirname(places.path);
  const building = missionDirectory(join(missions, `.new-${randomUUID()}`));
  try {
    if ((await fileSystem.status(places.path)) !== null) {
      return { ok: false as const, problem: storeProblem.exists(missionId, places.path) };
    }
    await makeFolders(fileSystem, missions);
    await fileSystem.makeFolder(building.path);
    for (const folder of ownFolders) await fileSystem.makeFolder(join(building.path, folder));
    const { descriptor } = await createSegment(journal(building), 1, 0);
    await fileSystem.close(descriptor);
    await fileSystem.rename(building.path, places.path);
    await syncAncestors(fileSystem, missions);
    return { ok: true as const };
  } catch (error) {
    await fileSystem.removeFolder(building.path).catch(() => undefined);
    return { ok: false as const, problem: storeProblem.unwritable(missions, error) };
  }
}

/** Whoever made these folders may have been stopped before their names were durable. */
async function syncAncestors(fileSystem: FileSystem, missions: string): Promise<void> {
  const root = dirname(missions);
  await fileSystem.syncFolder(missions);
  await fileSystem.syncFolder(root);
  try {
    await fileSystem.syncFolder(dirname(root));
  } catch (error) {
    // A root that somebody else has made may lie in a folder that is not ours to open.
    if (!['EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
  }
}

/** What a crash has left on its way. Where it cannot be removed it is only in the way of nobody. */
async function emptyFolder(fileSystem: FileSystem, folder: string): Promise<void> {
  const names = await fileSystem.readFolder(folder).catch(() => []);
  for (const name of names) await fileSystem.removeFile(join(folder, name)).catch(() => undefined);
}
