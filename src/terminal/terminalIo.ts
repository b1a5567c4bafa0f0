export type Tone = 'plain' | 'good' | 'bad' | 'warning' | 'quiet' | 'strong';

/** What the terminal views need of a terminal. */
export interface TerminalIo {
  out(line: string): void;
  error(line: string): void;
  /** One line at the foot of the screen, replaced by the next; null takes it away. Nothing where nobody watches. */
  live(line: string | null): void;
  /** The text in a colour, or as it is where colours are not wanted. */
  paint(tone: Tone, text: string): string;
  /** Characters in a line of the screen; null where the output goes elsewhere, so that lines are not broken. */
  columns(): number | null;
  /** One line from the person; null where nobody can answer (no terminal, end of input). */
  ask(prompt: string): Promise<string | null>;
  /** Calls back on Ctrl+C and on a request to end. Returns how to stop listening. */
  onInterrupt(callback: () => void): () => void;
  /** Ends the process without waiting for anything. */
  endNow(code: number): void;
  /** What a person types to start this program, such as `node dist/longhaul.js`. */
  program: string;
}
