import { budgetRefusal } from '../mission/budget.ts';
import type { Reserved } from '../mission/budget.ts';
import { milestoneOf } from '../mission/fold/runs.ts';
import type { ModelFacts, ModelPrice, TokenUsage } from '../ports/model.ts';
import type { Permit } from '../ports/permit.ts';
import type { Carrier } from './carrier.ts';

interface InFlight extends Reserved {
  run: number;
  milestone: string | null;
}

const tokensPerPrice = 1_000_000;
const microDollarsPerDollar = 1_000_000;

/** Cost in millionths of a US dollar, null where the price is not known. */
export function costOf(price: ModelPrice | null, usage: TokenUsage): number | null {
  if (!price) return null;
  const dollars =
    (usage.inputTokens * price.input +
      usage.cacheReadTokens * price.cacheRead +
      usage.cacheWriteTokens * price.cacheWrite +
      usage.outputTokens * price.output) /
    tokensPerPrice;
  return Math.ceil(dollars * microDollarsPerDollar);
}

function sum(calls: Iterable<InFlight>, belongs: (call: InFlight) => boolean): Reserved {
  const total = { microDollars: 0, tokens: 0 };
  for (const call of calls) {
    if (!belongs(call)) continue;
    total.microDollars += call.microDollars;
    total.tokens += call.tokens;
  }
  return total;
}

/** Permits of one mission: budgets are checked before each call, with the upper bounds of all calls in flight. */
export class Permits {
  readonly #carrier: Carrier;
  readonly #inFlight = new Map<string, InFlight>();

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
  }

  forRun(run: number, facts: ModelFacts): Permit {
    const carrier = this.#carrier;
    let lastCall = carrier.state.runs[run]?.lastCall ?? 0;
    const key = (call: number): string => `${String(run)}/${String(call)}`;
    return {
      ask: ({ inputTokens, outputTokens }) => {
        const state = carrier.state.runs[run];
        if (!state) throw new Error(`run ${String(run)} is unknown`);
        // Written to the cache is the dearest way to send input, so it bounds the rest.
        const dearest: TokenUsage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: inputTokens, outputTokens };
        const plain: TokenUsage = { inputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens };
        const microDollars =
          facts.price === null ? null : Math.max(costOf(facts.price, dearest) ?? 0, costOf(facts.price, plain) ?? 0);
        const bound = { microDollars, tokens: inputTokens + outputTokens };
        const milestone = milestoneOf(carrier.state, state);
        const calls = [...this.#inFlight.values()];
        const reserved = {
          mission: sum(calls, () => true),
          milestone: sum(calls, (call) => call.milestone === milestone),
          run: sum(calls, (call) => call.run === run),
        };
        const refusal = budgetRefusal(carrier.state, state, { bound, reserved, now: carrier.engine.clock.now() });
        if (refusal !== null) return Promise.resolve({ ok: false, why: refusal });
        lastCall += 1;
        this.#inFlight.set(key(lastCall), { run, milestone, microDollars: microDollars ?? 0, tokens: bound.tokens });
        return Promise.resolve({ ok: true, call: lastCall });
      },
      used: async (call, usage) => {
        this.#inFlight.delete(key(call));
        await carrier.append('runner', {
          type: 'usageRecorded',
          run,
          call,
          ...usage,
          microDollars: costOf(facts.price, usage),
          known: true,
        });
      },
      failed: async (call, failure) => {
        this.#inFlight.delete(key(call));
        const { kind, status, message, retryAfterMs } = failure;
        await carrier.append('runner', { type: 'modelCallFailed', run, call, kind, status, message, retryAfterMs });
      },
    };
  }
}
