import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface GrowingFieldProps {
  /** Read aloud where no visible label names it by `id`. */
  label?: string;
  id?: string;
  value: string;
  placeholder?: string;
  rows?: number;
  isDisabled?: boolean;
  /** Id of the text that explains it. */
  describedBy?: string;
  class?: string;
  onInput: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** Several lines of text in a field that grows with them; the toolkit's has one height. */
export function GrowingField({ label, value, rows = 1, isDisabled = false, ...rest }: GrowingFieldProps): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [value]);
  const { id, placeholder, describedBy, onInput, onKeyDown } = rest;
  return (
    <textarea
      ref={field}
      id={id}
      class={rest.class ?? 'field grows'}
      rows={rows}
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={placeholder}
      value={value}
      disabled={isDisabled}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
