/**
 * Append-only logs of checksummed records (reliability.md section 1). A record is one line of text without line breaks
 * (JSON). What `append` has resolved for is on disk.
 */
export interface RecordLog {
  /** Resolves when the record is synced. Records are written in the order of the calls; calls under way share one sync. */
  append(record: string): Promise<void>;
  close(): Promise<void>;
}

export type LogProblem = { kind: 'damaged' | 'newer' | 'unwritable' | 'missing' | 'owned'; message: string };

export type OpenedLog =
  | { ok: true; log: RecordLog; records: string[]; /** Said when a torn last line was cut. */ notice: string | null }
  | { ok: false; problem: LogProblem };

export type ReadLog = { ok: true; records: string[]; notice: string | null } | { ok: false; problem: LogProblem };

/** Who may write: valid while the very process that took it lives. */
export interface Lease {
  readonly epoch: number;
  release(): Promise<void>;
}

export type OwnerRequest = 'pause' | 'cancel';

export interface JournalStore {
  /** Mission ids, newest first. */
  list(): Promise<string[]>;
  /** Creates the mission directory (mode 0700); fails as a value when it cannot be written. */
  create(missionId: string): Promise<{ ok: true } | { ok: false; problem: LogProblem }>;
  /** Absolute path, for people. */
  directory(missionId: string): string;
  acquireLease(missionId: string): Promise<{ ok: true; lease: Lease } | { ok: false; problem: LogProblem }>;
  openJournal(missionId: string): Promise<OpenedLog>;
  /** Reads without writing or owning; for viewers. */
  readJournal(missionId: string): Promise<ReadLog>;
  openRunLog(missionId: string, run: number): Promise<OpenedLog>;
  readRunLog(missionId: string, run: number): Promise<ReadLog>;
  /** SHA-256 (hex) of a run's records, joined by line breaks; null where they cannot be read. */
  hashRunLog(missionId: string, run: number): Promise<string | null>;
  /** The newest intact snapshot. */
  readSnapshot(missionId: string): Promise<{ seq: number; state: unknown } | null>;
  writeSnapshot(missionId: string, seq: number, state: unknown): Promise<void>;
  /** Leaves a request for the process that owns the mission. */
  leaveRequest(missionId: string, request: OwnerRequest): Promise<void>;
  /** Takes what others have asked of the owner since the last call. */
  takeRequests(missionId: string): Promise<OwnerRequest[]>;
  /** Writes a human-readable rendering, path relative to the mission directory, atomically. */
  writeRendering(missionId: string, path: string, content: string | Uint8Array): Promise<void>;
}
