import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import { Icon } from '../shared/icon.tsx';
import { moveFocus } from '../shared/rovingFocus.ts';
import { useNavigation } from './navigation.ts';
import type { Wayfinder } from './navigation.ts';
import { planRows } from './planRows.ts';
import type { PlanRow } from './planRows.ts';
import type { View } from './view.ts';

interface TreeParts {
  isOpen: (row: PlanRow) => boolean;
  toggle: (row: PlanRow) => void;
  isChosen: (row: PlanRow) => boolean;
  /** The one row in the order of tabs. */
  stop: string;
  way: Wayfinder;
}

interface RowProps {
  row: PlanRow;
  level: 1 | 2;
  tree: TreeParts;
}

function TreeRow({ row, level, tree }: RowProps): JSX.Element {
  const isOpen = tree.isOpen(row);
  const hasRows = row.rows.length > 0;
  const isChosen = tree.isChosen(row);
  return (
    <li role="none">
      <div
        class={`row l${level}${isChosen ? ' selected quiet' : ''}`}
        role="treeitem"
        aria-level={level}
        aria-selected={isChosen}
        {...(hasRows && { 'aria-expanded': isOpen })}
        title={`${row.text}: ${row.sign.word}`}
        data-key={row.key}
        data-text={row.text}
        tabIndex={row.key === tree.stop ? 0 : -1}
        onClick={() => tree.way.go(row.opens)}
      >
        {level === 1 && (
          <span
            class={`i codicon codicon-chevron-${isOpen ? 'down' : 'right'}`}
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              tree.toggle(row);
            }}
          />
        )}
        <Icon icon={row.sign.icon} tone={row.sign.tone} isTurning={row.sign.isTurning ?? false} />
        <span class="cut">{row.text}</span>
        <span class="visually-hidden">{row.sign.word}</span>
        {row.end !== '' && <span class="end">{row.end}</span>}
      </div>
      {hasRows && isOpen && (
        <ul role="group">
          {row.rows.map((child) => (
            <TreeRow key={child.key} row={child} level={2} tree={tree} />
          ))}
        </ul>
      )}
    </li>
  );
}

function findRow(rows: readonly PlanRow[], key: string | undefined): PlanRow | null {
  const all = rows.flatMap((row) => [row, ...row.rows]);
  return all.find((row) => row.key === key) ?? null;
}

/** Sealed milestones are folded until somebody unfolds them. */
function useFolding(state: MissionState): Pick<TreeParts, 'isOpen' | 'toggle'> {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isOpen = (row: PlanRow): boolean => {
    const byDefault = state.milestones[row.key]?.sealedAt === null;
    return toggled.has(row.key) ? !byDefault : byDefault;
  };
  const toggle = ({ key }: PlanRow): void => {
    const next = new Set(toggled);
    if (!next.delete(key)) next.add(key);
    setToggled(next);
  };
  return { isOpen, toggle };
}

function focusParent(row: HTMLElement): void {
  row.closest('[role=group]')?.parentElement?.querySelector<HTMLElement>('[role=treeitem]')?.focus();
}

function pressOnRow(event: KeyboardEvent, row: PlanRow, tree: TreeParts): boolean {
  const hasRows = row.rows.length > 0;
  const isOpen = tree.isOpen(row);
  switch (event.key) {
    case 'Enter':
      tree.way.go(row.opens);
      return true;
    case ' ':
      if (hasRows) tree.toggle(row);
      else tree.way.go(row.opens);
      return true;
    case 'ArrowRight':
      if (!hasRows || isOpen) return false;
      tree.toggle(row);
      return true;
    case 'ArrowLeft':
      if (hasRows && isOpen) tree.toggle(row);
      else if (event.target instanceof HTMLElement) focusParent(event.target);
      return true;
    default:
      return false;
  }
}

/** Milestones, features and validators, with arrows to walk and one tab stop. */
export function PlanTree({ view: { state } }: { view: View }): JSX.Element {
  const way = useNavigation();
  const list = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const rows = planRows(state);
  const folding = useFolding(state);
  if (rows.length === 0) return <p class="rail-empty muted">The plan is written while the goal is scoped.</p>;
  const isChosen = ({ opens }: PlanRow): boolean =>
    way.chosen.open !== null && opens.tab === way.chosen.tab && opens.open === way.chosen.open;
  const visible = rows.flatMap((row) => [row, ...(folding.isOpen(row) ? row.rows : [])]);
  const stop = visible.find(({ key }) => key === focused) ?? visible.find(isChosen) ?? visible[0];
  const tree: TreeParts = { ...folding, isChosen, way, stop: stop?.key ?? '' };
  const keyOf = (event: Event): string | undefined =>
    event.target instanceof HTMLElement ? event.target.dataset['key'] : undefined;
  return (
    <ul
      class="tree"
      role="tree"
      aria-label="Milestones and features"
      ref={list}
      onFocusIn={(event) => setFocused(keyOf(event) ?? null)}
      onKeyDown={(event) => {
        const row = findRow(rows, keyOf(event));
        if (!row || !list.current) return;
        if (pressOnRow(event, row, tree)) {
          event.preventDefault();
          event.stopPropagation();
        } else moveFocus(event, list.current, '[role=treeitem]');
      }}
    >
      {rows.map((row) => (
        <TreeRow key={row.key} row={row} level={1} tree={tree} />
      ))}
    </ul>
  );
}
