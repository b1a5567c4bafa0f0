import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnerRequest } from '../../ports/journalStore.ts';

/*
 * What another process asks of the one that owns a mission: an empty file named for the request. Taking it is removing it,
 * so that one request is carried out once.
 */
const requests: readonly OwnerRequest[] = ['pause', 'cancel'];

export async function leaveRequest(missionFolder: string, request: OwnerRequest): Promise<void> {
  const folder = join(missionFolder, 'requests');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, request), '');
}

export async function takeRequests(missionFolder: string): Promise<OwnerRequest[]> {
  const taken: OwnerRequest[] = [];
  for (const request of requests) {
    const isThere = await rm(join(missionFolder, 'requests', request)).then(
      () => true,
      () => false,
    );
    if (isThere) taken.push(request);
  }
  return taken;
}
