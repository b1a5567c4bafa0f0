import type { MissionState } from '../../src/mission/state.ts';
import type { Action } from '../../src/protocol/actions.ts';
import { topRun } from '../shared/stateLine.ts';
import type { MenuEntry } from '../shared/controls/moreMenu.tsx';
import type { Press } from './usePress.ts';

/** Something that cannot be taken back, before it is done. */
export interface Doubt {
  question: string;
  /** The button that does it. */
  label: string;
  action: Action;
}

export function hasEnded({ phase }: MissionState): boolean {
  return phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
}

function killDoubt(state: MissionState): Doubt[] {
  const run = topRun(state);
  if (run === null || run.role === 'orchestrator' || state.pause !== null) return [];
  return [
    {
      question: `Run ${run.run} ends without its result. The orchestrator then decides how to go on.`,
      label: `Kill run ${run.run}`,
      action: { kind: 'killRun', run: run.run },
    },
  ];
}

function endDoubt(state: MissionState): Doubt[] {
  if (hasEnded(state)) return [];
  const stays = state.branch === null ? 'Its directory stays.' : 'Its branch and its directory stay.';
  return [
    {
      question: `The mission ends for good and cannot be resumed. ${stays}`,
      label: 'End mission',
      action: { kind: 'cancel' },
    },
  ];
}

/** What else can be done with the mission. `doubt` asks before what cannot be taken back. */
export function missionMenu(state: MissionState, press: Press, doubt: (doubt: Doubt) => void): MenuEntry[] {
  const asked = (doubts: Doubt[]): MenuEntry[] =>
    doubts.map((entry) => ({ label: `${entry.label}…`, onPress: () => doubt(entry) }));
  const waits = typeof state.pause?.until === 'number';
  return [
    ...(waits ? [{ label: 'Go on now', onPress: () => void press.act({ kind: 'resume' }) }] : []),
    ...asked(killDoubt(state)),
    ...(state.head === null
      ? []
      : [{ label: 'Review changes', onPress: () => void press.show({ kind: 'missionChanges' }) }]),
    ...(hasEnded(state) ? [{ label: 'Open report', onPress: () => void press.show({ kind: 'report' }) }] : []),
    { label: 'Open mission directory', onPress: () => void press.show({ kind: 'missionDirectory' }) },
    { label: 'Close mission', onPress: () => void press.act({ kind: 'closeMission' }) },
    ...asked(endDoubt(state)),
  ];
}
