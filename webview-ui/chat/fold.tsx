import type { ComponentChildren, JSX } from 'preact';
import { useChoice } from '../shared/remembered.ts';

interface FoldProps {
  /** Under which it is remembered whether it is open. */
  name: string;
  title: ComponentChildren;
  /** Figures at the end of the line. */
  end?: ComponentChildren;
  isOpen?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** A line that unfolds, and stays as it was left. What is folded is not drawn. */
export function Fold({ name, title, end, isOpen = false, children, ...rest }: FoldProps): JSX.Element {
  const [open, setOpen] = useChoice(`fold.${name}`, isOpen);
  return (
    <details class={rest.class ?? 'disc'} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="tw i codicon codicon-chevron-right" aria-hidden="true" />
        <span class="cut">{title}</span>
        {end !== undefined && <span class="end">{end}</span>}
      </summary>
      {open && children}
    </details>
  );
}
