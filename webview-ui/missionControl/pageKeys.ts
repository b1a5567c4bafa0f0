import { useLayoutEffect, useRef } from 'preact/hooks';
import { act, show } from '../shared/ask.ts';
import { isPlain, isTyping } from '../shared/keys.ts';
import type { Need } from '../shared/needsYou.ts';
import { focusNextRegion } from '../shared/regions.ts';
import { topRun } from '../shared/stateLine.ts';
import { hasEnded } from './ended.ts';
import { tabs } from './navigation.ts';
import type { Chosen } from './navigation.ts';
import type { View } from './view.ts';

interface KeyParts {
  view: View;
  needs: readonly Need[];
  go: (chosen: Chosen) => void;
  askToKill: () => void;
}

const numberedTabs = tabs.filter((tab) => tab !== 'plan');

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** Letters that stand alone; they mean nothing where somebody types. */
function pressLetter(key: string, { view, needs, askToKill }: KeyParts): boolean {
  const { state, isViewer } = view;
  switch (key) {
    case 'a':
      if (needs.length > 0) focusOn('[data-region=needs] vscode-button');
      return needs.length > 0;
    case 'p':
      if (isViewer || hasEnded(state)) return false;
      void act({ kind: state.pause?.until === null ? 'resume' : 'pause' });
      return true;
    case 'k':
      if (isViewer || topRun(state) === null) return false;
      askToKill();
      return true;
    case 'r':
      show({ kind: 'chat' });
      return true;
    case '/':
      focusOn('[data-search] vscode-text-field');
      return document.querySelector('[data-search]') !== null;
    default:
      return false;
  }
}

function press(event: KeyboardEvent, parts: KeyParts): boolean {
  if (event.key === 'F6') {
    focusNextRegion(event.shiftKey);
    return true;
  }
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const tab = /^Digit([1-7])$/.exec(event.code)?.[1];
    const chosen = tab === undefined ? undefined : numberedTabs[Number(tab) - 1];
    if (chosen) parts.go({ tab: chosen, open: null });
    return chosen !== undefined;
  }
  return isPlain(event) && !isTyping(event) && pressLetter(event.key, parts);
}

/** The keys of the whole page (DESIGN.md section 8). */
export function usePageKeys(parts: KeyParts): void {
  const newest = useRef(parts);
  newest.current = parts;
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && press(event, newest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
