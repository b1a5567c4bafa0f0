import { first, oneLine } from '../briefText.ts';
import type { Answer } from '../conversation.ts';

export interface Expectation {
  kind: string;
  value: string;
}

/** What one tool result of a tester shows. */
export interface Seen {
  evidence: string | null;
  text: string;
  status: string;
  exitCode: string;
}

export function seenIn(answer: Answer | undefined): Seen {
  const text = answer?.text ?? '';
  const found = /\[evidence (E\d+-\d+)\]\n([\s\S]*)$/.exec(text);
  const content = found?.[2] ?? '';
  return {
    evidence: found?.[1] ?? null,
    text: content,
    status: first(content, /^HTTP (\d{3})$/m),
    exitCode: first(content, /^exit code (\d+)/),
  };
}

/** White space is folded, nothing else: an almost equal text is another text. */
function flatten(text: string): string {
  return text.replaceAll('\\"', '"').replace(/\s+/g, ' ');
}

export function holds({ kind, value }: Expectation, seen: Seen): boolean {
  if (seen.evidence === null) return false;
  if (kind === 'status') return seen.status === value;
  if (kind === 'exitCode') return seen.exitCode === value;
  const isThere = flatten(seen.text).includes(flatten(value));
  return kind === 'absent' ? !isThere && seen.text.trim() !== '' : isThere;
}

/** What was there, short enough to be quoted: address and texts of a page, head and body of an answer, output of a command. */
export function quote(seen: Seen): string {
  const lines = seen.text.split('\n');
  if (lines[0]?.startsWith('URL: ') !== true) return oneLine(seen.text, 500);
  const telling = lines.filter((line) =>
    /^\s*- (?:heading|status|paragraph|text|link|listitem|button|textbox|searchbox)/.test(line),
  );
  return oneLine(`${lines[0]} ${telling.map((line) => line.trim().slice(2)).join(' | ')}`, 560);
}
