import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const nearEnd = 48;

interface Following {
  log: RefObject<HTMLElement | null>;
  /** Names what came last: a new card is shown from its beginning. */
  newest: string;
  /** Something stands above the conversation that is to be read first. */
  isLed: boolean;
}

/**
 * Keeps the end of the conversation in view while the user is there, and leaves the page alone while they read further
 * up. What is to be read first brings the page to its top, unless somebody is at work in it.
 */
export function useFollowedEnd({ log, newest, isLed }: Following): void {
  const isAtEnd = useRef(true);
  const shown = useRef({ newest: '', isLed: false });
  useEffect(() => {
    const look = (): void => {
      const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    const isNew = shown.current.newest !== newest;
    const leads = isLed && !shown.current.isLed && document.activeElement === document.body;
    shown.current = { newest, isLed };
    const card = log.current?.querySelector<HTMLElement>('form.card, #newest, section.card');
    if (leads) {
      isAtEnd.current = false;
      window.scrollTo({ top: 0 });
    } else if (isNew && card && isAtEnd.current) card.scrollIntoView({ block: 'start' });
    else if (isAtEnd.current && !card) window.scrollTo({ top: document.documentElement.scrollHeight });
  });
}
