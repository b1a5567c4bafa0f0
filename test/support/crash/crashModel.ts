import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import type { ModelPort, ModelReply, ModelRequest } from '../../../src/ports/model.ts';
import { crashPolicy } from './crashPolicy.ts';
import { nearlyFull, refuses } from './workerPolicy.ts';

export interface CrashModelFiles {
  marks: string;
  /** Gets a line for every call. */
  calls: string;
  /** Made when the model has refused one call for its rate. */
  limited: string;
}

const limitedAfterMs = 5;

function isToBeLimited(request: ModelRequest, { limited }: CrashModelFiles): boolean {
  const brief = JSON.stringify(request.messages[0]);
  const isWorker = request.tools.some((tool) => tool.name === 'hand_off');
  return isWorker && request.messages.length > 2 && brief.includes('Attempt 1 ended partial') && !existsSync(limited);
}

function limitedReply({ limited }: CrashModelFiles): ModelReply {
  writeFileSync(limited, '');
  const failure = { kind: 'rateLimited' as const, message: 'Too many.', status: 429, retryAfterMs: limitedAfterMs };
  return { ok: false, failure };
}

/** Plays the crash mission; refuses one call for its rate, and writes every call down. */
export function crashModel(files: CrashModelFiles): ModelPort {
  const policy = crashPolicy(files.marks);
  return {
    provider: 'scripted',
    facts: () => ({ contextTokens: 200_000, maxOutputTokens: 16_000, price: null }),
    complete: async (request) => {
      appendFileSync(files.calls, `${createHash('sha1').update(JSON.stringify(request.messages)).digest('hex')}\n`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (isToBeLimited(request, files)) return limitedReply(files);
      const { text, calls } = policy(request);
      const isFull = text === nearlyFull;
      return {
        ok: true,
        text,
        calls: calls.map((each, place) => ({ ...each, id: `c${String(request.messages.length)}-${String(place)}` })),
        native: null,
        usage: {
          inputTokens: isFull ? 170_000 : 100,
          cacheReadTokens: 900,
          cacheWriteTokens: 0,
          outputTokens: 50,
        },
        stop: text === refuses ? 'refusal' : calls.length > 0 ? 'calls' : 'end',
      };
    },
  };
}
