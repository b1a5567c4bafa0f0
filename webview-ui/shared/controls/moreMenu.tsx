import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './button.tsx';

export interface MenuEntry {
  label: string;
  onPress: () => void;
}

function step(list: HTMLElement, by: number): void {
  const entries = [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const current = entries.findIndex((entry) => entry === document.activeElement);
  entries[(current + by + entries.length) % entries.length]?.focus();
}

/** What else can be done, behind one button. */
export function MoreMenu({ entries }: { entries: MenuEntry[] }): JSX.Element {
  const [isOpen, open] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (!isOpen) return;
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) open(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [isOpen]);
  const close = (): void => {
    open(false);
    root.current?.querySelector<HTMLElement>('.btn')?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    if (!list.current) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') step(list.current, 1);
    else if (event.key === 'ArrowUp') step(list.current, -1);
    else if (event.key === 'Tab') open(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="more" ref={root} onKeyDown={key}>
      <IconButton compact icon="ellipsis" label="More actions" onPress={() => open(!isOpen)} />
      {isOpen && (
        <ul class="menu" role="menu" aria-label="More actions" ref={list}>
          {entries.map(({ label, onPress }) => (
            <li key={label} role="none">
              <button
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  onPress();
                }}
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
