import type { Carrier } from './carrier.ts';
import { JournalUnwritable } from './carrier.ts';

/** Resolves after `ms`, when the mission is stopped, or when its pause ends or begins. */
async function sleepOrHear({ engine, journal, stop }: Carrier, ms: number): Promise<void> {
  const heard = new AbortController();
  const wake = (): void => {
    heard.abort();
  };
  const stopListening = journal.listen(({ body }) => {
    if (body.type === 'missionResumed' || body.type === 'missionPaused') wake();
  });
  stop.signal.addEventListener('abort', wake, { once: true });
  try {
    if (!stop.signal.aborted) await engine.clock.sleep(ms, heard.signal);
  } finally {
    stop.signal.removeEventListener('abort', wake);
    stopListening();
  }
}

/** Runs that wait side by side may all come to this; the first one resumes. */
async function resumeByDeadline({ journal }: Carrier): Promise<void> {
  const outcome = await journal.append('runner', [{ type: 'missionResumed', by: 'deadline' }]);
  if (!outcome.ok && outcome.kind === 'disk') throw new JournalUnwritable(outcome.why);
}

/**
 * Waits until `until` (ms since 1970) and for as long as the mission waits, and resumes the mission when its time has come; the
 * user's "go on" ends the wait at once. False: the mission was stopped, or it is paused until the user says so.
 */
export async function waitUntil(carrier: Carrier, until: number): Promise<boolean> {
  const heard = { goOn: false };
  const stopListening = carrier.journal.listen(({ body }) => {
    if (body.type === 'missionResumed' && body.by === 'user') heard.goOn = true;
  });
  try {
    for (;;) {
      const { pause } = carrier.state;
      if (carrier.stop.signal.aborted || pause?.until === null) return false;
      const now = carrier.engine.clock.now();
      const end = pause?.until ?? (heard.goOn ? now : until);
      if (end > now) await sleepOrHear(carrier, end - now);
      else if (pause) await resumeByDeadline(carrier);
      else return true;
    }
  } finally {
    stopListening();
  }
}
