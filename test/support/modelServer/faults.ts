import type { ModelRequest } from '../../../src/ports/model.ts';

export type HttpFaultKind =
  | 'rateLimited'
  | 'overloaded'
  | 'serverError'
  | 'noMoney'
  | 'wrongKey'
  | 'unknownModel'
  | 'contextOverflow'
  | 'badRequest';

export type Fault =
  | { kind: 'rateLimited'; retryAfterSeconds?: number; retryAfterMs?: number; retryAt?: Date }
  | { kind: Exclude<HttpFaultKind, 'rateLimited'> }
  /** The connection is destroyed in the middle of the arguments of a call. */
  | { kind: 'cutInToolJson' }
  /** The stream ends properly, but without its last events. */
  | { kind: 'endWithoutFinal' }
  /** An error event in the middle of a stream that began with 200. */
  | { kind: 'errorEvent' }
  | { kind: 'malformedArguments' }
  | { kind: 'emptyReply' }
  | { kind: 'refusal' }
  /** The reply ends at the output limit, its last call broken off. */
  | { kind: 'outputLimit' }
  /** Half a stream, then silence; with `pingEveryMs` pings come `pings` times, and then the rest. */
  | { kind: 'stall'; pingEveryMs?: number; pings?: number }
  /** Destroyed before any answer. */
  | { kind: 'dropConnection' };

export interface FaultRule {
  /**
   * Numbers of requests, from 1. A fault that needs a call in the reply (`cutInToolJson`, `malformedArguments`,
   * `outputLimit`) waits for the first request from there on whose reply has one.
   */
  at?: number | number[];
  match?: (request: ModelRequest, number: number) => boolean;
  /** How often a rule with `match` alone strikes; 1 unless told. */
  times?: number;
  fault: Fault;
}

const NEEDS_CALLS: readonly string[] = ['cutInToolJson', 'malformedArguments', 'outputLimit'];

export interface FaultScript {
  /** The fault for this request, if any; each use is counted. */
  take(asked: { request: ModelRequest; number: number; hasCalls: () => Promise<boolean> }): Promise<Fault | null>;
}

export function faultScript(rules: FaultRule[]): FaultScript {
  const open = rules.map((rule) => ({
    rule,
    numbers: rule.at === undefined ? null : [rule.at].flat(),
    left: rule.times ?? 1,
  }));

  function isDue(entry: (typeof open)[number], number: number): boolean {
    if (!entry.numbers) return entry.left > 0;
    return NEEDS_CALLS.includes(entry.rule.fault.kind)
      ? entry.numbers.some((at) => number >= at)
      : entry.numbers.includes(number);
  }

  return {
    async take({ request, number, hasCalls }) {
      for (const entry of open) {
        const { fault, match } = entry.rule;
        if (!isDue(entry, number) || (match && !match(request, number))) continue;
        if (NEEDS_CALLS.includes(fault.kind) && !(await hasCalls())) continue;
        if (entry.numbers) entry.numbers = entry.numbers.filter((at) => at !== Math.min(...(entry.numbers ?? [])));
        else entry.left--;
        return fault;
      }
      return null;
    },
  };
}

export function isHttpFault(fault: Fault): fault is Extract<Fault, { kind: HttpFaultKind }> {
  return fault.kind in httpFaults;
}

interface HttpFaultText {
  status: number;
  anthropicStatus?: number;
  anthropicType: string;
  openAiType: string;
  openAiCode: string | null;
  message: string;
  anthropicMessage?: string;
}

/** As the providers word them. */
export const httpFaults: Record<HttpFaultKind, HttpFaultText> = {
  rateLimited: {
    status: 429,
    anthropicType: 'rate_limit_error',
    openAiType: 'tokens',
    openAiCode: 'rate_limit_exceeded',
    message: 'Rate limit reached for tokens per minute.',
  },
  overloaded: {
    status: 503,
    anthropicStatus: 529,
    anthropicType: 'overloaded_error',
    openAiType: 'server_error',
    openAiCode: null,
    message: 'Overloaded',
  },
  serverError: {
    status: 500,
    anthropicType: 'api_error',
    openAiType: 'server_error',
    openAiCode: null,
    message: 'Internal server error',
  },
  noMoney: {
    status: 429,
    anthropicStatus: 400,
    anthropicType: 'invalid_request_error',
    openAiType: 'insufficient_quota',
    openAiCode: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
    anthropicMessage: 'Your credit balance is too low to access the Anthropic API.',
  },
  wrongKey: {
    status: 401,
    anthropicType: 'authentication_error',
    openAiType: 'invalid_request_error',
    openAiCode: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  unknownModel: {
    status: 404,
    anthropicType: 'not_found_error',
    openAiType: 'invalid_request_error',
    openAiCode: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
    anthropicMessage: 'model: unknown',
  },
  contextOverflow: {
    status: 400,
    anthropicType: 'invalid_request_error',
    openAiType: 'invalid_request_error',
    openAiCode: 'context_length_exceeded',
    message: 'Your input exceeds the context window of this model.',
    anthropicMessage: 'prompt is too long: 210000 tokens > 200000 maximum',
  },
  badRequest: {
    status: 400,
    anthropicType: 'invalid_request_error',
    openAiType: 'invalid_request_error',
    openAiCode: null,
    message: 'Invalid request.',
  },
};
