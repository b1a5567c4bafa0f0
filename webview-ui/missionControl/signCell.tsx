import type { ComponentChildren, JSX } from 'preact';
import { Icon } from '../shared/icon.tsx';
import type { Sign } from '../shared/verdicts.ts';

/** A sign with its word, or with other words. */
export function SignCell({
  sign,
  children,
}: {
  sign: Sign & { isTurning?: boolean };
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <span class="cell">
      <Icon icon={sign.icon} tone={sign.tone} isTurning={sign.isTurning ?? false} />
      <span class="cut">{children ?? sign.word}</span>
    </span>
  );
}
