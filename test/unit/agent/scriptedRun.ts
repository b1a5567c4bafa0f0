import { z } from 'zod';
import type { AgentEnd, AgentLimits, AgentRunRequest } from '../../../src/agent/agentRun.ts';
import { runAgent } from '../../../src/agent/runAgent.ts';
import type { AnyTool } from '../../../src/agent/tool.ts';
import { defineTool, refusal, result } from '../../../src/agent/tool.ts';
import type { ActivityPiece } from '../../../src/ports/activity.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { ModelFailureKind, ModelPort, ModelReply, ModelRequest, TokenUsage } from '../../../src/ports/model.ts';
import type { Permit } from '../../../src/ports/permit.ts';
import type { RunLog, RunLogEntry } from '../../../src/ports/runLog.ts';

export type Said = { text?: string; calls?: unknown[]; stop?: 'length' | 'refusal'; usage?: Partial<TokenUsage> };
/** One reply of a script: what the model says, or how its call fails. */
export type Line = Said | ModelFailureKind | ((signal: AbortSignal) => Promise<Line>);

/** A call as a script writes it: its id comes from its place. */
export function call(name: string, input: unknown, malformed?: string) {
  return { name, input, ...(malformed !== undefined && { malformed }) };
}

/**
 * A model that says line N of its script to a history with N of its replies, and so is the same after a restart. A
 * failure is said once.
 */
export class ScriptedModel implements ModelPort {
  readonly provider = 'scripted';
  /** The JSON of each request, in order. */
  readonly requests: { messages: string[]; prefix: string }[] = [];
  contextTokens = 100_000;
  readonly #script: readonly Line[];
  readonly #failed = new Set<number>();

  constructor(script: readonly Line[]) {
    this.#script = script;
  }

  facts() {
    return { contextTokens: this.contextTokens, maxOutputTokens: 4000, price: null };
  }

  async complete(request: ModelRequest, { signal }: { signal: AbortSignal }): Promise<ModelReply> {
    const { messages, ...prefix } = request;
    this.requests.push({ messages: messages.map((each) => JSON.stringify(each)), prefix: JSON.stringify(prefix) });
    let index = messages.filter(({ role }) => role === 'assistant').length;
    while (this.#failed.has(index)) index += 1;
    const scripted = this.#script[index] ?? { text: 'The script is over.' };
    const line = typeof scripted === 'function' ? await scripted(signal) : scripted;
    return this.#reply(line, index);
  }

  #reply(line: Line, index: number): ModelReply {
    if (typeof line === 'function') throw new Error('a line gives what is said, not another line');
    if (typeof line === 'string') {
      this.#failed.add(index);
      return { ok: false, failure: { kind: line, message: line, status: null, retryAfterMs: null } };
    }
    const calls = (line.calls ?? []).map((each, place) => ({
      id: `c${index}-${place}`,
      ...(each as { name: string; input: unknown }),
    }));
    const usage = { inputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 5, ...line.usage };
    const stop = line.stop ?? (calls.length > 0 ? 'calls' : 'end');
    return { ok: true, text: line.text ?? '', calls, native: null, usage, stop };
  }
}

export class Crash extends Error {}

/**
 * A run log in memory whose appends become durable together a moment later. It crashes at the append of entry number
 * `crashAt` (1-based): that entry is kept or lost, later ones are lost, and nothing can be appended any more.
 */
export class MemoryLog implements RunLog {
  readonly entries: readonly RunLogEntry[];
  readonly durable: RunLogEntry[];
  syncs = 0;
  readonly #crash: { at: number; keeps: boolean } | null;
  #appended = 0;
  #flush: Promise<void> | null = null;

  constructor(entries: readonly RunLogEntry[] = [], crash: { at: number; keeps: boolean } | null = null) {
    this.entries = structuredClone(entries);
    this.durable = [...this.entries];
    this.#crash = crash;
  }

  async append(entry: RunLogEntry): Promise<void> {
    this.#appended += 1;
    const at = this.#crash?.at ?? Infinity;
    if (this.#appended < at || (this.#appended === at && this.#crash?.keeps)) this.durable.push(structuredClone(entry));
    this.#flush ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#flush = null;
        this.syncs += 1;
        resolve();
      });
    });
    await this.#flush;
    if (this.#appended >= at) throw new Crash();
  }

  async close(): Promise<void> {
    await this.#flush;
  }
}

