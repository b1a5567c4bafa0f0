import type { ModelPort } from '../../ports/model.ts';
import { completeCall } from './completeCall.ts';
import { placeOf, type ModelOptions } from './modelOptions.ts';
import { openAiClient } from './openAiClient.ts';
import { responsesReply } from './responsesReply.ts';
import { responsesRequest } from './responsesRequest.ts';

/** OpenAI Responses, stateless: the conversation is sent whole, with encrypted reasoning. */
export function responses(options: ModelOptions): ModelPort {
  return {
    provider: options.provider,
    facts(model) {
      const { contextTokens, maxOutputTokens, price } = options.table(model);
      return { contextTokens, maxOutputTokens, price };
    },
    complete: (request, completeOptions) =>
      completeCall({
        place: placeOf(options, request.model),
        limits: options,
        options: completeOptions,
        async open(watch) {
          const client = await openAiClient(options, watch);
          return client.responses.create(responsesRequest(request, options.table(request.model)), {
            signal: watch.signal,
          });
        },
        reader: responsesReply(request.model, completeOptions.onText ?? (() => undefined)),
      }),
  };
}
