import type { EventType, MissionEvent } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import { callText } from '../wording/callText.ts';
import { clockTime, duration, spent } from '../wording/words.ts';

export type Piece =
  { kind: 'text'; text: string } | { kind: 'call'; name: string; summary: string } | { kind: 'output'; text: string };

const tickMs = 1000;

/** What code does by itself after these events, while no run is at work. */
const between: Partial<Record<EventType, string>> = {
  planProposed: 'tries the plan on the untouched base',
  roundOpened: 'runs the gates in a clean checkout',
  attemptCommitted: 'looks at what was committed',
  handoffReceived: 'compares the handoff with the record',
};

/** The line at the foot of the screen: who is at work, at what, for how long, and what the mission has cost so far. */
export class LiveLine {
  readonly #show: (line: string | null) => void;
  #doing: { run: number; who: string; what: string; since: number } | null = null;
  #waitsUntil: number | null = null;
  #between = 'at work';
  #figures = '';
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(show: (line: string | null) => void) {
    this.#show = show;
  }

  activity(run: number, who: string, piece: Piece): void {
    if (piece.kind === 'output') return;
    const what = piece.kind === 'text' ? 'is writing' : callText(piece.name, piece.summary);
    if (this.#doing?.run === run && this.#doing.what === what) return;
    this.#doing = { run, who, what, since: Date.now() };
    this.#start();
    this.#tick();
  }

  event({ body }: MissionEvent, state: MissionState): void {
    this.#figures = spent(state.usage);
    this.#waitsUntil = state.pause?.until ?? null;
    this.#between = between[body.type] ?? (body.type === 'usageRecorded' ? this.#between : 'at work');
    if (body.type === 'runEnded' && this.#doing?.run === body.run) this.#doing = null;
    this.#start();
    this.#tick();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#doing = null;
    this.#waitsUntil = null;
    this.#show(null);
  }

  #start(): void {
    this.#timer ??= setInterval(() => {
      this.#tick();
    }, tickMs);
  }

  #tick(): void {
    if (this.#waitsUntil !== null) {
      const left = duration(Math.max(0, this.#waitsUntil - Date.now()));
      this.#show(`  waits until ${clockTime(this.#waitsUntil)} (${left}) · ${this.#figures}`);
      return;
    }
    if (this.#doing === null) {
      this.#show(`  ${this.#between} · ${this.#figures}`);
      return;
    }
    const { run, who, what, since } = this.#doing;
    this.#show(`  ${who} (run ${run}) · ${what} · ${duration(Date.now() - since)} · ${this.#figures}`);
  }
}
