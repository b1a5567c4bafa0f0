import type { MissionEvent } from '../mission/events/event.ts';
import type { PauseReason } from '../mission/events/life.ts';
import type { ModelChoice, Role, RoleModels } from '../mission/role.ts';
import type { MissionPhase, MissionState } from '../mission/state.ts';
import type { EventLine } from '../wording/eventLine.ts';
import type { Target } from './actions.ts';

/** One line of the progress log. */
export interface LogLine extends EventLine {
  seq: number;
  at: number;
}

export interface MissionSummary {
  mission: string;
  goal: string;
  folder: string;
  phase: MissionPhase;
  pause: PauseReason | null;
  /** ms since 1970 of its last event. */
  at: number;
}

export interface ProviderState {
  provider: string;
  /** For people, such as "Anthropic". */
  title: string;
  /** Null where it can be used, else what is missing and how to provide it. */
  problem: string | null;
  models: { model: string; title: string }[];
  /** Whether a key can be stored for it. */
  takesKey: boolean;
}

/** What the window knows beyond the mission itself. */
export interface WindowState {
  /** Why no mission can be started here, with what to do about it; null where one can. */
  problem: { text: string; action: 'openFolder' | 'trust' | 'initialiseGit' | null } | null;
  folder: string | null;
  missions: MissionSummary[];
  providers: ProviderState[];
  /** Default models with their reasons; null where no provider can be used. */
  defaults: { models: RoleModels; reasons: Record<Role, string> } | null;
  /** A goal for the sample, which the rehearsal can play. */
  suggestedGoal: string | null;
  rehearsal: ModelChoice;
  /** Whether commands can be confined; so far they cannot. */
  sandbox: 'off';
  /** The window was away since (ms since 1970), and has just come back; null where it was not. */
  awaySince: number | null;
  /** A sentence about something that went wrong in the window, until it is over. */
  notice: string | null;
}

/** `owner`: this window carries the mission. `viewer`: another process does, and this one looks on. */
export type Ownership = 'owner' | 'viewer';

export type ActivityPiece =
  { kind: 'text'; text: string } | { kind: 'call'; name: string; summary: string } | { kind: 'output'; text: string };

/** The mission of the window as a whole. What follows it is told as events, folded by the same `applyEvent`. */
export interface Snapshot {
  state: MissionState;
  /** The newest lines, oldest first. */
  log: LogLine[];
  ownership: Ownership;
  directory: string;
}

/** An entry of a run's transcript. */
export type TranscriptEntry =
  | { kind: 'brief'; text: string }
  | { kind: 'says'; turn: number; at: number; text: string }
  | { kind: 'call'; turn: number; at: number; call: string; name: string; input: string }
  | { kind: 'result'; turn: number; at: number; call: string; text: string; isError: boolean }
  | { kind: 'notice'; turn: number; at: number; text: string };

export type Reply =
  | { ok: true; value: { kind: 'done' } }
  | { ok: true; value: { kind: 'transcript'; entries: TranscriptEntry[] } }
  /** Text, or a picture as base64. */
  | { ok: true; value: { kind: 'blob'; mime: string; text: string | null; base64: string | null } }
  | { ok: false; problem: string };

export type ToWebview =
  | { kind: 'snapshot'; snapshot: Snapshot | null; window: WindowState }
  /** `lines`: what the log says of it. */
  | { kind: 'event'; event: MissionEvent; lines: LogLine[] }
  | { kind: 'activity'; run: number; at: number; piece: ActivityPiece }
  | { kind: 'window'; window: WindowState }
  | { kind: 'ownership'; ownership: Ownership }
  | { kind: 'reveal'; target: Target }
  /** Puts the cursor into the message field, with a text in it. */
  | { kind: 'compose'; text: string }
  | { kind: 'reply'; id: number; reply: Reply };
