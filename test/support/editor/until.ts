import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/** Resolves as soon as the condition holds; throws with what was awaited where it does not in time. */
export async function until(what: string, withinMs: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = Date.now();
  while (!(await holds())) {
    if (Date.now() - startedAt > withinMs) throw new Error(`not within ${String(withinMs)} ms: ${what}`);
    await sleep(POLL_MS);
  }
}
