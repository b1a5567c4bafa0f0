import type { JSX } from 'preact';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ToolkitElement } from './toolkit.ts';
import './toolkit.ts';

/** The toolkit calls a field "Text field" as soon as it stands in the page, so its name is given after that. */
function useName(label: string): RefObject<ToolkitElement | null> {
  const element = useRef<ToolkitElement>(null);
  useLayoutEffect(() => element.current?.setAttribute('aria-label', label), [label]);
  return element;
}

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
  const element = useName(label);
  return (
    <vscode-text-field
      ref={element}
      id={id}
      class="field-text"
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
