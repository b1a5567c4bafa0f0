import type { ModelRequest } from '../ports/model.ts';
import type { RunLogEntry, RunPrefix } from '../ports/runLog.ts';
import type { AgentEnd, AgentFailure, AgentRunRequest } from './agentRun.ts';
import { describeTools } from './describeTools.ts';
import { foldRunLog } from './readRunLog.ts';
import { RunTimer, spentTimeMs } from './runTimer.ts';
import type { AnyTool } from './tool.ts';
import type { Transcript } from './transcript.ts';

/** Entries without the time, which `write` adds. */
type Unwritten = RunLogEntry extends infer Entry ? (Entry extends RunLogEntry ? Omit<Entry, 'at'> : never) : never;

/** What the steps of one run share: the request, the folded log and the writes under way. */
export class RunInProgress {
  readonly request: AgentRunRequest;
  readonly transcript: Transcript;
  readonly tools: ReadonlyMap<string, AnyTool>;
  readonly prefix: RunPrefix;
  readonly timer: RunTimer;
  /** The turn at which the partial handoff was asked for. */
  partialSince: number | null = null;
  #underWay: Promise<void>[] = [];
  #accounted: Promise<void> = Promise.resolve();

  constructor(request: AgentRunRequest) {
    const { log, limits, clock } = request;
    this.request = request;
    this.tools = new Map(request.tools.map((tool) => [tool.name, tool]));
    this.transcript = foldRunLog(log.entries);
    this.timer = new RunTimer({
      clock,
      runTimeMs: limits.runTimeMs,
      idleTimeMs: limits.idleTimeMs,
      outer: request.signal,
      spentMs: spentTimeMs(log.entries, {
        idleTimeMs: limits.idleTimeMs,
        isResumable: (name) => this.tools.get(name)?.kind === 'resumable',
      }),
    });
    this.partialSince = turnOfNotice(log.entries, request.partialNotice);
    const { model, effort } = request.prefix;
    // The model alone may have changed since: where a run could not use its own.
    this.prefix = { ...(this.transcript.prefix ?? this.#begin()), model, effort };
  }

  /** Folds and appends; `synced` tells when it is on disk. Writes between two `synced` share a sync. */
  write(entry: Unwritten): void {
    const dated: RunLogEntry = { ...entry, at: this.request.clock.now() };
    this.transcript.apply(dated);
    this.#underWay.push(unheard(this.request.log.append(dated)));
  }

  /** Says a text to the model with the next call, unless it was said since the last reply. */
  say(text: string): void {
    if (this.transcript.hasSaid(text)) return;
    this.write({ type: 'notice', turn: this.transcript.turn, text });
  }

  sayPartialNotice(text: string): void {
    this.partialSince ??= this.transcript.turn;
    this.say(text);
  }

  /** What a call used goes to the journal while its tools run; a restart finds it in the log. */
  account(usage: Promise<void>): void {
    this.#accounted = unheard(usage);
  }

  /** Resolves when what the last call used is journaled: to be awaited before the next call is asked for, and at the end. */
  accounted(): Promise<void> {
    return this.#accounted;
  }

  /** Resolves when everything written so far is on disk; rejects when that failed. */
  async synced(): Promise<void> {
    const underWay = this.#underWay;
    this.#underWay = [];
    await Promise.all(underWay);
  }

  modelRequest(): ModelRequest {
    const { model, system, tools, effort, cacheKey } = this.prefix;
    const { maxOutputTokens } = this.request.model.facts(model);
    return {
      model,
      system,
      tools,
      messages: this.transcript.messages.slice(),
      maxOutputTokens: Math.min(this.request.limits.maxOutputTokens, maxOutputTokens),
      effort,
      cacheKey,
    };
  }

  finished(result: unknown, partial: boolean): AgentEnd {
    return { kind: 'finished', result, partial, ...this.#counts() };
  }

  failed(failure: AgentFailure, message: string): AgentEnd {
    return { kind: 'failed', failure, message, ...this.#counts() };
  }

  /** How a run ends whose signal was aborted. */
  stopped(): AgentEnd {
    const { expired } = this.timer;
    const { limits, signal } = this.request;
    if (signal.aborted || expired === null) return { kind: 'suspended', cause: { kind: 'cancelled' } };
    return expired === 'timeLimit'
      ? this.failed('timeLimit', `The run used its time of ${minutes(limits.runTimeMs)} without a result.`)
      : this.failed('idleLimit', `No turn was completed within ${minutes(limits.idleTimeMs)}.`);
  }

  #begin(): RunPrefix {
    const prefix = { ...this.request.prefix, tools: describeTools(this.request.tools) };
    this.write({ type: 'opened', prefix });
    return prefix;
  }

  #counts(): { turns: number; toolCalls: number } {
    return { turns: this.transcript.turn, toolCalls: this.transcript.toolCalls };
  }
}

/** The same promise; until somebody awaits it, its rejection does not count as unhandled. */
function unheard(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}

function turnOfNotice(entries: readonly RunLogEntry[], text: string | null): number | null {
  const notice = entries.find((entry) => entry.type === 'notice' && entry.text === text);
  return notice?.type === 'notice' ? notice.turn : null;
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
