import type { CompleteOptions, ModelFailure, ModelReply } from '../../ports/model.ts';
import { abortedFailure, cutFailure, modelFailure, stalledFailure, type FailurePlace } from './modelFailures.ts';
import type { ProviderError } from './providerError.ts';
import { readProviderError } from './providerError.ts';
import { watchCall, type CallLimits, type CallWatch } from './watchCall.ts';

/** Builds a reply from the events of one stream. */
export interface ReplyReader {
  take(event: unknown): void;
  /** Null until the stream's own end was seen: what came before is never a reply. */
  reply(): ModelReply | null;
  /** An error that came as an ordinary event, or null. */
  error(): ProviderError | null;
}

export interface ModelCall {
  place: FailurePlace;
  limits: CallLimits;
  options: CompleteOptions;
  open(watch: CallWatch): Promise<AsyncIterable<unknown>>;
  reader: ReplyReader;
}

/** One request, read to its end: a whole reply, or a failure. Throws only for a bug. */
export async function completeCall(call: ModelCall): Promise<ModelReply> {
  const watch = watchCall(call.limits, call.options.signal);
  let thrown: Error | null = null;
  try {
    for await (const event of await call.open(watch)) call.reader.take(event);
  } catch (error) {
    thrown = error instanceof Error ? error : new Error('something that is no error was thrown', { cause: error });
  } finally {
    watch.end();
  }
  const reply = call.reader.reply();
  if (reply) return reply;
  return { ok: false, failure: failureOf(call, watch, thrown) };
}

function failureOf({ place, options, reader }: ModelCall, watch: CallWatch, thrown: Error | null): ModelFailure {
  if (options.signal.aborted) return abortedFailure();
  const silentMs = watch.stalledAfterMs();
  if (silentMs !== null) return stalledFailure(place, silentMs);
  const inStream = reader.error();
  if (inStream) return modelFailure(inStream, place);
  if (thrown === null) return cutFailure(place);
  const said = readProviderError(thrown);
  if (!said) throw thrown;
  return modelFailure(said, place);
}
