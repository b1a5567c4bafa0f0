import type { Clock } from '../../ports/clock.ts';

const LONGEST_TIMER_MS = 30_000;

/**
 * The machine's clock. A sleep is made of short timers: the system's own end at 2^31 ms, and they stand still while the
 * machine is suspended. It ends when the time has passed on the wall clock or for the running machine, whichever is first.
 */
export function systemClock({ longestTimerMs = LONGEST_TIMER_MS }: { longestTimerMs?: number } = {}): Clock {
  return {
    now: () => Date.now(),
    sleep: async (ms, signal) => {
      const wallEnd = Date.now() + ms;
      const runningEnd = performance.now() + ms;
      const leftMs = () => Math.min(wallEnd - Date.now(), runningEnd - performance.now());
      for (let left = ms; left > 0 && signal?.aborted !== true; left = leftMs()) {
        await timer(Math.min(Math.ceil(left), longestTimerMs), signal);
      }
    },
  };
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timeout = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
