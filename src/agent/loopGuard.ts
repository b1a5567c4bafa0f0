import type { ToolCall } from '../ports/model.ts';
import { wasUnreadable } from './parseCall.ts';

/** Counts what shows that a run goes round in circles. A pure fold over the replies and their results. */
export class LoopGuard {
  /** Replies in a row without any call. */
  repliesWithoutCall = 0;
  /** Of these the last was empty: no text either. */
  lastWasEmpty = false;
  /** Replies in a row with calls of which none could be read. */
  unreadableReplies = 0;
  /** Turns in a row with the same calls and the same results. */
  sameTurns = 0;
  /** Length of the A-B-A-B that the last turns form. */
  alternatingTurns = 0;
  #last: string | null = null;
  #oneBefore: string | null = null;

  observe(
    reply: { text: string; calls: readonly ToolCall[] },
    answers: ReadonlyMap<string, { text: string; isError: boolean }>,
  ): void {
    if (reply.calls.length === 0) {
      this.repliesWithoutCall += 1;
      this.lastWasEmpty = reply.text.trim() === '';
      this.#compare(null);
      return;
    }
    this.repliesWithoutCall = 0;
    const texts = reply.calls.map(({ id }) => answers.get(id)?.text ?? '');
    this.unreadableReplies = texts.every(wasUnreadable) ? this.unreadableReplies + 1 : 0;
    this.#compare(signature(reply.calls, texts));
  }

  #compare(turn: string | null): void {
    if (turn === null) {
      this.sameTurns = 0;
      this.alternatingTurns = 0;
    } else if (turn === this.#last) {
      this.sameTurns += 1;
      this.alternatingTurns = 1;
    } else {
      this.sameTurns = 1;
      this.alternatingTurns = turn === this.#oneBefore ? this.alternatingTurns + 1 : this.#last === null ? 1 : 2;
    }
    this.#oneBefore = turn === null ? null : this.#last;
    this.#last = turn;
  }
}

/** Durations and evidence ids differ between runs of the same call; everything else counts. */
const CHANCE = /\b\d+(?:\.\d+)? ?(?:ms|s)\b|\[evidence \S+\]/g;

function signature(calls: readonly ToolCall[], texts: readonly string[]): string {
  const said = calls.map(({ name, input, malformed }, index) => [
    name,
    input ?? malformed,
    texts[index]?.replace(CHANCE, '~'),
  ]);
  return JSON.stringify(said);
}
