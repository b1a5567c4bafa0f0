import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ToolkitElement, ToolkitEvent } from './toolkit.ts';
import './toolkit.ts';

interface CheckboxProps {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  children: ComponentChildren;
}

/** A box to tick. The toolkit tells changes that are none, so only a change is passed on. */
export function Checkbox({ isChecked, onChange, children }: CheckboxProps): JSX.Element {
  return (
    <vscode-checkbox
      checked={isChecked}
      onChange={({ currentTarget: { checked } }) => {
        if (checked !== isChecked) onChange(checked);
      }}
    >
      {children}
    </vscode-checkbox>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
}

/**
 * A dropdown. Stepped with arrows while closed it may keep its change to itself, so its value is read when it loses the
 * focus, too.
 */
export function Dropdown({ label, options, value, onChange, isDisabled = false }: ChoiceProps): JSX.Element {
  const element = useRef<ToolkitElement>(null);
  // Options come in after the element's value was set.
  useEffect(() => {
    if (element.current && element.current.value !== value) element.current.value = value;
  }, [value, options.map((option) => option.value).join('\n')]);
  // The answer to a change may come after the focus has gone: it is not told twice.
  const told = useRef<string | null>(null);
  const read = ({ currentTarget, type }: ToolkitEvent): void => {
    const chosen = currentTarget.value;
    const isNew = chosen !== value && chosen !== told.current && options.some((option) => option.value === chosen);
    told.current = type === 'blur' ? null : chosen;
    if (isNew) onChange(chosen);
  };
  return (
    <vscode-dropdown ref={element} aria-label={label} disabled={isDisabled} onChange={read} onBlur={read}>
      {options.map((option) => (
        <vscode-option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

/** Something is under way and nobody knows how long. */
export function ProgressRing({ label }: { label: string }): JSX.Element {
  return <vscode-progress-ring aria-label={label} />;
}
