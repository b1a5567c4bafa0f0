import type { JSX } from 'preact';

/** One line of text in which `code` is drawn as such; nothing else of Markdown is. */
export function InlineText({ text }: { text: string }): JSX.Element {
  const parts = text.split(/`([^`\n]+)`/);
  return <>{parts.map((part, place) => (place % 2 === 0 ? part : <code key={place}>{part}</code>))}</>;
}
