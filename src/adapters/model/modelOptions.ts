import type { ModelTable } from './modelFacts.ts';
import type { FailurePlace } from './modelFailures.ts';
import type { CallLimits } from './watchCall.ts';

/** What every provider needs to be spoken to. */
export interface ModelOptions extends CallLimits {
  provider: string;
  baseUrl: string;
  apiKey: string;
  /** The name of the place where the user sets the key, for messages. */
  keyName: string;
  table: ModelTable;
}

export function placeOf(options: ModelOptions, model: string): FailurePlace {
  const { provider, baseUrl, keyName, apiKey } = options;
  return { provider, baseUrl, keyName, apiKey, model };
}
