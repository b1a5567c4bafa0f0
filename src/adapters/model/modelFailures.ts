import type { ModelFailure, ModelFailureKind } from '../../ports/model.ts';
import type { ProviderError } from './providerError.ts';

/** Whom and what the messages speak of. */
export interface FailurePlace {
  provider: string;
  model: string;
  baseUrl: string;
  /** Where the user sets the key, such as ANTHROPIC_API_KEY. */
  keyName: string;
  /** Never appears in a message. */
  apiKey: string;
}

const SHOWN_CHARACTERS = 300;

/** The kind is that of the first line that fits; the order matters: lack of money comes as 400, 402, 403 and 429. */
const KINDS: readonly [ModelFailureKind, (error: ProviderError) => boolean][] = [
  ['streamCut', (error) => error.cut],
  ['unreachable', (error) => error.unreached],
  ['noMoney', (error) => error.status === 402 || says(error, MONEY)],
  ['contextOverflow', (error) => error.status === 413 || (isRefusal(error) && says(error, OVERFLOW))],
  ['badKey', (error) => error.status === 401 || error.status === 403 || says(error, KEY)],
  ['unknownModel', (error) => isRefusal(error) && says(error, MODEL)],
  ['rateLimited', (error) => error.status === 429 || says(error, RATE)],
  ['overloaded', (error) => error.status === 529 || error.status === 503 || says(error, LOAD)],
  ['serverError', (error) => error.status === null || error.status === 408 || error.status >= 500],
];

const MONEY =
  /insufficient_quota|billing_error|credit balance|insufficient (credits?|balance|funds)|API usage limits|billing_hard_limit/i;
const OVERFLOW =
  /context_length_exceeded|exceed_context|prompt is too long|exceed(s|ed)? (the )?(available |model'?s? )?(maximum )?context|maximum context length|context (window|limit|size)|too many (input )?tokens/i;
const KEY = /authentication_error|invalid_api_key|permission_error/i;
const MODEL =
  /model_not_found|model[^.]{0,120}(not found|does not exist|not exist|not supported|is not available)|(unknown|invalid|no such) model|not_found_error[^]*model:/i;
const RATE = /rate_limit/i;
const LOAD = /overloaded|at capacity|currently unavailable/i;

/** Turns what a provider or the network said into a failure for people. */
export function modelFailure(error: ProviderError, place: FailurePlace): ModelFailure {
  const kind = KINDS.find(([, fits]) => fits(error))?.[0] ?? 'badRequest';
  const retryAfterMs = kind === 'rateLimited' || kind === 'overloaded' ? readRetryAfterMs(error.headers) : null;
  const failure = { kind, status: error.status, retryAfterMs };
  return { ...failure, message: hideKey(MESSAGES[kind]({ ...place, error, retryAfterMs }), place.apiKey) };
}

export function stalledFailure(place: FailurePlace, silentMs: number): ModelFailure {
  const message = `${serverName(place)} sent nothing for ${seconds(silentMs)}. The request is sent again; for a server that needs longer to answer, raise the request timeout.`;
  return { kind: 'stalled', message, status: null, retryAfterMs: null };
}

export function cutFailure(place: FailurePlace): ModelFailure {
  return {
    kind: 'streamCut',
    message: `The reply of ${serverName(place)} broke off before its end. Nothing of it is used; the request is sent again.`,
    status: null,
    retryAfterMs: null,
  };
}

export function abortedFailure(): ModelFailure {
  return { kind: 'aborted', message: 'The request was cancelled.', status: null, retryAfterMs: null };
}

interface Told extends FailurePlace {
  error: ProviderError;
  retryAfterMs: number | null;
}

const MESSAGES: Record<ModelFailureKind, (told: Told) => string> = {
  rateLimited: (told) =>
    `${serverName(told)} limits the rate of requests${said(told)}. The request is sent again ${told.retryAfterMs === null ? 'after a while' : `in ${seconds(told.retryAfterMs)}`}.`,
  overloaded: (told) =>
    `${serverName(told)} is overloaded${status(told)}${said(told)}. The request is sent again after a while.`,
  serverError: (told) =>
    `${serverName(told)} failed${status(told)}${said(told)}. The request is sent again after a while.`,
  streamCut: (told) => cutFailure(told).message,
  stalled: (told) => `${serverName(told)} sent nothing. The request is sent again.`,
  noMoney: (told) =>
    `${serverName(told)} refuses for lack of credit${said(told)}. Add credit or raise the limit there, then resume; or choose another model.`,
  badKey: (told) =>
    `${serverName(told)} does not accept the key${status(told)}. Check ${told.keyName}: that it is whole, not revoked, and allowed to use "${told.model}"; then resume.`,
  unknownModel: (told) =>
    `${serverName(told)} knows no model "${told.model}"${said(told)}. Check the name or choose another model, then resume.`,
  unreachable: (told) =>
    `No connection to ${told.baseUrl}${told.error.networkCodes[0] ? ` (${told.error.networkCodes[0]})` : ''}. Check that the base URL is right, that the server runs and that the network works; then resume.`,
  contextOverflow: (told) =>
    `The conversation is longer than "${told.model}" can read${said(told)}. The run ends here and a fresh one goes on with less text.`,
  badRequest: (told) =>
    told.error.status === 404
      ? `${told.baseUrl} answers, but not at the place of this interface (404). Check the base URL; OpenAI-compatible servers mostly end in /v1.`
      : `${serverName(told)} refuses the request${status(told)}${said(told)}. Choose another model or check the settings of this one, then resume.`,
  aborted: () => abortedFailure().message,
};

function serverName({ provider, baseUrl }: FailurePlace): string {
  const names: Record<string, string> = { anthropic: 'Anthropic', openai: 'OpenAI' };
  return names[provider] ?? `The server at ${baseUrl}`;
}

function said({ error }: Told): string {
  const text = error.text.replace(/\s+/g, ' ').replace(/\.$/, '');
  if (text === '') return '';
  return `: ${text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}`;
}

function status({ error }: Told): string {
  return error.status === null ? '' : ` (${error.status})`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.ceil(ms / 1000)} s`;
}

function says(error: ProviderError, words: RegExp): boolean {
  return words.test([...error.names, error.text].join('\n'));
}

function isRefusal({ status }: ProviderError): boolean {
  return status === null || (status >= 400 && status < 500 && status !== 429) || status === 500;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; in milliseconds from now, never negative. */
function readRetryAfterMs(headers: Headers | null): number | null {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const written = headers?.get('retry-after')?.trim();
  if (!written) return null;
  if (/^\d+(\.\d+)?$/.test(written)) return Number.parseFloat(written) * 1000;
  const at = Date.parse(written);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Providers quote keys back, whole or with the middle starred out. */
function hideKey(text: string, apiKey: string): string {
  const plain = apiKey.length > 4 ? text.replaceAll(apiKey, '[key]') : text;
  return plain.replace(/\bsk-[\w*.-]{3,}/g, '[key]');
}
