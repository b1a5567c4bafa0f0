import type { ModelFailure, TokenUsage } from './model.ts';
import type { CallTokens } from './runLog.ts';

export type PermitAnswer = { ok: true; call: number } | { ok: false; why: string };

/** May this call be made? Bound to one run. Budgets are checked before each call, with what calls in flight may cost. */
export interface Permit {
  /** `inputTokens` and `outputTokens` are upper bounds of the call. */
  ask(bound: CallTokens): Promise<PermitAnswer>;
  /** Journals what the call used and frees its reservation. */
  used(call: number, usage: TokenUsage): Promise<void>;
  /**
   * Journals a call from before a restart, unless that was done: with what it used, or with its bound where nobody saw its end
   * (null).
   */
  settle(call: number, bound: CallTokens, usage: TokenUsage | null): Promise<void>;
  /**
   * Journals a failed call and frees its reservation. A call that reached the provider and broke off is counted with its bound:
   * what the provider charges for it is not known.
   */
  failed(call: number, failure: ModelFailure): Promise<void>;
}
