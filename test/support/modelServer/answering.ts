import type http from 'node:http';
import type { ModelRequest } from '../../../src/ports/model.ts';
import { isHttpFault, type Fault, type FaultScript, type HttpFaultKind } from './faults.ts';
import { asText, type JsonObject } from './json.ts';
import type { Policy, PolicyReply } from './policy.ts';
import type { OpenRecord } from './requestRecords.ts';
import { writeStream } from './stream.ts';
import { outputTokens, type ChatQuirks, type ReplyShape, type Wire, type WireReply } from './wire.ts';

export interface AnsweringOptions {
  policy: Policy;
  faults: FaultScript;
  apiKey: string | null;
  models: string[] | null;
  reasoning: boolean;
  chat: ChatQuirks;
  eventDelayMs: number;
}

export interface Exchange extends OpenRecord {
  wire: Wire;
  body: JsonObject;
  request: ModelRequest;
  incoming: http.IncomingMessage;
  response: http.ServerResponse;
}

/** Answers one request after another: refuses like the provider, plays the fault that is due, or says what the policy says. */
export function answering(options: AnsweringOptions): (exchange: Exchange) => Promise<void> {
  let callCount = 0;

  async function stream(exchange: Exchange, fault: Fault | null, reply: () => Promise<PolicyReply>): Promise<void> {
    const { wire, body, record, response } = exchange;
    const { text, calls } = fault?.kind === 'emptyReply' ? { text: '', calls: [] } : await reply();
    const said: WireReply = {
      model: asText(body['model']),
      text,
      calls: calls.map((call) => ({ ...call, id: `call_${++callCount}` })),
      usage: record.usage,
      shape: shapeFor(fault, options),
    };
    record.outputTokens = outputTokens(said);
    response.once('close', () => {
      record.closedEarly = !response.writableFinished && fault?.kind === 'stall';
    });
    const events = wire.events(said);
    const whole = await writeStream({ response, wire, events, fault, eventDelayMs: options.eventDelayMs });
    if (!whole) return;
    record.completeCalls = completeCalls(said);
    record.answeredAtMs = performance.now();
    exchange.answered();
  }

  return async (exchange) => {
    const { request, record, response } = exchange;
    const refused = refusal(exchange, options);
    if (refused) {
      answerError(exchange, refused.kind, refused.said);
      return;
    }
    let said: PolicyReply | null = null;
    const reply = async () => (said ??= await options.policy(request));
    const hasCalls = async () => (await reply()).calls.length > 0;
    const fault = await options.faults.take({ request, number: record.number, hasCalls });
    if (fault) {
      record.fault = fault.kind;
      exchange.faulted();
    }
    if (fault?.kind === 'dropConnection') response.destroy();
    else if (fault && isHttpFault(fault)) {
      setRetryAfter(response, fault);
      answerError(exchange, fault.kind, null);
    } else await stream(exchange, fault, reply);
  };
}

export function answerJson(response: http.ServerResponse, status: number, body: JsonObject): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function answerError({ wire, response, record }: Exchange, kind: HttpFaultKind, said: string | null): void {
  const { status, body } = wire.error(kind, said);
  record.status = status;
  answerJson(response, status, body);
  record.answeredAtMs = performance.now();
}

function refusal({ wire, body, incoming }: Exchange, { apiKey, models }: AnsweringOptions) {
  const key = incoming.headers['x-api-key'] ?? incoming.headers.authorization?.replace(/^Bearer /, '');
  const model = asText(body['model']);
  if (apiKey !== null && key !== apiKey)
    return { kind: 'wrongKey' as const, said: `Incorrect API key provided: ${String(key)}.` };
  if (models && !models.includes(model)) {
    const said = wire.name === 'anthropic' ? `model: ${model}` : `The model '${model}' does not exist.`;
    return { kind: 'unknownModel' as const, said };
  }
  const complaint = wire.refuse(body);
  return complaint === null ? null : { kind: 'badRequest' as const, said: complaint };
}

function shapeFor(fault: Fault | null, { reasoning, chat }: AnsweringOptions): ReplyShape {
  const stops: Partial<Record<Fault['kind'], ReplyShape['stop']>> = { outputLimit: 'length', refusal: 'refusal' };
  const stop = (fault && stops[fault.kind]) ?? 'natural';
  return { malformedArguments: fault?.kind === 'malformedArguments', stop, reasoning, chat };
}

function completeCalls({ calls, shape }: WireReply): number {
  if (shape.malformedArguments || shape.stop === 'refusal') return 0;
  return shape.stop === 'length' ? Math.max(0, calls.length - 1) : calls.length;
}

function setRetryAfter(response: http.ServerResponse, fault: Fault): void {
  if (fault.kind !== 'rateLimited') return;
  if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(fault.retryAfterSeconds));
  if (fault.retryAfterMs !== undefined) response.setHeader('retry-after-ms', String(fault.retryAfterMs));
  if (fault.retryAt) response.setHeader('retry-after', fault.retryAt.toUTCString());
}
