import { useLayoutEffect, useState } from 'preact/hooks';
import { useDraft } from '../shared/remembered.ts';
import { takeComposeWish } from './composeWish.ts';

/** What is written in the message field, and who wants the cursor there. */
export interface Writing {
  text: string;
  setText: (text: string) => void;
  /** A comment, or the reason of a rejection, while a plan waits for approval. */
  purpose: 'comment' | 'reject';
  /** Counts the wishes to write: each puts the cursor into the field. */
  wishes: number;
  write: (purpose: 'comment' | 'reject', text?: string) => void;
}

export function useWriting(missionId: string): Writing {
  const [text, setText] = useDraft(`message.${missionId}`);
  const [purpose, setPurpose] = useState<'comment' | 'reject'>('comment');
  const [wishes, setWishes] = useState(0);
  const write = (wanted: 'comment' | 'reject', start = ''): void => {
    setPurpose(wanted);
    if (start !== '' && !text.includes(start)) setText(text === '' ? start : `${start}${text}`);
    setWishes((number) => number + 1);
  };
  useLayoutEffect(() => {
    const wish = takeComposeWish();
    if (wish !== null) write('comment', wish);
  });
  return { text, setText, purpose, wishes, write };
}
