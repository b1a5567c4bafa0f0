import type { JSX } from 'preact';
import type { ToolkitEvent } from './toolkit.ts';
import './toolkit.ts';

interface TextFieldProps {
  /** What is asked for; read aloud, and shown where `children` do not. */
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  onEnter?: () => void;
  id?: string;
  isDisabled?: boolean;
}

/** One line of text. */
export function TextField({
  label,
  value,
  onInput,
  placeholder,
  onEnter,
  id,
  isDisabled,
}: TextFieldProps): JSX.Element {
  return (
    <vscode-text-field
      id={id}
      class="field-text"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      disabled={isDisabled ?? false}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter?.();
      }}
    />
  );
}

interface TextAreaProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  rows?: number;
  id?: string;
  /** True where the key is dealt with. */
  onKey?: (event: KeyboardEvent) => boolean;
}

/** Several lines of text. */
export function TextArea({ label, value, onInput, placeholder, rows = 3, id, onKey }: TextAreaProps): JSX.Element {
  const press = (event: ToolkitEvent<KeyboardEvent>): void => {
    if (onKey?.(event)) event.preventDefault();
  };
  return (
    <vscode-text-area
      id={id}
      class="field-area"
      resize="vertical"
      rows={rows}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={press}
    />
  );
}
