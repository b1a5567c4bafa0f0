import type { ModelRequest } from '../../../src/ports/model.ts';
import type { HttpFaultKind } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { PolicyCall } from './policy.ts';

export type WireName = 'anthropic' | 'responses' | 'chat';

/** One piece of a request, in the order in which the provider's cache sees it. */
export interface Segment {
  text: string;
  /** Belongs to tools and system: what all requests of a run share. */
  frozen: boolean;
  /** Written by the model. */
  assistant: boolean;
  /** Ends with a cache breakpoint. */
  marked: boolean;
}

export interface ReplyUsage {
  inputTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
}

/** How a reply is bent on its way out. */
export interface ReplyShape {
  /** Arguments that are no JSON, in a stream that is otherwise whole. */
  malformedArguments: boolean;
  stop: 'natural' | 'length' | 'refusal';
  /** Thinking with a signature, encrypted reasoning, `reasoning_content`. */
  reasoning: boolean;
  chat: ChatQuirks;
}

/** Liberties that compatible servers take. */
export interface ChatQuirks {
  withoutUsage?: boolean;
  argumentsAsObject?: boolean;
  withoutIndex?: boolean;
}

export interface WireReply {
  model: string;
  text: string;
  calls: (PolicyCall & { id: string })[];
  usage: ReplyUsage;
  shape: ReplyShape;
}

export interface WireErrorText {
  status: number;
  body: JsonObject;
}

export interface Wire {
  name: WireName;
  /**
   * Back to what the adapter was given; what the format cannot carry is lost: the borders between
   * system blocks (OpenAI), between text parts of one message (Chat), native blocks, malformed arguments.
   */
  read(body: JsonObject): ModelRequest;
  segments(body: JsonObject): Segment[];
  /** The complaint of the real provider about a request that it would refuse, or null. */
  refuse(body: JsonObject): string | null;
  /** Server-sent events, each a string; the last ones belong to `finalEvents`. */
  events(reply: WireReply): string[];
  /** How many events at the end make a stream whole. */
  finalEvents: number;
  ping: string;
  error(kind: HttpFaultKind, said: string | null): WireErrorText;
  /** The event of an error after 200. */
  errorEvent: string;
}

/** In three pieces, so that whoever joins them has something to join. */
export function pieces(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  const found: string[] = [];
  for (let at = 0; at < text.length; at += size) found.push(text.slice(at, at + size));
  return found;
}

export function tokens(characters: number): number {
  return Math.ceil(characters / 4);
}

/** What the model writes as arguments; bent, it breaks off in the middle. */
export function writtenArguments(input: unknown, malformed: boolean): string {
  const written = JSON.stringify(input ?? {});
  return malformed ? written.slice(0, Math.max(1, Math.floor(written.length / 2))) : written;
}

export function outputTokens(reply: WireReply): number {
  return tokens(reply.text.length + JSON.stringify(reply.calls).length);
}
