/** Diagnostics for developers of Longhaul; never a substitute for an event. */
export interface Log {
  debug(message: string): void;
  warn(message: string): void;
}
