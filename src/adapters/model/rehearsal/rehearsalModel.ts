import type { ModelPort, ModelReply, ModelRequest, TokenUsage, ToolCall } from '../../../ports/model.ts';
import type { RehearsalOptions } from './rehearsalPolicy.ts';
import { rehearsalPolicy } from './rehearsalPolicy.ts';

const charactersPerToken = 4;

const facts = {
  contextTokens: 200_000,
  maxOutputTokens: 16_000,
  price: { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, asOf: '2025-01-01' },
};

/** The rehearsal as a model: `rehearsal/scripted`. It is free, works offline, and never pretends to think. */
export function rehearsalModel(options: RehearsalOptions = {}): ModelPort {
  const policy = rehearsalPolicy(options);
  return {
    provider: 'rehearsal',
    facts: () => facts,
    complete: async (request, { signal, onText }): Promise<ModelReply> => {
      if (signal.aborted)
        return {
          ok: false,
          failure: { kind: 'aborted', message: 'The call was stopped.', status: null, retryAfterMs: null },
        };
      const said = policy(request);
      onText?.(said.text);
      const mark = fingerprint(JSON.stringify([request.system, request.tools.length, request.messages]));
      const calls = said.calls.map(({ name, input }, place): ToolCall => ({
        id: `rehearsal_${mark}_${request.messages.length}_${place}`,
        name,
        input,
      }));
      const stop = calls.length > 0 ? 'calls' : 'end';
      return { ok: true, text: said.text, calls, native: null, usage: usageOf(request, said), stop };
    },
  };
}

/** As a provider with a prompt cache would count it: what the last call sent is read, what is new is written. */
function usageOf({ system, tools, messages }: ModelRequest, said: unknown): TokenUsage {
  const sizes = [system, tools, ...messages].map((piece) => tokens(piece));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const fresh = messages.length === 1 ? sizes.slice(2) : sizes.slice(-2);
  const cacheWriteTokens = fresh.reduce((sum, size) => sum + size, 0);
  return {
    inputTokens: 0,
    cacheReadTokens: total - cacheWriteTokens,
    cacheWriteTokens,
    outputTokens: tokens(said),
  };
}

function tokens(value: unknown): number {
  return Math.ceil(JSON.stringify(value).length / charactersPerToken);
}

/** Differs for different texts, as good as always (FNV-1a, two passes). */
function fingerprint(text: string): string {
  const pass = (seed: number): string => {
    let hash = seed;
    for (let place = 0; place < text.length; place += 1)
      hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193) >>> 0;
    return hash.toString(36);
  };
  return pass(0x811c9dc5) + pass(0x9747b28c);
}
