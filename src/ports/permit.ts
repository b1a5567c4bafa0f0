import type { ModelFailure, TokenUsage } from './model.ts';

export type PermitAnswer = { ok: true; call: number } | { ok: false; why: string };

/** May this call be made? Bound to one run. Budgets are checked before each call, with what calls in flight may cost. */
export interface Permit {
  /** `inputTokens` and `outputTokens` are upper bounds of the call. */
  ask(bound: { inputTokens: number; outputTokens: number }): Promise<PermitAnswer>;
  /** Journals what the call used and frees its reservation. */
  used(call: number, usage: TokenUsage): Promise<void>;
  /** Journals a failed call and frees its reservation. */
  failed(call: number, failure: ModelFailure): Promise<void>;
}
