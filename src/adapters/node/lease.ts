import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Lease, LogProblem } from '../../ports/journalStore.ts';
import type { FileSystem } from './fileSystem.ts';
import type { ProcessIdentity } from './processIdentity.ts';
import { writeSynced } from './atomicWrite.ts';
import { readIfThere, systemCode } from './fileSystem.ts';
import { identityOfThisProcess, processStatus } from './processIdentity.ts';
import { notWritten, storeProblem } from './storeProblem.ts';

/*
 * `lease/<epoch>` holds who took that epoch, `lease/<epoch>.released` one that was given back. Taking is a hard link to
 * a finished file under the next epoch's name: the system lets exactly one process have it. The newest name is never
 * removed, and neither are the few before it, so that nobody who looked a while ago can take an old epoch again unseen.
 */
const EPOCHS_KEPT = 8;
const ATTEMPTS = 20;
const NAME = /^([1-9]\d*)(\.released)?$/;
const RELEASED = '.released';
const UNFINISHED = '.new';

export interface LeasePlace {
  fileSystem: FileSystem;
  /** The `lease` folder of the mission. */
  folder: string;
  /** What a person calls the thing leased, at the beginning of a sentence. */
  what: string;
}

export type AcquiredLease = { ok: true; lease: Lease } | { ok: false; problem: LogProblem };

/** Gives the lease to this process unless a living one has it, this one included. */
export async function acquireLease(place: LeasePlace): Promise<AcquiredLease> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { epoch, isReleased } = await newestEpoch(place);
      const problem = isReleased ? null : await holderProblem(place, epoch);
      if (problem !== null) return { ok: false, problem };
      if (await take(place, epoch + 1)) return { ok: true, lease: heldLease(place, epoch + 1) };
    }
    return { ok: false, problem: contested(place) };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { ok: false, problem: storeProblem.missing(place.what, place.folder) };
    return { ok: false, problem: storeProblem.unwritable(place.folder, error) };
  }
}

async function newestEpoch(place: LeasePlace): Promise<{ epoch: number; isReleased: boolean }> {
  const names = await place.fileSystem.readFolder(place.folder);
  const epoch = Math.max(0, ...names.map(epochOf));
  return { epoch, isReleased: epoch === 0 || names.includes(`${epoch}${RELEASED}`) };
}

function epochOf(name: string): number {
  return Number(NAME.exec(name)?.[1] ?? 0);
}

/** Null where the epoch's holder is gone. */
async function holderProblem(place: LeasePlace, epoch: number): Promise<LogProblem | null> {
  const path = join(place.folder, String(epoch));
  const content = await readIfThere(place.fileSystem, path);
  // Released or withdrawn since we looked: look again, by failing to take the next epoch or by taking it rightly.
  if (content === null) return null;
  const holder = parseHolder(content);
  if (holder === null) return unreadable(place, path);
  switch (await processStatus(holder)) {
    case 'gone':
      return null;
    case 'alive':
      return holder.pid === process.pid ? ownedHere(place) : owned(place, holder.pid);
    case 'unknown':
      return ownedElsewhere(place, holder.pid, path);
  }
}

async function take(place: LeasePlace, epoch: number): Promise<boolean> {
  const { fileSystem, folder } = place;
  const path = join(folder, String(epoch));
  const temporary = join(folder, `${randomUUID()}${UNFINISHED}`);
  const content = JSON.stringify({ ...(await identityOfThisProcess()), epoch });
  try {
    await writeSynced(fileSystem, temporary, Buffer.from(`${content}\n`));
    await fileSystem.link(temporary, path);
  } catch (error) {
    await fileSystem.removeFile(temporary).catch(() => undefined);
    // ENOENT: the winner has tidied our file away, or the folder is gone, which the next look will tell.
    if (['EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
  try {
    await fileSystem.removeFile(temporary);
    await fileSystem.syncFolder(folder);
    const names = await fileSystem.readFolder(folder);
    const isNewest = names.every((name) => epochOf(name) < epoch || name === String(epoch));
    if (!isNewest) await fileSystem.removeFile(path);
    else await removeOld(place, names, epoch);
    return isNewest;
  } catch (error) {
    await fileSystem.removeFile(path).catch(() => undefined);
    throw error;
  }
}

async function removeOld({ fileSystem, folder }: LeasePlace, names: string[], epoch: number): Promise<void> {
  const old = names.filter(
    (name) => name.endsWith(UNFINISHED) || (NAME.test(name) && epochOf(name) <= epoch - EPOCHS_KEPT),
  );
  for (const name of old) await fileSystem.removeFile(join(folder, name)).catch(() => undefined);
}

function heldLease({ fileSystem, folder }: LeasePlace, epoch: number): Lease {
  let isReleased = false;
  const release = async () => {
    if (isReleased) return;
    const path = join(folder, String(epoch));
    try {
      // A rename needs no space, so that a full disk holds no lease.
      await fileSystem.rename(path, `${path}${RELEASED}`);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw notWritten(path, error);
    }
    isReleased = true;
  };
  return { epoch, release };
}

function parseHolder(content: Buffer): ProcessIdentity | null {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    if (!('pid' in value) || typeof value.pid !== 'number') return null;
    if (!('startedAt' in value) || typeof value.startedAt !== 'string') return null;
    if (!('bootId' in value) || typeof value.bootId !== 'string') return null;
    if (!('machine' in value) || typeof value.machine !== 'string') return null;
    return { pid: value.pid, startedAt: value.startedAt, bootId: value.bootId, machine: value.machine };
  } catch {
    return null;
  }
}

function owned(place: LeasePlace, pid: number): LogProblem {
  return {
    kind: 'owned',
    message:
      `${place.what} is being worked on by another process of Longhaul (pid ${pid}). Watch it here, or close the window ` +
      `or the program that has it; it can be taken over as soon as that process has ended.`,
  };
}

function ownedHere(place: LeasePlace): LogProblem {
  return {
    kind: 'owned',
    message: `${place.what} is already open in this very process (pid ${process.pid}). Go on there, or close it there first.`,
  };
}

function ownedElsewhere(place: LeasePlace, pid: number, path: string): LogProblem {
  return {
    kind: 'owned',
    message:
      `${place.what} was taken by a process on another machine or in another container (pid ${pid} there), which cannot be ` +
      `looked at from here. End it there. If it is certain that it has ended, delete ${path} and try again.`,
  };
}

function unreadable(place: LeasePlace, path: string): LogProblem {
  return {
    kind: 'damaged',
    message:
      `${place.what} has a lease that cannot be read, so nobody can tell who holds it. Make sure that no other Longhaul ` +
      `works on this mission, then delete ${path} and try again.`,
  };
}

function contested(place: LeasePlace): LogProblem {
  return {
    kind: 'owned',
    message: `${place.what} is being taken over by several processes at once. Wait a moment, then try again.`,
  };
}
