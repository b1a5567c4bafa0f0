import type { ComponentChildren, JSX } from 'preact';

interface BlockProps {
  title: ComponentChildren;
  /** Muted, behind the title. */
  note?: string;
  /** Buttons at the end of the line. */
  end?: ComponentChildren;
  children: ComponentChildren;
}

/** A section of a tab with its heading. */
export function Block({ title, note, end, children }: BlockProps): JSX.Element {
  return (
    <section class="block">
      <div class="block-head">
        <h2>{title}</h2>
        {note !== undefined && note !== '' && <span class="small muted">{note}</span>}
        {end !== undefined && <span class="end">{end}</span>}
      </div>
      {children}
    </section>
  );
}
