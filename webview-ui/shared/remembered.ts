import { useState } from 'preact/hooks';
import { host } from './hostChannel.ts';

type Kept = string | boolean;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKept(value: unknown): value is Kept {
  return typeof value === 'string' || typeof value === 'boolean';
}

function readKept(): Map<string, Kept> {
  const stored = host.remembered();
  const entries = isRecord(stored) ? Object.entries(stored) : [];
  return new Map(entries.flatMap(([key, value]) => (isKept(value) ? [[key, value] as const] : [])));
}

const kept = readKept();

/** Keeps a value over a reload of the page; null forgets it. */
export function keep(key: string, value: Kept | null): void {
  if (value === null) kept.delete(key);
  else kept.set(key, value);
  host.remember(Object.fromEntries(kept));
}

/** Forgets everything whose key begins so. */
export function forget(beginning: string): void {
  for (const key of [...kept.keys()]) if (key.startsWith(beginning)) kept.delete(key);
  host.remember(Object.fromEntries(kept));
}

/** Texts kept under keys that begin so, by the rest of the key. */
export function textsBelow(beginning: string): Map<string, string> {
  const texts = [...kept].flatMap(([key, value]) =>
    key.startsWith(beginning) && typeof value === 'string' ? [[key.slice(beginning.length), value] as const] : [],
  );
  return new Map(texts);
}

/** A text that survives a reload: what somebody has typed and not sent yet. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [, show] = useState(0);
  const value = kept.get(key);
  const set = (text: string): void => {
    keep(key, text === '' ? null : text);
    show((count) => count + 1);
  };
  return [typeof value === 'string' ? value : '', set];
}

/** Whether something is unfolded, or chosen; survives a reload. */
export function useChoice(key: string, initial: boolean): [boolean, (value: boolean) => void] {
  const [, show] = useState(0);
  const value = kept.get(key);
  const set = (chosen: boolean): void => {
    keep(key, chosen === initial ? null : chosen);
    show((count) => count + 1);
  };
  return [typeof value === 'boolean' ? value : initial, set];
}
