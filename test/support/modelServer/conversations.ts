import type { Segment } from './wire.ts';

export interface ConversationFigures {
  /** Number of the conversation, from 1. */
  conversation: number;
  /** Nothing of it was seen before. */
  isFirst: boolean;
  /** It has replies of the model in it, and yet begins with no request as it was sent before: history was rewritten. */
  prefixBreak: boolean;
  /** To be called when the request was answered in full: only then does the next one have to continue it. */
  answered: () => void;
}

export interface Conversations {
  follow(segments: Segment[], chain: string[]): ConversationFigures;
}

interface End {
  conversation: number;
  /** Runs may begin alike: so many of them are at this point. */
  runs: number;
}

/** Follows which request continues which: each but the first must begin with the whole of an earlier one. */
export function conversations(): Conversations {
  const ends = new Map<string, End>();
  let count = 0;

  function leave(hash: string): void {
    const end = ends.get(hash);
    if (end && --end.runs === 0) ends.delete(hash);
  }
  function arrive(hash: string, conversation: number): void {
    const end = ends.get(hash) ?? { conversation, runs: 0 };
    end.runs++;
    ends.set(hash, end);
  }

  return {
    follow(segments, chain) {
      const goesOn = segments.some(({ assistant }) => assistant);
      const before = goesOn ? chain.findLast((hash) => ends.has(hash)) : undefined;
      const conversation = ends.get(before ?? '')?.conversation ?? ++count;
      return {
        conversation,
        isFirst: !goesOn,
        prefixBreak: goesOn && before === undefined,
        answered() {
          if (before !== undefined) leave(before);
          arrive(chain.at(-1) ?? '', conversation);
        },
      };
    },
  };
}
