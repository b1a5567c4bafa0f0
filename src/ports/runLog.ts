import type { ModelMessage, ModelRequest, TokenUsage, ToolCall } from './model.ts';

/** What never changes in a run: written first, sent byte-exact with every call, also after a restart. */
export interface RunPrefix {
  model: string;
  system: string[];
  tools: ModelRequest['tools'];
  /** Text parts of the brief, shared ones first. */
  brief: string[];
  cacheKey: string;
  effort: ModelRequest['effort'];
}

export interface CallTokens {
  inputTokens: number;
  outputTokens: number;
}

/**
 * Entries of a run log (reliability.md section 1). An intent is synced before its effect; an intent without a result after a
 * restart is *unknown*.
 */
export type RunLogEntry =
  | { type: 'opened'; at: number; prefix: RunPrefix }
  /** `call`: its number in the journal; `bound`: upper bounds of what it may use. */
  | { type: 'modelIntent'; at: number; turn: number; call: number; bound: CallTokens }
  | {
      type: 'modelResult';
      at: number;
      turn: number;
      message: Extract<ModelMessage, { role: 'assistant' }>;
      usage: TokenUsage;
    }
  | { type: 'toolIntent'; at: number; turn: number; call: ToolCall }
  | { type: 'toolResult'; at: number; turn: number; callId: string; text: string; isError: boolean }
  /** A text from Longhaul itself: a nudge, a notice after a restart, a note of the user. */
  | { type: 'notice'; at: number; turn: number; text: string }
  /** The accepted result of a run: a terminal tool's parsed input. */
  | { type: 'result'; at: number; turn: number; result: unknown; partial: boolean };

export interface RunLog {
  /** Entries from before this process opened the log; empty for a fresh run. */
  readonly entries: readonly RunLogEntry[];
  append(entry: RunLogEntry): Promise<void>;
  close(): Promise<void>;
}
