import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import type { Shown } from '../shared/missionStore.ts';
import type { Need } from '../shared/needsYou.ts';
import { Announcer } from './announcer.tsx';
import { DigestSection, hasDigest } from './digestSection.tsx';
import { Footer } from './footer.tsx';
import { MissionHeader } from './missionHeader.tsx';
import { hasEnded } from './missionMenu.ts';
import { MissionLog } from './missionLog.tsx';
import { needsInChat, NeedsSection } from './needsSection.tsx';
import { useChoice } from '../shared/remembered.ts';
import { useWriting } from './writing.ts';

interface MissionPageProps {
  shown: Shown;
  state: MissionState;
  window: WindowState;
  now: number;
}

/** A mission in the side panel: where it stands, what needs the user, the conversation, the message field. */
export function MissionPage({ shown, state, window, now }: MissionPageProps): JSX.Element {
  const writing = useWriting(state.missionId);
  const [isEditing, setEditing] = useChoice(`plan.editing.${state.missionId}`, false);
  const [, show] = useState(0);
  const isViewer = shown.ownership === 'viewer' && !hasEnded(state);
  const editsPlan = isEditing && state.phase === 'awaitingApproval' && !isViewer;
  const needs = needsInChat(state, window);
  const answer = ({ id }: Need): void => {
    writing.write('comment', id.startsWith('item:') ? `About ${id.slice('item:'.length)}: ` : '');
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
        isLed={needs.length > 0 || hasDigest(shown, now)}
        onEdited={() => show((times) => times + 1)}
      />
      <Announcer shown={shown} state={state} needs={needs} />
      {!hasEnded(state) && !isViewer && (
        <Footer state={state} writing={writing} editsPlan={editsPlan} onEdit={setEditing} />
      )}
    </div>
  );
}
