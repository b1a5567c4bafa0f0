import type { Clock } from '../ports/clock.ts';
import type { RunLogEntry } from '../ports/runLog.ts';

interface TimerOptions {
  clock: Clock;
  runTimeMs: number;
  idleTimeMs: number;
  /** Time the run had used before this process took it up. */
  spentMs: number;
  /** Cancels the run from outside. */
  outer: AbortSignal;
}

/**
 * Aborts `signal` when the run was cancelled, has used its time, or completed no turn within the idle limit. Time inside
 * resumable calls is not counted: it belongs to the user or to a sub-run with limits of its own.
 */
export class RunTimer {
  expired: 'timeLimit' | 'idleLimit' | null = null;
  readonly #options: TimerOptions;
  readonly #abort = new AbortController();
  readonly #ended = new AbortController();
  readonly #cancel = () => this.#abort.abort();
  #countedMs: number;
  #countingSince: number | null;
  #countedAtTurnMs: number;

  constructor(options: TimerOptions) {
    this.#options = options;
    this.#countedMs = options.spentMs;
    this.#countedAtTurnMs = options.spentMs;
    this.#countingSince = options.clock.now();
    if (options.outer.aborted) this.#cancel();
    options.outer.addEventListener('abort', this.#cancel, { once: true });
    void this.#watch();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  turnDone(): void {
    this.#countedAtTurnMs = this.#counted();
  }

  async uncounted<T>(work: () => Promise<T>): Promise<T> {
    this.#countedMs = this.#counted();
    this.#countingSince = null;
    try {
      return await work();
    } finally {
      this.#countingSince = this.#options.clock.now();
    }
  }

  /** Ends the watch; nothing is aborted any more. */
  stop(): void {
    this.#options.outer.removeEventListener('abort', this.#cancel);
    this.#ended.abort();
  }

  #counted(): number {
    const running = this.#countingSince === null ? 0 : this.#options.clock.now() - this.#countingSince;
    return this.#countedMs + Math.max(0, running);
  }

  /** One sleeper for the whole run: a turn costs no timer of its own. */
  async #watch(): Promise<void> {
    const { clock, runTimeMs, idleTimeMs } = this.#options;
    while (!this.#ended.signal.aborted && !this.signal.aborted) {
      const counted = this.#counted();
      const runLeftMs = runTimeMs - counted;
      const idleLeftMs = idleTimeMs - (counted - this.#countedAtTurnMs);
      const leftMs = Math.min(runLeftMs, idleLeftMs);
      if (leftMs <= 0) {
        this.expired = runLeftMs <= 0 ? 'timeLimit' : 'idleLimit';
        this.#abort.abort();
        return;
      }
      await clock.sleep(leftMs, this.#ended.signal);
    }
  }
}

/** Time a run has used, from its log: model calls and tools that are not resumable; no single wait counts over the idle limit. */
export function spentTimeMs(
  entries: readonly RunLogEntry[],
  options: { idleTimeMs: number; isResumable: (tool: string) => boolean },
): number {
  let spentMs = 0;
  let previousAt = 0;
  let names = new Map<string, string>();
  for (const entry of entries) {
    if (entry.type === 'modelResult') names = new Map(entry.message.calls.map(({ id, name }) => [id, name]));
    const isWork =
      entry.type === 'modelResult' ||
      (entry.type === 'toolResult' && !options.isResumable(names.get(entry.callId) ?? ''));
    if (isWork) spentMs += Math.min(Math.max(0, entry.at - previousAt), options.idleTimeMs);
    previousAt = entry.at;
  }
  return spentMs;
}
