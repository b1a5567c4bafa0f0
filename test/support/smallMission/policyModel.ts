import type { ModelPort, ModelReply } from '../../../src/ports/model.ts';
import type { Policy } from '../modelServer/policy.ts';

/** A policy behind the model port, without HTTP: for tests of what lies behind the port. */
export function policyModel(policy: Policy): ModelPort {
  return {
    provider: 'scripted',
    facts: () => ({ contextTokens: 200_000, maxOutputTokens: 16_000, price: null }),
    complete: async (request, { signal }): Promise<ModelReply> => {
      if (signal.aborted)
        return { ok: false, failure: { kind: 'aborted', message: 'stopped', status: null, retryAfterMs: null } };
      const { text, calls } = await policy(request);
      const usage = { inputTokens: 100, cacheReadTokens: 900, cacheWriteTokens: 0, outputTokens: 50 };
      const numbered = calls.map((call, place) => ({
        ...call,
        id: `c${String(request.messages.length)}-${String(place)}`,
      }));
      return { ok: true, text, calls: numbered, native: null, usage, stop: calls.length > 0 ? 'calls' : 'end' };
    },
  };
}
