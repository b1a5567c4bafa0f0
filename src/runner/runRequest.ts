import type { EventBody } from '../mission/events/event.ts';
import type { RunSubject } from '../mission/events/runs.ts';
import type { Role } from '../mission/role.ts';
import type { RunState } from '../mission/state.ts';
import type { Workspace } from '../ports/workspaces.ts';

export interface RunRequest {
  role: Role;
  subject: RunSubject;
  parent: RunState['parent'];
  notes: string;
  workspace: Workspace;
  /** The open run to go on with, or null for a fresh one. */
  run: number | null;
}

export type RunOutcome =
  | { kind: 'ended'; run: number; outcome: EventBody<'runEnded'>['outcome']; reason: string; result: unknown }
  | { kind: 'suspended' };
