/** What Longhaul started and still owns, on disk before it runs, so that a crash leaves nothing behind (reliability.md section 3). */
export interface OwnedProcess {
  pid: number;
  /** Start time as the system tells it, so that a reused pid is never killed. */
  startedAt: string;
  run: number;
  what: string;
  port: number | null;
}

export interface ProcessLedger {
  list(): OwnedProcess[];
  /** Kills what an earlier process of Longhaul left (whole groups), and forgets it. Returns what was killed. */
  reapLeftOvers(): Promise<OwnedProcess[]>;
  /** Kills what this run started (0 = code itself); resolves when it is gone. */
  reapRun(run: number): Promise<void>;
}
