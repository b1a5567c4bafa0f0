import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Place, Target } from '../../src/protocol/actions.ts';
import { press, show } from '../shared/ask.ts';
import type { Press } from '../shared/needsYou.ts';
import { keep, textsBelow } from '../shared/remembered.ts';

/** Tabs in their order. `plan` stands in the strip where there is no room for the rail, or something of it is open. */
export const tabs = ['now', 'plan', 'contract', 'timeline', 'runs', 'findings', 'log', 'setup'] as const;
export type Tab = (typeof tabs)[number];

/** What the page shows: a tab, and what is open in it. */
export interface Chosen {
  tab: Tab;
  /** Id of an assertion, a feature, an item, or the number of a run, by the tab. */
  open: string | null;
}

export interface Navigation {
  chosen: Chosen;
  go: (chosen: Chosen) => void;
}

export const NavigationContext = createContext<Navigation>({ chosen: { tab: 'now', open: null }, go: () => undefined });

export function chosenOf(target: Target): Chosen {
  switch (target.kind) {
    case 'tab':
      return { tab: target.tab, open: null };
    case 'assertion':
      return { tab: 'contract', open: target.assertion };
    case 'feature':
      return { tab: 'plan', open: target.feature };
    case 'run':
      return { tab: 'runs', open: String(target.run) };
    case 'item':
      return { tab: 'findings', open: target.item };
  }
}

export interface Wayfinder {
  chosen: Chosen;
  go: (chosen: Chosen) => void;
  /** Opens something of the mission, here or in the editor. */
  visit: (place: Place) => void;
  press: (wanted: Press) => void;
}

export function useNavigation(): Wayfinder {
  const { chosen, go } = useContext(NavigationContext);
  const visit = (place: Place): void => {
    if (place.kind === 'missionControl') go(place.target ? chosenOf(place.target) : { tab: 'now', open: null });
    else show(place);
  };
  return { chosen, go, visit, press: (wanted) => (wanted.kind === 'show' ? visit(wanted.place) : press(wanted)) };
}

let revealed: ((target: Target) => void) | null = null;
let waiting: Target | null = null;

/** The host wants something shown; it may say so before the page is drawn. */
export function wishToReveal(target: Target): void {
  if (revealed) revealed(target);
  else waiting = target;
}

export function hearWishes(listener: (target: Target) => void): void {
  revealed = listener;
  if (waiting) listener(waiting);
  waiting = null;
}

const choiceKey = 'chosen.';

/** What was open before a reload. */
export function rememberedChoice(): Chosen {
  const stored = textsBelow(choiceKey);
  const tab = tabs.find((candidate) => candidate === stored.get('tab'));
  return tab ? { tab, open: stored.get('open') ?? null } : { tab: 'now', open: null };
}

export function rememberChoice({ tab, open }: Chosen): void {
  keep(`${choiceKey}tab`, tab);
  keep(`${choiceKey}open`, open);
}
