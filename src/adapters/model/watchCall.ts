import { patientFetch } from './patientFetch.ts';

export interface CallLimits {
  /** How long the first byte of the reply may take. */
  requestTimeoutMs: number;
  /** How long the stream may be silent after that; pings count as signs of life. */
  stallLimitMs: number;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

export interface CallWatch {
  /** Ends the request: when the caller cancels, and when the server is silent for too long. */
  signal: AbortSignal;
  /** For the SDK: counts every byte of the body as a sign of life. */
  fetch: typeof fetch;
  /** The limit that ran out, or null. */
  stalledAfterMs(): number | null;
  end(): void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Watches one call byte by byte, which the SDKs do not: they swallow pings and limit only the wait for the headers. */
export function watchCall(limits: CallLimits, cancelled: AbortSignal): CallWatch {
  const controller = new AbortController();
  let stalledAfterMs: number | null = null;
  let timer = startTimer(limits.requestTimeoutMs);
  let speaking = false;

  function startTimer(limitMs: number) {
    return setTimeout(
      () => {
        stalledAfterMs = limitMs;
        controller.abort();
      },
      Math.min(limitMs, LONGEST_TIMER_MS),
    );
  }
  function heard(): void {
    if (speaking) {
      timer.refresh();
      return;
    }
    speaking = true;
    clearTimeout(timer);
    timer = startTimer(limits.stallLimitMs);
  }
  function cancel(): void {
    controller.abort();
  }

  if (cancelled.aborted) cancel();
  cancelled.addEventListener('abort', cancel, { once: true });
  return {
    signal: controller.signal,
    fetch: async (input, init) => listen(await patientFetch(input, init), heard),
    stalledAfterMs: () => stalledAfterMs,
    end: () => {
      clearTimeout(timer);
      cancelled.removeEventListener('abort', cancel);
    },
  };
}

/** The same response, telling of each piece of its body. */
function listen(response: Response, heard: () => void): Response {
  if (!response.body || !response.ok) return response;
  // A web page instead of an interface: what a wrong base URL mostly leads to.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    void response.body.cancel();
    return new Response(null, { status: 404 });
  }
  const reader: Reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      const { value, done } = await reader.read();
      if (done) {
        await connectionIsFree();
        out.close();
        return;
      }
      heard();
      out.enqueue(value);
    },
    // An SDK that stops at "[DONE]" leaves the end of the body unread; reading it keeps the connection.
    cancel: (reason) => leave(reader, reason),
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

async function leave(reader: Reader, reason: unknown): Promise<void> {
  const next = await Promise.race([reader.read(), connectionIsFree().then(() => null)]);
  if (next?.done) await connectionIsFree();
  else await reader.cancel(reason);
}

/** The pool takes a connection back one turn of the event loop after the last byte; a request sent before opens another. */
function connectionIsFree(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
