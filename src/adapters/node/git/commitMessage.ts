import type { CommitTrailers } from '../../../ports/git.ts';
import { cleanText } from './gitNames.ts';

const TRAILER_ORDER = ['Mission', 'Feature', 'Attempt', 'Assertions', 'Fixes'] as const;
const LOOKS_LIKE_OURS = new RegExp(`^(?=[ \\t]*(?:${TRAILER_ORDER.join('|')})[ \\t]*:)`, 'gim');

/** The text of a commit: the message without control characters or forged trailers, then our trailers as its last paragraph. */
export function commitMessage(message: string, trailers: CommitTrailers): string {
  const text = cleanText(message).replace(LOOKS_LIKE_OURS, '> ').trim();
  const lines = TRAILER_ORDER.map((key) => [key, trailerValue(trailers[key])] as const)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}`);
  return `${text === '' ? 'Work of an attempt' : text}\n\n${lines.join('\n')}\n`;
}

/** Whether a commit's text ends with the trailers of the same mission, feature and attempt. */
export function carriesTrailers(text: string, trailers: CommitTrailers): boolean {
  const last =
    text
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  const lines = new Set(last.split('\n'));
  return (['Mission', 'Feature', 'Attempt'] as const).every((key) =>
    lines.has(`${key}: ${trailerValue(trailers[key])}`),
  );
}

function trailerValue(value: string): string {
  return cleanText(value).replace(/\s+/g, ' ').trim();
}
