import type { JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { StateLine } from './stateLine.ts';

/** State, reason and what comes next; told politely to screen readers when it changes. */
export function StateBlock({ line }: { line: StateLine }): JSX.Element {
  return (
    <div class="state" role="status">
      <Icon icon={line.icon} tone={line.tone} isTurning={line.isTurning} />
      <div class="state-line">
        {line.word} <span>{line.reason}</span>
      </div>
      {line.next !== '' && (
        <div class="state-next">
          <b>Next</b> {line.next}
        </div>
      )}
    </div>
  );
}