/** A clock that stands still until it is moved. */
export class StillClock implements Clock {
  #now = 1_000_000;
  #sleepers = new Set<{ until: number; wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', () => resolve(), { once: true });
      if (signal?.aborted) resolve();
    });
  }

  async move(ms: number): Promise<void> {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What tools did to the world outside the run, across restarts. */
export class World {
  readonly effects: string[] = [];
  readonly reads: string[] = [];
  readonly subRuns = new Map<string, string>();
  readonly resumed: string[] = [];

  tools(): AnyTool[] {
    return [
      defineTool({
        name: 'look',
        description: 'Looks.',
        kind: 'read',
        schema: z.strictObject({ at: z.string() }),
        run: async ({ at }) => {
          this.reads.push(at);
          return result(`saw ${at}`);
        },
      }),
      defineTool({
        name: 'change',
        description: 'Changes.',
        kind: 'effect',
        schema: z.strictObject({ what: z.string() }),
        run: async ({ what }) => {
          this.effects.push(what);
          return result(`changed ${what}`);
        },
        interrupted: async ({ what }) => (this.effects.includes(what) ? 'It was changed.' : 'It was not changed.'),
      }),
      defineTool({
        name: 'delegate',
        description: 'Delegates.',
        kind: 'resumable',
        schema: z.strictObject({ task: z.string() }),
        run: async ({ task }, { callId }) => {
          const known = this.subRuns.get(callId);
          if (known !== undefined) this.resumed.push(callId);
          this.subRuns.set(callId, task);
          return result(`did ${task}`);
        },
      }),
      defineTool({
        name: 'finish',
        description: 'Ends.',
        kind: 'resumable',
        schema: z.strictObject({ summary: z.string() }),
        run: async ({ summary }) =>
          summary === '' ? refusal('summary is empty') : { kind: 'finish', result: { summary } },
      }),
    ];
  }
}

export const limits: AgentLimits = {
  maxTurns: 50,
  runTimeMs: 100_000,
  idleTimeMs: 50_000,
  maxOutputTokens: 2000,
  contextShare: 0.8,
  maxTurnsAfterPartialNotice: 3,
  maxMalformedReplies: 3,
  maxRepeatedCalls: 4,
  maxRepliesWithoutCall: 2,
  maxToolResultBytes: 1000,
};

export class OpenPermit implements Permit {
  readonly asked: { inputTokens: number; outputTokens: number }[] = [];
  readonly ended: string[] = [];
  refuses: string | null = null;

  async ask(bound: { inputTokens: number; outputTokens: number }) {
    this.asked.push(bound);
    return this.refuses === null
      ? ({ ok: true, call: this.asked.length } as const)
      : ({ ok: false, why: this.refuses } as const);
  }

  async used(number: number) {
    this.ended.push(`used ${number}`);
  }

  async settle(number: number) {
    this.ended.push(`settled ${number}`);
  }

  async failed(number: number) {
    this.ended.push(`failed ${number}`);
  }
}

/** Everything one run of a test needs, each part replaceable. */
export function runRequest(model: ModelPort, changes: Partial<AgentRunRequest> = {}): AgentRunRequest {
  return {
    model,
    log: new MemoryLog(),
    prefix: { model: 'm', system: ['You are a test.'], brief: ['shared', 'own'], cacheKey: 'k', effort: null },
    tools: new World().tools(),
    endsWith: 'finish',
    partialNotice: 'Hand off partial now.',
    limits,
    permit: new OpenPermit(),
    clock: new StillClock(),
    signal: new AbortController().signal,
    tell: () => undefined,
    takeNotices: async () => [],
    resumeNotice: async () => 'Longhaul was restarted.',
    ...changes,
  };
}

export interface Played {
  end: AgentEnd;
  model: ScriptedModel;
  log: MemoryLog;
  permit: OpenPermit;
  told: ActivityPiece[];
  world: World;
}

/** Plays a script from a fresh log. */
export async function play(script: readonly Line[], changes: Partial<AgentRunRequest> = {}): Promise<Played> {
  const model = new ScriptedModel(script);
  const log = new MemoryLog();
  const permit = new OpenPermit();
  const told: ActivityPiece[] = [];
  const world = new World();
  const parts = { log, permit, tools: world.tools(), tell: (piece: ActivityPiece) => void told.push(piece) };
  const end = await runAgent(runRequest(model, { ...parts, ...changes }));
  return { end, model, log, permit, told, world };
}

/** The texts of the user message that a request ends with. */
export function lastTexts(model: ScriptedModel, request = -1): string[] {
  const last = JSON.parse(model.requests.at(request)?.messages.at(-1) ?? '{}') as { parts?: { text: string }[] };
  return (last.parts ?? []).map(({ text }) => text);
}
