import type { ComponentChildren, JSX } from 'preact';
import './toolkit.ts';

interface ButtonProps {
  onPress: () => void;
  /** Secondary, unless it is the one thing to do in its view. */
  primary?: boolean;
  compact?: boolean;
  /** A codicon before the words. */
  icon?: string;
  isDisabled?: boolean;
  /** For a toggle. */
  pressed?: boolean;
  title?: string;
  children: ComponentChildren;
}

function Sign({ icon, isTurning = false, slot }: { icon: string; isTurning?: boolean; slot?: string }): JSX.Element {
  return (
    <span {...(slot && { slot })} class={`i codicon codicon-${icon}${isTurning ? ' spin' : ''}`} aria-hidden="true" />
  );
}

/** A button with words. */
export function Button({ onPress, primary = false, compact = false, icon, ...rest }: ButtonProps): JSX.Element {
  const { isDisabled = false, pressed, title, children } = rest;
  return (
    <vscode-button
      appearance={primary ? 'primary' : 'secondary'}
      class={`btn${primary ? ' primary' : ''}${compact ? ' compact' : ''}`}
      disabled={isDisabled}
      title={title}
      aria-pressed={pressed}
      onClick={onPress}
    >
      {icon !== undefined && <Sign icon={icon} slot="start" />}
      {children}
    </vscode-button>
  );
}

interface IconButtonProps {
  icon: string;
  /** What it does; shown on hover and read aloud. */
  label: string;
  onPress: () => void;
  compact?: boolean;
  isDisabled?: boolean;
  pressed?: boolean;
}

/** A button that is only a codicon. */
export function IconButton({ icon, label, onPress, compact = false, ...rest }: IconButtonProps): JSX.Element {
  const { isDisabled = false, pressed } = rest;
  return (
    <vscode-button
      appearance="icon"
      class={`btn icon${compact ? ' compact' : ''}`}
      disabled={isDisabled}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onPress}
    >
      <Sign icon={icon} />
    </vscode-button>
  );
}

interface LinkButtonProps {
  onPress: () => void;
  title?: string | undefined;
  /** For words that say too little alone, such as "Open". */
  label?: string;
  children: ComponentChildren;
}

/** Words in a text or a row that lead somewhere. The toolkit's link leads to addresses only. */
export function LinkButton({ onPress, title, label, children }: LinkButtonProps): JSX.Element {
  return (
    <button type="button" class="link" title={title} aria-label={label} onClick={onPress}>
      {children}
    </button>
  );
}
