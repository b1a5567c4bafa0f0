import type { RunSubject } from '../mission/events/runs.ts';
import type { Role } from '../mission/role.ts';

export interface DelegatedTask {
  role: Role;
  subject: RunSubject;
  /** What the sub-run is told beyond its subject. */
  notes: string;
}

export type DelegateOutcome =
  | { kind: 'completed'; run: number; result: unknown }
  | { kind: 'failed'; run: number; reason: string }
  /** The sub-run is open and waits; the caller suspends and asks again with the same call. */
  | { kind: 'suspended' };

/**
 * The only way from role to role. Tasks of one call run in parallel within the limit; a call repeated after a restart goes on
 * with the sub-runs it had started, and delivers the results of those that ended.
 */
export type Delegate = (call: string, tasks: DelegatedTask[]) => Promise<DelegateOutcome[]>;
