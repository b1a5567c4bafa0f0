export interface CommandRequest {
  command: string;
  /** Relative to the workspace. */
  folder: string;
  timeLimitMs: number;
  idleLimitMs: number;
  /** Output kept inline, head and tail; the whole goes to a blob when longer. */
  maxOutputBytes: number;
  /** Added to the allow-listed environment. */
  environment: Record<string, string>;
  signal: AbortSignal;
  onOutput?: (text: string) => void;
}

export interface CommandResult {
  /** Null when it was killed or did not start. */
  exitCode: number | null;
  ended: 'exit' | 'timeLimit' | 'idleLimit' | 'cancelled' | 'notStarted';
  /** Standard output and error interleaved, as a person would have seen them; capped head + tail. */
  output: string;
  /** The whole output where `output` was capped. */
  outputBlob: string | null;
  durationMs: number;
}

export interface ServiceRequest {
  name: string;
  command: string;
  folder: string;
  /** URL answered with 2xx/3xx when ready, or null: then a listening port is enough. */
  healthUrl: string | null;
  port: number | null;
  startLimitMs: number;
  environment: Record<string, string>;
  signal: AbortSignal;
}

export interface RunningService {
  name: string;
  port: number | null;
  pid: number;
  /** Output so far, capped to the tail. */
  output(): string;
  isAlive(): boolean;
  stop(): Promise<void>;
}

export type ServiceStart = { ok: true; service: RunningService } | { ok: false; why: string; output: string };

/**
 * Commands of one owner (a run, or code on behalf of a step) in one workspace. A fresh shell per command, closed standard
 * input, environment rebuilt from an allow list, the whole process tree killed at the end. Everything started is in the
 * process ledger before it runs.
 */
export interface Shell {
  run(request: CommandRequest): Promise<CommandResult>;
  startService(request: ServiceRequest): Promise<ServiceStart>;
  /** A port free on 127.0.0.1 now. */
  freePort(): Promise<number>;
  /** Stops everything this owner started. */
  stopAll(): Promise<void>;
}
