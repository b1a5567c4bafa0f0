/**
 * Tells whose change is whose in the user's tree (reliability.md section 2): a stat and hash cache in process, no git. One
 * scan after each command; the change time of a path says whether it changed during the command or before it.
 */
export interface TreeWatch {
  /** First scan; everything as it is now is nobody's change. Ignored folders are left out. */
  begin(): Promise<void>;
  /**
   * Scan; changes since the last scan, split at `commandStartedAt` (ms since 1970; null = no command ran, all are others').
   * After a command folders in which the system has noticed nothing may be left out; without one the whole tree is looked at.
   */
  scan(commandStartedAt: number | null): Promise<TreeChanges>;
  /** Tells that a tool of ours wrote this path, so that the next scan does not report it. */
  wrote(path: string): Promise<void>;
  /** Gives back what noticing changes takes of the system, until the next `begin`. */
  end(): Promise<void>;
}

export interface TreeChanges {
  byCommand: string[];
  byOthers: string[];
}
