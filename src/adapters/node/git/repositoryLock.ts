import {
  constants,
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOfThisProcess, processStatus, startTimeOf, type ProcessIdentity } from '../processIdentity.ts';
import type { RepositoryPlace } from './repositoryPlace.ts';

export interface LockLimits {
  /** How long a lock of somebody else is waited for. */
  lockWaitMs: number;
  lockPollMs: number;
  /** Given to git processes that outlive a killed Longhaul, before what they left is cleared away. */
  orphanSettleMs: number;
}

/** A lock that git itself takes for us on a ref; the content tells it from one of somebody else. */
export interface RefLock {
  /** The lock's file, relative to the folder of refs. */
  file: string;
  content: string;
}

export interface LockRequest {
  /** Takes the user's index.lock as well, so that no git command of theirs changes index or HEAD meanwhile. */
  index: boolean;
  refs: RefLock[];
}

export type Held<T> = { ok: true; value: T } | { ok: false; why: string };

/**
 * Every write to the user's repository happens while holding this lock. Its marker file (.git/longhaul-lock) is written
 * before any lock is taken and says which locks may be ours, so that those of a killed process, and only those, are cleared.
 */
export interface RepositoryLock {
  hold<T>(request: LockRequest, action: () => Promise<T>): Promise<Held<T>>;
  /** A file beside the index that is cleared away if this process is killed. */
  privateFile(): string;
}

interface Claim extends ProcessIdentity {
  longhaul: string;
  sinceMs: number;
  refs: RefLock[];
}

interface Marker extends Claim {
  /** Claims of killed processes that were not cleared yet: a second kill loses none. */
  earlier: Claim[];
}

const MARKER = 'longhaul-lock';
const PRIVATE_PREFIX = 'longhaul-private-';
let lastNumber = 0;

export function repositoryLock(place: RepositoryPlace, limits: LockLimits): RepositoryLock {
  const markerFile = path.join(place.gitFolder, MARKER);
  const indexLock = path.join(place.gitFolder, 'index.lock');
  const privateFile = () => path.join(place.gitFolder, `${PRIVATE_PREFIX}${process.pid}-${(lastNumber += 1)}`);

  const hold = async <T>(request: LockRequest, action: () => Promise<T>): Promise<Held<T>> => {
    const deadline = Date.now() + limits.lockWaitMs;
    const until = { deadline, pollMs: limits.lockPollMs };
    const marker = await newMarker(request);
    const temporary = privateFile();
    try {
      await writeDurably(temporary, JSON.stringify(marker));
      const taken = await waitFor(until, () => takeMarker(temporary, markerFile, marker));
      if (taken === null) return { ok: false, why: otherMission(markerFile) };
      if (taken.left.length > 0) await clearLeftOvers(place, taken.left, limits);
      await removeAbandonedFiles(place.gitFolder);
    } finally {
      rmSync(temporary, { force: true });
    }
    try {
      if (request.index && (await waitFor(until, () => linkOnce(markerFile, indexLock))) === null) {
        return { ok: false, why: foreignLock(indexLock, limits.lockWaitMs) };
      }
      return { ok: true, value: await action() };
    } finally {
      if (request.index && belongsTo(indexLock, marker.longhaul)) rmSync(indexLock, { force: true });
      rmSync(markerFile, { force: true });
    }
  };
  return { hold, privateFile };
}

async function newMarker({ refs }: LockRequest): Promise<Marker> {
  const process = await identityOfThisProcess();
  const longhaul = `${process.pid}/${process.startedAt}/${(lastNumber += 1)}`;
  return { longhaul, ...process, sinceMs: Date.now(), refs, earlier: [] };
}

/** Null: somebody alive holds it. `left` are the claims of killed processes, whose place was taken. */
async function takeMarker(temporary: string, markerFile: string, marker: Marker): Promise<{ left: Claim[] } | null> {
  if (linkOnce(temporary, markerFile) !== null) return { left: [] };
  const holder = readMarker(markerFile);
  if (holder === null || (await processStatus(holder)) !== 'gone') return null;
  const left = [holder, ...holder.earlier];
  writeFileSync(temporary, JSON.stringify({ ...marker, earlier: left }), { flush: true });
  renameSync(temporary, markerFile);
  return readMarker(markerFile)?.longhaul === marker.longhaul ? { left } : null;
}

