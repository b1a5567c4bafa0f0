import type { JSX } from 'preact';
import type { DigestLine } from './digest.ts';
import { Icon } from './icon.tsx';

/** Lines of what happened, each with its sign. */
export function DigestList({ lines }: { lines: readonly DigestLine[] }): JSX.Element {
  return (
    <ul class="digest">
      {lines.map(({ icon, tone, text }) => (
        <li key={text}>
          <Icon icon={icon} tone={tone} />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
