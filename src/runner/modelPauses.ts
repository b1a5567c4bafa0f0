import type { EventBody } from '../mission/events/event.ts';
import type { ModelFailure } from '../ports/model.ts';
import type { Carrier } from './carrier.ts';
import { waitUntil } from './waitUntil.ts';

type PauseBody = Omit<EventBody<'missionPaused'>, 'type'>;

/** Back-off in ms: doubled with every failure in a row, capped, ± a quarter of jitter so that many clients don't return at once. */
function backoffMs({ engine }: Carrier, failuresInARow: number): number {
  const { backoffBaseMs, maxBackoffMs } = engine.limits;
  const plain = Math.min(maxBackoffMs, backoffBaseMs * 2 ** Math.max(0, failuresInARow - 1));
  return Math.round(plain * (0.75 + engine.random() / 2));
}

function goesOnBySetup(failure: ModelFailure): PauseBody {
  return {
    reason: 'modelSetup',
    detail: failure.message,
    goesOn: 'Correct the model, its key or its address, then resume.',
    until: null,
  };
}

/** How a mission pauses for a model call that failed (reliability.md section 4). */
function pauseFor(carrier: Carrier, run: number, failure: ModelFailure): PauseBody {
  const { state, engine } = carrier;
  const now = engine.clock.now();
  const failures = state.runs[run]?.failuresInARow ?? 1;
  switch (failure.kind) {
    case 'rateLimited': {
      const until = now + (failure.retryAfterMs ?? backoffMs(carrier, failures));
      return {
        reason: 'rateLimit',
        detail: failure.message,
        goesOn: 'It goes on by itself when the provider allows.',
        until,
      };
    }
    case 'noMoney':
      return {
        reason: 'noMoney',
        detail: failure.message,
        goesOn: 'Add credit at the provider or choose another model, then resume.',
        until: null,
      };
    case 'unreachable':
      // A server that never answered is a wrong address rather than an outage.
      if (state.usage.calls === 0) return goesOnBySetup(failure);
      return {
        reason: 'outage',
        detail: failure.message,
        goesOn: 'It tries again by itself.',
        until: now + backoffMs(carrier, failures),
      };
    case 'badKey':
    case 'unknownModel':
    case 'badRequest':
      return goesOnBySetup(failure);
    case 'overloaded':
    case 'serverError':
    case 'streamCut':
    case 'stalled':
    case 'contextOverflow':
    case 'aborted':
      return {
        reason: 'outage',
        detail: failure.message,
        goesOn: 'It tries again by itself.',
        until: now + (failure.retryAfterMs ?? backoffMs(carrier, failures)),
      };
  }
}

/**
 * Pauses the mission for a model call that failed and waits in place, with what the run has started left running, until the
 * call may be made again. False: it may not, or the mission was stopped; the run is suspended.
 */
export async function outlast(carrier: Carrier, run: number, failure: ModelFailure): Promise<boolean> {
  if (failure.kind === 'aborted') return false;
  const pause = pauseFor(carrier, run, failure);
  await carrier.pause(pause);
  return pause.until !== null && (await waitUntil(carrier, pause.until));
}
