import { budgetRefusal } from '../mission/budget.ts';
import type { Reserved } from '../mission/budget.ts';
import { milestoneOf } from '../mission/fold/runs.ts';
import type { EventBody } from '../mission/events/event.ts';
import type { ModelFacts, ModelFailure, ModelPrice, TokenUsage } from '../ports/model.ts';
import type { Permit } from '../ports/permit.ts';
import type { CallTokens } from '../ports/runLog.ts';
import type { Carrier } from './carrier.ts';

interface InFlight extends Reserved {
  run: number;
  milestone: string | null;
  bound: CallTokens;
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

/** The most that a call may cost: written to the cache is the dearest way to send input, where there is a price for it. */
function highestCost(price: ModelPrice | null, { inputTokens, outputTokens }: CallTokens): number | null {
  const written: TokenUsage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: inputTokens, outputTokens };
  const plain: TokenUsage = { inputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens };
  return price === null ? null : Math.max(costOf(price, written) ?? 0, costOf(price, plain) ?? 0);
}

/** The provider took the call up, and nobody saw what it came to: no answer with an error status, and not unreachable. */
function mayBeCharged({ status, kind }: ModelFailure): boolean {
  return status === null && kind !== 'unreachable';
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
    const { price } = facts;
    const known = (call: number, usage: TokenUsage): EventBody<'usageRecorded'> => ({
      type: 'usageRecorded',
      run,
      call,
      ...usage,
      microDollars: costOf(price, usage),
      known: true,
    });
    const unknown = (call: number, bound: CallTokens): EventBody<'usageRecorded'> => ({
      type: 'usageRecorded',
      run,
      call,
      ...bound,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      microDollars: highestCost(price, bound),
      known: false,
    });
    return {
      ask: (bound) => {
        const state = carrier.state.runs[run];
        if (!state) throw new Error(`run ${String(run)} is unknown`);
        const microDollars = highestCost(facts.price, bound);
        const tokens = bound.inputTokens + bound.outputTokens;
        const milestone = milestoneOf(carrier.state, state);
        const calls = [...this.#inFlight.values()];
        const reserved = {
          mission: sum(calls, () => true),
          milestone: sum(calls, (call) => call.milestone === milestone),
          run: sum(calls, (call) => call.run === run),
        };
        const refusal = budgetRefusal(carrier.state, state, {
          bound: { microDollars, tokens },
          reserved,
          now: carrier.engine.clock.now(),
        });
        if (refusal !== null) return Promise.resolve({ ok: false, why: refusal });
        lastCall += 1;
        this.#inFlight.set(key(lastCall), { run, milestone, bound, microDollars: microDollars ?? 0, tokens });
        return Promise.resolve({ ok: true, call: lastCall });
      },
      used: async (call, usage) => {
        await carrier.append('runner', known(call, usage));
        this.#inFlight.delete(key(call));
      },
      settle: async (call, bound, usage) => {
        if (call <= lastCall) return;
        lastCall = call;
        await carrier.append('runner', usage ? known(call, usage) : unknown(call, bound));
      },
      failed: async (call, failure) => {
        const { kind, status, message, retryAfterMs } = failure;
        const bound = this.#inFlight.get(key(call))?.bound;
        const charged = bound && mayBeCharged(failure) ? [unknown(call, bound)] : [];
        await carrier.append(
          'runner',
          { type: 'modelCallFailed', run, call, kind, status, message, retryAfterMs },
          ...charged,
        );
        this.#inFlight.delete(key(call));
      },
    };
  }
}