async function clearLeftOvers(place: RepositoryPlace, left: Claim[], limits: LockLimits): Promise<void> {
  await sleep(limits.orphanSettleMs);
  const indexLock = path.join(place.gitFolder, 'index.lock');
  for (const claim of left) {
    if (belongsTo(indexLock, claim.longhaul)) rmSync(indexLock, { force: true });
    for (const { file, content } of claim.refs) {
      const folder = file.startsWith('refs/') ? place.commonFolder : place.gitFolder;
      clearRefLock(path.join(folder, file), { content, sinceMs: claim.sinceMs });
    }
  }
}

async function removeAbandonedFiles(gitFolder: string): Promise<void> {
  for (const name of readdirSync(gitFolder)) {
    const pid = /^longhaul-private-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && (await startTimeOf(Number(pid))) === null)
      rmSync(path.join(gitFolder, name), { force: true });
  }
}

/** A ref's lock is ours if it holds what we were writing, or is still empty and was made while we were at it. */
function clearRefLock(file: string, { content, sinceMs }: { content: string; sinceMs: number }): void {
  const found = readText(file);
  if (found === null) return;
  const madeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (found.trimEnd() === content || (found === '' && madeMs >= sinceMs - 10)) rmSync(file, { force: true });
}

function belongsTo(lock: string, longhaul: string): boolean {
  return readMarker(lock)?.longhaul === longhaul;
}

function readMarker(file: string): Marker | null {
  const text = readText(file);
  if (text === null || !text.startsWith('{"longhaul":')) return null;
  try {
    const marker: unknown = JSON.parse(text);
    return isMarker(marker) ? marker : null;
  } catch {
    return null;
  }
}

function isMarker(value: unknown): value is Marker {
  if (!isClaim(value) || !('earlier' in value) || !Array.isArray(value.earlier)) return false;
  return value.earlier.every((claim: unknown) => isClaim(claim));
}

function isClaim(value: unknown): value is Claim {
  if (typeof value !== 'object' || value === null) return false;
  const claim: Partial<Record<keyof Claim, unknown>> = value;
  const words = [claim.longhaul, claim.startedAt, claim.bootId, claim.machine];
  if (!words.every((word) => typeof word === 'string')) return false;
  if (typeof claim.pid !== 'number' || typeof claim.sinceMs !== 'number') return false;
  return Array.isArray(claim.refs) && claim.refs.every((ref: unknown) => isRefLock(ref));
}

/** Never leads out of git's folders, even from a marker that somebody planted. */
function isRefLock(value: unknown): value is RefLock {
  if (typeof value !== 'object' || value === null || !('file' in value) || !('content' in value)) return false;
  const { file, content } = value;
  return (
    typeof file === 'string' && typeof content === 'string' && /^(?:HEAD|refs\/(?!.*\.\.)[^\0\\]+)\.lock$/.test(file)
  );
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Makes `to` with the whole content of `from` at once, or not at all (null) where it exists. */
function linkOnce(from: string, to: string): true | null {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return null;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
  }
  // A file system without hard links.
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

async function waitFor<T>(
  { deadline, pollMs }: { deadline: number; pollMs: number },
  attempt: () => T | null | Promise<T | null>,
): Promise<T | null> {
  for (;;) {
    const result = await attempt();
    if (result !== null || Date.now() >= deadline) return result;
    await sleep(pollMs);
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function foreignLock(file: string, waitedMs: number): string {
  return (
    `Another git command holds ${file} (waited ${waitedMs} ms). Let it finish; if none is running, a crashed one left the ` +
    'file: remove it, then continue.'
  );
}

function otherMission(file: string): string {
  return (
    'Another Longhaul is writing to this repository. Wait until it has finished, or close the other window, then continue. ' +
    `If there is none, remove ${file}.`
  );
}
