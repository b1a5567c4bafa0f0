import type { ModelMessage } from '../ports/model.ts';
import type { RunLogEntry, RunPrefix } from '../ports/runLog.ts';
import { Transcript } from './transcript.ts';
import type { PendingCall } from './transcript.ts';

export interface RunRecord {
  /** Null where the log is empty. */
  prefix: RunPrefix | null;
  /** The whole conversation, what has not been sent yet included. */
  messages: ModelMessage[];
  /** Calls of the last reply that have no result. */
  pending: PendingCall[];
  /** The accepted result, once the run has ended. */
  result: { result: unknown; partial: boolean } | null;
  turns: number;
  toolCalls: number;
}

/** What a run log says, for transcripts. Pure: the same entries give the same record. */
export function readRunLog(entries: readonly RunLogEntry[]): RunRecord {
  const transcript = foldRunLog(entries);
  const open = transcript.openParts();
  const unsent: ModelMessage[] = open.length > 0 ? [{ role: 'user', parts: open }] : [];
  return {
    prefix: transcript.prefix,
    messages: [...transcript.messages, ...unsent],
    pending: transcript.result === null ? transcript.pendingCalls() : [],
    result: transcript.result,
    turns: transcript.turn,
    toolCalls: transcript.toolCalls,
  };
}

/** The transcript as it stood when the last entry was appended; the loop goes on from it. */
export function foldRunLog(entries: readonly RunLogEntry[]): Transcript {
  const transcript = new Transcript();
  for (const entry of entries) transcript.apply(entry);
  return transcript;
}
