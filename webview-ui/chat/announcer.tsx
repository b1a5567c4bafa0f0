import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import type { Shown } from '../shared/missionStore.ts';
import type { Need } from '../shared/needsYou.ts';
import { openAsks } from './conversationEntries.ts';

interface AnnouncerProps {
  shown: Shown;
  state: MissionState;
  needs: Need[];
}

/** For screen readers: new questions, what newly needs the user, and what failed. The live rows are silent. */
export function Announcer({ shown, state, needs }: AnnouncerProps): JSX.Element {
  const ask = openAsks(state).at(-1);
  const asked = ask
    ? `The orchestrator asks ${count(ask.questions.length, 'question')}: ${oneLine(ask.questions[0]?.question ?? '')}`
    : '';
  const said = state.chat.findLast(({ from }) => from === 'orchestrator')?.text ?? '';
  const failed = shown.log.findLast(({ mark }) => mark === 'bad')?.text ?? '';
  return (
    <div class="visually-hidden">
      <p role="status">{asked}</p>
      <p role="status">{needs.map(({ lead }) => lead).join(' ')}</p>
      <p role="status">{said === '' ? '' : `Orchestrator: ${oneLine(said)}`}</p>
      <p role="status">{failed}</p>
    </div>
  );
}
