import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { PageProps } from '../shared/mountPage.tsx';
import { takeComposeWish } from './composeWish.ts';
import { isPlain, isTyping } from '../shared/keys.ts';
import { MissionPage } from './missionPage.tsx';
import { focusNextRegion } from '../shared/regions.ts';
import { useDraft } from '../shared/remembered.ts';
import { Welcome } from './welcome.tsx';

/** What waits for the user, where it is decided: a question, what is in needs you, the plan. */
const firstToDo = ['form.card fieldset input, form.card fieldset textarea', '.att .btn', '.decide .btn'];

function usePageKeys(): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'F6') {
        event.preventDefault();
        focusNextRegion(event.shiftKey);
      }
      if (event.key !== 'a' || isTyping(event) || !isPlain(event)) return;
      const first = firstToDo.map((selector) => document.querySelector<HTMLElement>(selector)).find((found) => found);
      if (!first) return;
      event.preventDefault();
      first.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** The side panel: how a mission begins, and the conversation about it. */
export function ChatPage({ shown, now }: PageProps): JSX.Element {
  const [goal, setGoal] = useDraft('goal.text');
  const { window, state } = shown;
  usePageKeys();
  useLayoutEffect(() => {
    const wish = state === null && window !== null ? takeComposeWish() : null;
    if (wish === null) return;
    if (wish !== '') setGoal(wish);
    document.querySelector<HTMLElement>('#goal')?.focus();
  });
  if (window === null) return <div class="loading" role="progressbar" aria-label="Loading the mission" />;
  if (state === null) return <Welcome window={window} now={now} goal={goal} onGoal={setGoal} />;
  return <MissionPage key={state.missionId} shown={shown} state={state} window={window} now={now} />;
}
