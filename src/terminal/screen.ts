import type { MissionEvent } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { EventLine, Mark } from '../wording/eventLine.ts';
import { eventLines } from '../wording/eventLines.ts';
import { oneLine } from '../wording/oneLine.ts';
import { layOut } from './layOut.ts';
import { LiveLine } from './liveLine.ts';
import type { Piece } from './liveLine.ts';
import type { TerminalIo, Tone } from './terminalIo.ts';
import { clockTime, roleNames } from '../wording/words.ts';

const signs: Readonly<Record<Mark, string>> = { begins: '▸', good: '✓', bad: '✗', warns: '!', asks: '?', told: '·' };
const tones: Readonly<Record<Mark, Tone>> = {
  begins: 'strong',
  good: 'good',
  bad: 'bad',
  warns: 'warning',
  asks: 'strong',
  told: 'plain',
};

export interface ScreenOptions {
  io: TerminalIo;
  /** One event a line as JSON on standard output; what people read goes to standard error. */
  json: boolean;
  /** Each tool call on a line of its own. */
  calls: boolean;
}

/** Shows a mission while it is carried: its events as they are written, and what the agent is doing. */
export class Screen {
  readonly #io: TerminalIo;
  readonly #json: boolean;
  readonly #calls: boolean;
  readonly #live: LiveLine;
  #state: MissionState | null = null;

  constructor({ io, json, calls }: ScreenOptions) {
    this.#io = io;
    this.#json = json;
    this.#calls = calls;
    this.#live = new LiveLine(json ? () => undefined : io.live.bind(io));
  }

  /** Text for people, as it is. */
  say(...lines: string[]): void {
    for (const line of lines)
      if (this.#json) this.#io.error(line);
      else this.#io.out(line);
  }

  paint(tone: Tone, text: string): string {
    return this.#json ? text : this.#io.paint(tone, text);
  }

  columns(): number | null {
    return this.#json ? null : this.#io.columns();
  }

  event(event: MissionEvent, state: MissionState): void {
    this.#state = state;
    if (this.#json) {
      this.#io.out(JSON.stringify(event));
      return;
    }
    for (const line of eventLines(event, state)) this.#line(event.at, line);
    this.#live.event(event, state);
  }

  /** A piece of what a run says or does; not durable, for the eye alone. */
  activity(run: number, piece: Piece): void {
    const role = this.#state?.runs[run]?.role;
    if (!role || this.#json) return;
    if (this.#calls && piece.kind === 'call')
      this.say(this.paint('quiet', `            ${roleNames[role]} ${run}: ${piece.name} ${oneLine(piece.summary)}`));
    this.#live.activity(run, roleNames[role], piece);
  }

  /** Takes the line at the foot of the screen away, for as long as nothing runs. */
  still(): void {
    this.#live.stop();
  }

  #line(at: number, { depth, mark, text }: EventLine): void {
    const time = `${clockTime(at)}  ${'  '.repeat(depth)}`;
    const [first = '', ...others] = layOut(`${time}${signs[mark]} `, text, this.columns());
    const tone = tones[mark];
    const body = first.slice(time.length);
    const isWhole = mark === 'begins' || mark === 'bad';
    const painted = isWhole ? this.paint(tone, body) : `${this.paint(tone, signs[mark])}${body.slice(1)}`;
    this.say(this.paint('quiet', time) + painted, ...others.map((line) => (isWhole ? this.paint(tone, line) : line)));
  }
}
