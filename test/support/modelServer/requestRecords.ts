import type { ModelRequest } from '../../../src/ports/model.ts';
import { conversations } from './conversations.ts';
import type { Fault } from './faults.ts';
import type { JsonObject } from './json.ts';
import { promptCache, type CacheFigures } from './promptCache.ts';
import type { ReplyUsage, Wire, WireName } from './wire.ts';

export interface RequestRecord {
  /** From 1, in order of arrival. */
  number: number;
  wire: WireName;
  /** `performance.now()` at the head of the request, and after the last byte of the reply (null where it was cut). */
  arrivedAtMs: number;
  answeredAtMs: number | null;
  /** Number of the connection, from 1. */
  connection: number;
  bytes: number;
  status: number;
  fault: Fault['kind'] | null;
  /** The same request as one that got a fault before. */
  isRetry: boolean;
  conversation: number;
  isFirstOfConversation: boolean;
  prefixBreak: boolean;
  cache: Omit<CacheFigures, 'chain'>;
  /** As told to the client. */
  usage: ReplyUsage;
  /** Of a reply that was begun. */
  outputTokens: number;
  /** The client went away while the server was silent. */
  closedEarly: boolean;
  /** Calls that a client may run: whole, well-formed, in a reply that went out whole and was no refusal. */
  completeCalls: number;
  /** Null unless bodies are kept. */
  body: JsonObject | null;
  request: ModelRequest | null;
}

export interface Arrival {
  wire: Wire;
  raw: string;
  body: JsonObject;
  request: ModelRequest;
  arrivedAtMs: number;
  connection: number;
}

export interface OpenRecord {
  record: RequestRecord;
  /** To be called when the whole reply went out. */
  answered: () => void;
  /** To be called when the request got a fault. */
  faulted: () => void;
}

export interface RequestRecords {
  list: RequestRecord[];
  open(arrival: Arrival): OpenRecord;
}

export function requestRecords(settings: { leastCacheTokens: number; keepBodies: boolean }): RequestRecords {
  const list: RequestRecord[] = [];
  const cache = promptCache(settings.leastCacheTokens);
  const followed = conversations();
  const withFault = new Set<string>();
  return {
    list,
    open({ wire, raw, body, request, arrivedAtMs, connection }) {
      const segments = wire.segments(body);
      const { cacheKey } = request;
      const { chain, ...figures } = cache.account({ segments, cacheKey, explicit: wire.name === 'anthropic' });
      const { conversation, isFirst, prefixBreak, answered } = followed.follow(segments, chain);
      const record: RequestRecord = {
        number: list.length + 1,
        wire: wire.name,
        arrivedAtMs,
        answeredAtMs: null,
        connection,
        bytes: Buffer.byteLength(raw),
        status: 200,
        fault: null,
        isRetry: withFault.delete(raw),
        conversation,
        isFirstOfConversation: isFirst,
        prefixBreak,
        cache: figures,
        usage: usageOf(figures),
        outputTokens: 0,
        closedEarly: false,
        completeCalls: 0,
        body: settings.keepBodies ? body : null,
        request: settings.keepBodies ? request : null,
      };
      list.push(record);
      return { record, answered, faulted: () => withFault.add(raw) };
    },
  };
}

function usageOf({ explicit, tokens, automaticReadTokens }: Omit<CacheFigures, 'chain'>): ReplyUsage {
  if (explicit) return explicit;
  return { inputTokens: tokens - automaticReadTokens, cacheReadTokens: automaticReadTokens, cacheWriteTokens: 0 };
}
