import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import type { Shown } from '../shared/missionStore.ts';
import type { Need } from '../shared/needsYou.ts';
import { Announcer } from './announcer.tsx';
import type { ComposeWish } from './composeWish.ts';
import { DigestSection } from './digestSection.tsx';
import { Footer } from './footer.tsx';
import { MissionHeader } from './missionHeader.tsx';
import { hasEnded } from './missionMenu.ts';
import { MissionLog } from './missionLog.tsx';
import { needsInChat, NeedsSection } from './needsSection.tsx';
import { useChoice, useDraft } from '../shared/remembered.ts';

interface MissionPageProps {
  shown: Shown;
  state: MissionState;
  window: WindowState;
  now: number;
  wish: ComposeWish;
}

/** What is written in the message field, and who wants the cursor there. */
export interface Writing {
  text: string;
  setText: (text: string) => void;
  /** A comment, or the reason of a rejection, while a plan waits for approval. */
  purpose: 'comment' | 'reject';
  /** Counts the wishes to write: each puts the cursor into the field. */
  wishes: number;
  write: (purpose: 'comment' | 'reject', text?: string) => void;
}

function useWriting(missionId: string, wish: ComposeWish): Writing {
  const [text, setText] = useDraft(`message.${missionId}`);
  const [purpose, setPurpose] = useState<'comment' | 'reject'>('comment');
  const [wishes, setWishes] = useState(0);
  const write = (wanted: 'comment' | 'reject', start = ''): void => {
    setPurpose(wanted);
    if (start !== '' && !text.includes(start)) setText(text === '' ? start : `${start}${text}`);
    setWishes((number) => number + 1);
  };
  useLayoutEffect(() => {
    if (wish.number > 0) write('comment', wish.text);
  }, [wish.number]);
  return { text, setText, purpose, wishes, write };
}

/** A mission in the side panel: where it stands, what needs the user, the conversation, the message field. */
export function MissionPage({ shown, state, window, now, wish }: MissionPageProps): JSX.Element {
  const writing = useWriting(state.missionId, wish);
  const [isEditing, setEditing] = useChoice(`plan.editing.${state.missionId}`, false);
  const [, show] = useState(0);
  const isViewer = shown.ownership === 'viewer' && !hasEnded(state);
  const editsPlan = isEditing && state.phase === 'awaitingApproval' && !isViewer;
  const needs = needsInChat(state, window);
  const answer = ({ id }: Need): void => {
    const ask = id.startsWith('ask:')
      ? document.querySelector<HTMLElement>('form.card input, form.card textarea')
      : null;
    if (ask) ask.focus();
    else writing.write('comment', id.startsWith('item:') ? `About ${id.slice('item:'.length)}: ` : '');
  };
  return (
    <div class="sp">
      <MissionHeader state={state} now={now} isViewer={isViewer} notice={window.notice} />
      {!isViewer && <NeedsSection needs={needs} state={state} now={now} onAnswer={answer} />}
      <DigestSection shown={shown} now={now} />
      <MissionLog
        shown={shown}
        state={state}
        now={now}
        isViewer={isViewer}
        editsPlan={editsPlan}
        onEdited={() => show((times) => times + 1)}
      />
      <Announcer shown={shown} state={state} needs={needs} />
      {!hasEnded(state) && !isViewer && (
        <Footer state={state} writing={writing} editsPlan={editsPlan} onEdit={setEditing} />
      )}
    </div>
  );
}
