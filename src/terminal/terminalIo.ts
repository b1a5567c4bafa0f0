/** What the terminal views need of a terminal. */
export interface TerminalIo {
  out(line: string): void;
  error(line: string): void;
  /** One line from the person; null where nobody can answer (no terminal, end of input). */
  ask(question: string): Promise<string | null>;
  /** Calls back on Ctrl+C and on a request to end. Returns how to stop listening. */
  onInterrupt(callback: () => void): () => void;
}
