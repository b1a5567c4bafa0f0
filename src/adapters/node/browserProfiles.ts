import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { identityOfThisProcess, processStatus } from './processIdentity.ts';
import type { ProcessIdentity } from './processIdentity.ts';

const PROFILE = /^playwright_chromiumdev_profile-/;
const MARK = 'longhaul-owner.json';

/** Where playwright keeps nothing for us: downloads are refused, traces are not made. */
export const artifactsFolder = path.join(os.tmpdir(), 'longhaul-browser');

/** Writes into the temporary profile of a browser that was just started whose it is. */
export async function markProfile(browserArguments: readonly string[]): Promise<void> {
  const flag = '--user-data-dir=';
  const folder = browserArguments.find((argument) => argument.startsWith(flag))?.slice(flag.length);
  if (folder === undefined) return;
  await writeFile(path.join(folder, MARK), JSON.stringify(await identityOfThisProcess()));
}

/** Removes the profiles that a killed Longhaul left; playwright removes them in every other case. */
export async function removeLeftProfiles(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    if (!PROFILE.test(name)) continue;
    const folder = path.join(os.tmpdir(), name);
    if (await isLeft(folder)) await rm(folder, { recursive: true, force: true });
  }
}

async function isLeft(folder: string): Promise<boolean> {
  try {
    const owner = parseIdentity(JSON.parse(await readFile(path.join(folder, MARK), 'utf8')));
    return owner !== null && (await processStatus(owner)) === 'gone';
  } catch {
    // Without a readable mark it is somebody else's.
    return false;
  }
}

function parseIdentity(value: unknown): ProcessIdentity | null {
  if (typeof value !== 'object' || value === null) return null;
  const { pid, startedAt, bootId, machine } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof startedAt !== 'string') return null;
  if (typeof bootId !== 'string' || typeof machine !== 'string') return null;
  return { pid, startedAt, bootId, machine };
}
