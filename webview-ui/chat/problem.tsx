import type { JSX } from 'preact';
import { Icon } from '../shared/icon.tsx';

/** What was refused, beside what was pressed; nothing where all is well. */
export function Problem({ text }: { text: string | null }): JSX.Element {
  return (
    <div role="alert">
      {text !== null && (
        <p class="problem">
          <Icon icon="error" tone="failed" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
