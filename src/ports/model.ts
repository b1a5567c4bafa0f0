/** What the agent loop asks of a language model, in one neutral form for every provider. */

export interface ToolDescription {
  name: string;
  description: string;
  /** JSON Schema (draft 2020-12) of the input object. */
  inputSchema: Record<string, unknown>;
}

export interface ToolCall {
  id: string;
  name: string;
  /** The parsed arguments; `undefined` where `malformed` says what the model wrote instead of JSON. */
  input: unknown;
  malformed?: string;
}

export type UserPart =
  { kind: 'text'; text: string } | { kind: 'toolResult'; callId: string; text: string; isError: boolean };

/** What the provider returned, in its own form and order (thinking signatures, encrypted reasoning), sent back unchanged. */
export interface NativeTurn {
  format: 'anthropic' | 'responses' | 'chat' | 'rehearsal';
  blocks: unknown;
}

export type ModelMessage =
  | { role: 'user'; parts: UserPart[] }
  | { role: 'assistant'; text: string; calls: ToolCall[]; native: NativeTurn | null };

export interface ModelRequest {
  model: string;
  /** Blocks of the system prompt, the most widely shared first. Together with `tools` they are the frozen prefix of a run. */
  system: string[];
  tools: ToolDescription[];
  /**
   * The first message is the brief: its text parts go from what all runs of the mission share to what this run alone needs;
   * adapters put a cache boundary before the last part.
   */
  messages: ModelMessage[];
  maxOutputTokens: number;
  effort: 'low' | 'medium' | 'high' | null;
  /** Equal for runs that share a prefix (prompt_cache_key). */
  cacheKey: string;
}

/** Tokens of one call; the three input figures do not overlap. */
export interface TokenUsage {
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  /** True where the server named no usage and it was estimated at four characters a token. */
  estimated?: boolean;
}

export type ModelFailureKind =
  | 'rateLimited'
  | 'overloaded'
  | 'serverError'
  | 'streamCut'
  | 'stalled'
  | 'noMoney'
  | 'badKey'
  | 'unknownModel'
  | 'unreachable'
  | 'contextOverflow'
  | 'badRequest'
  | 'aborted';

export interface ModelFailure {
  kind: ModelFailureKind;
  /** For people: what happened and what to do next. */
  message: string;
  status: number | null;
  retryAfterMs: number | null;
}

export type ModelReply =
  | {
      ok: true;
      text: string;
      calls: ToolCall[];
      native: NativeTurn | null;
      usage: TokenUsage;
      stop: 'calls' | 'end' | 'length' | 'refusal';
    }
  | { ok: false; failure: ModelFailure };

/** US dollars per million tokens. */
export interface ModelPrice {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
  /** ISO date on which the price was read. */
  asOf: string;
}

export interface ModelFacts {
  contextTokens: number;
  maxOutputTokens: number;
  /** Null where the price is not known: then money cannot be counted, and the user is told so. */
  price: ModelPrice | null;
}

export interface CompleteOptions {
  signal: AbortSignal;
  /** Live text of the reply; not durable. */
  onText?: (text: string) => void;
}

/** One provider. `complete` never throws for what the world does: failures are values. It never retries. */
export interface ModelPort {
  readonly provider: string;
  facts(model: string): ModelFacts;
  complete(request: ModelRequest, options: CompleteOptions): Promise<ModelReply>;
}

/** Finds the provider of a choice such as `anthropic/NAME`; the problem is a sentence for the user (no key, unknown provider). */
export type ModelFinder = (provider: string) => { ok: true; model: ModelPort } | { ok: false; problem: string };
