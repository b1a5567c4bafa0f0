import type { JSX } from 'preact';
import type { Tone } from './tone.ts';

interface IconProps {
  /** Name of a codicon. */
  icon: string;
  tone?: Tone | undefined;
  isTurning?: boolean;
  /** Only where no word stands beside it. */
  label?: string;
}

/** A codicon. Its word stands beside it, so it is silent unless it has a label. */
export function Icon({ icon, tone, isTurning = false, label }: IconProps): JSX.Element {
  const classes = `i codicon codicon-${icon}${tone ? ` s-${tone}` : ''}${isTurning ? ' spin' : ''}`;
  return label === undefined ? (
    <span class={classes} aria-hidden="true" />
  ) : (
    <span class={classes} role="img" aria-label={label} title={label} />
  );
}
