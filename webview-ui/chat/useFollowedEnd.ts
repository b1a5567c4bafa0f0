import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const nearEnd = 48;

/**
 * Keeps the end of the conversation in view while the user is there, and leaves the page alone while they read further
 * up or type. `newest` names what came last: a new card is shown from its beginning.
 */
export function useFollowedEnd(log: RefObject<HTMLElement | null>, newest: string): void {
  const isAtEnd = useRef(true);
  const shown = useRef('');
  useEffect(() => {
    const look = (): void => {
      const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    const isNew = shown.current !== newest;
    shown.current = newest;
    const card = log.current?.querySelector<HTMLElement>('form.card, #newest, section.card');
    if (isNew && card && isAtEnd.current) {
      card.scrollIntoView({ block: 'start' });
      return;
    }
    if (isAtEnd.current && !card) window.scrollTo({ top: document.documentElement.scrollHeight });
  });
}
