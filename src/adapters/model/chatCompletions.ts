import type { ModelPort } from '../../ports/model.ts';
import { chatReply } from './chatReply.ts';
import { chatRequest } from './chatRequest.ts';
import { completeCall } from './completeCall.ts';
import { placeOf, type ModelOptions } from './modelOptions.ts';
import { openAiClient } from './openAiClient.ts';

/** Any server that speaks Chat Completions. */
export function chatCompletions(options: ModelOptions): ModelPort {
  return {
    provider: options.provider,
    facts(model) {
      const { contextTokens, maxOutputTokens, price } = options.table(model);
      return { contextTokens, maxOutputTokens, price };
    },
    complete(request, completeOptions) {
      const requestCharacters = () => JSON.stringify([request.system, request.tools, request.messages]).length;
      return completeCall({
        place: placeOf(options, request.model),
        limits: options,
        options: completeOptions,
        async open(watch) {
          const client = await openAiClient(options, watch);
          const wire = chatRequest(request, options.table(request.model));
          return client.chat.completions.create(wire, { signal: watch.signal });
        },
        reader: chatReply({ onText: completeOptions.onText ?? (() => undefined), requestCharacters }),
      });
    },
  };
}
