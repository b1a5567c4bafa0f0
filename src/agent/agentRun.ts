import type { Clock } from '../ports/clock.ts';
import type { ModelFailure, ModelPort } from '../ports/model.ts';
import type { Permit } from '../ports/permit.ts';
import type { RunLog, RunPrefix } from '../ports/runLog.ts';
import type { ActivityPiece } from '../ports/activity.ts';
import type { AnyTool } from './tool.ts';

export interface AgentLimits {
  maxTurns: number;
  runTimeMs: number;
  /** No turn completed within this time. */
  idleTimeMs: number;
  maxOutputTokens: number;
  /** Share of the context window at which a partial handoff is asked for. */
  contextShare: number;
  /** Turns left after the partial notice, before the run ends `failed(contextFull)`. */
  maxTurnsAfterPartialNotice: number;
  /** Replies in a row with calls that cannot be parsed. */
  maxMalformedReplies: number;
  /** The same call with the same result this many times in a row ends the run. */
  maxRepeatedCalls: number;
  /** Replies without any call before the run ends; each gets a notice naming the tool that ends the run. */
  maxRepliesWithoutCall: number;
  maxToolResultBytes: number;
}

export interface AgentRunRequest {
  model: ModelPort;
  log: RunLog;
  /** Used only for a fresh run; a run that goes on takes its prefix from the log, except for `model` and `effort`. */
  prefix: Omit<RunPrefix, 'tools'>;
  tools: AnyTool[];
  /** Name of the terminal tool, for notices ("call NAME to end"). */
  endsWith: string;
  /** The terminal tool is refused while no other has been called: a report of nothing is no work. */
  needsWorkFirst?: boolean;
  /** Asked near the context limit, as a notice. Null: the run just ends `failed(contextFull)`. */
  partialNotice: string | null;
  limits: AgentLimits;
  permit: Permit;
  clock: Clock;
  signal: AbortSignal;
  tell: (piece: ActivityPiece) => void;
  /** Notices that arrived since the last turn (the user's edits, a note): taken before each model call. */
  takeNotices: () => Promise<string[]>;
  /** Asked once each time a run goes on from its log: what is gone, what changed. Null: nothing to say. */
  resumeNotice: () => Promise<string | null>;
  /**
   * Asked after a model call that failed: waits until it may be made again, without counting as time of the run. False, or not
   * given: the run is suspended.
   */
  outlast?: (failure: ModelFailure) => Promise<boolean>;
  /**
   * Exceptions of tools with which the run rejects, the call left open, such as a journal that cannot be written. All
   * others are told to the model as internal errors.
   */
  isFatal?: (error: unknown) => boolean;
}

export type AgentFailure =
  | 'turnLimit'
  | 'timeLimit'
  | 'idleLimit'
  | 'repeatedCalls'
  | 'malformedReplies'
  | 'noResult'
  | 'emptyReplies'
  | 'refusedByModel'
  | 'outputCut'
  | 'contextFull';

export type AgentEnd =
  | { kind: 'finished'; result: unknown; partial: boolean; turns: number; toolCalls: number }
  | { kind: 'failed'; failure: AgentFailure; message: string; turns: number; toolCalls: number }
  /** The run stays open: a model failure that may pass, a refused permit, a tool that waits, or cancellation (pause). */
  | { kind: 'suspended'; cause: SuspendCause };

export type SuspendCause =
  | { kind: 'model'; failure: ModelFailure }
  | { kind: 'permit'; why: string }
  | { kind: 'tool'; why: string }
  | { kind: 'cancelled' };
