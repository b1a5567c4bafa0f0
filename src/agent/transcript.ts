import type { ModelMessage, TokenUsage, ToolCall, UserPart } from '../ports/model.ts';
import type { RunLogEntry, RunPrefix } from '../ports/runLog.ts';
import { LoopGuard } from './loopGuard.ts';
import { wasNotRun } from './parseCall.ts';

type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;

export interface Answer {
  text: string;
  isError: boolean;
}

/** A call of the last reply that has no result yet. */
export interface PendingCall {
  call: ToolCall;
  /** Unique in the run, and the same again after a restart. */
  callId: string;
  /** An intent stands in the log: the call may have begun. */
  begun: boolean;
}

/**
 * A run log folded entry by entry. The loop folds what it appends and a restart folds what it finds, so both send the same
 * messages. Message objects are never changed once made; history only grows.
 */
export class Transcript {
  readonly messages: ModelMessage[] = [];
  readonly guard = new LoopGuard();
  prefix: RunPrefix | null = null;
  result: { result: unknown; partial: boolean } | null = null;
  /** Replies so far. */
  turn = 0;
  /** Calls that a tool has answered; refused or unreadable ones are not counted. */
  toolCalls = 0;
  lastUsage: TokenUsage | null = null;
  /** UTF-8 bytes of everything sent or to be sent, and of what was added since `lastUsage` was told. */
  bytes = 0;
  bytesSinceUsage = 0;
  #reply: AssistantMessage | null = null;
  #replyIsSettled = true;
  #answers = new Map<string, Answer>();
  #answersAreSent = false;
  #begun = new Set<string>();
  #notices: string[] = [];
  #sentNotices = 0;

  apply(entry: RunLogEntry): void {
    switch (entry.type) {
      case 'opened':
        this.#open(entry.prefix);
        return;
      case 'modelIntent':
        this.closeUserMessage();
        return;
      case 'modelResult':
        this.#takeReply(entry);
        return;
      case 'toolIntent':
        this.#begun.add(entry.call.id);
        return;
      case 'toolResult':
        this.#answers.set(entry.callId, { text: entry.text, isError: entry.isError });
        if (!wasNotRun(entry.text)) this.toolCalls += 1;
        return;
      case 'notice':
        this.#notices.push(entry.text);
        return;
      case 'result':
        this.result = { result: entry.result, partial: entry.partial };
        return;
    }
  }

  /** Calls of the last reply without a result, in the reply's order. */
  pendingCalls(): PendingCall[] {
    const calls = this.#reply?.calls ?? [];
    return calls
      .map((call, index) => ({ call, callId: `${this.turn}.${index}`, begun: this.#begun.has(call.id) }))
      .filter(
        ({ call }, index) => !this.#answers.has(call.id) && calls.findIndex(({ id }) => id === call.id) === index,
      );
  }

  /** The first call of the last reply whose answer is an error and whose name fits. */
  failedCall(fits: (name: string, answer: string) => boolean): string | null {
    const failed = this.#reply?.calls.find(({ id, name }) => {
      const answer = this.#answers.get(id);
      return answer?.isError === true && fits(name, answer.text);
    });
    return failed?.name ?? null;
  }

  /** A notice with this text was said since the last reply. */
  hasSaid(text: string): boolean {
    return this.#notices.includes(text);
  }

  /** Counts the last reply in `guard`, once; to be called when all its calls have results. */
  settleReply(): void {
    if (this.#replyIsSettled || this.#reply === null) return;
    this.#replyIsSettled = true;
    this.guard.observe(this.#reply, this.#answers);
  }

  /** What the next user message would hold, were it closed now. */
  openParts(): UserPart[] {
    const answered = this.#answersAreSent ? [] : (this.#reply?.calls ?? []);
    const results = answered.flatMap((call): UserPart[] => {
      const answer = this.#answers.get(call.id);
      return answer ? [{ kind: 'toolResult', callId: call.id, text: answer.text, isError: answer.isError }] : [];
    });
    const notices = this.#notices.slice(this.#sentNotices).map((text): UserPart => ({ kind: 'text', text }));
    return [...results, ...notices];
  }

  #open(prefix: RunPrefix): void {
    this.prefix = prefix;
    this.#count(JSON.stringify([prefix.system, prefix.tools]));
    this.#push({ role: 'user', parts: prefix.brief.map((text) => ({ kind: 'text', text })) });
  }

  /** Everything there is to say becomes the next user message, if there is anything. */
  closeUserMessage(): void {
    const parts = this.openParts();
    this.#answersAreSent = true;
    this.#sentNotices = this.#notices.length;
    if (parts.length > 0) this.#push({ role: 'user', parts });
  }

  #takeReply(entry: Extract<RunLogEntry, { type: 'modelResult' }>): void {
    this.settleReply();
    this.turn = entry.turn;
    this.#reply = entry.message;
    this.#replyIsSettled = false;
    this.#answers = new Map();
    this.#answersAreSent = false;
    this.#begun = new Set();
    this.#notices = [];
    this.#sentNotices = 0;
    // Providers refuse an empty message, so an empty reply leaves no trace in the history.
    if (entry.message.text !== '' || entry.message.calls.length > 0) this.#push(entry.message);
    this.lastUsage = entry.usage;
    this.bytesSinceUsage = 0;
  }

  #push(message: ModelMessage): void {
    this.messages.push(message);
    this.#count(JSON.stringify(message));
  }

  #count(text: string): void {
    const { length } = encoder.encode(text);
    this.bytes += length;
    this.bytesSinceUsage += length;
  }
}

const encoder = new TextEncoder();
