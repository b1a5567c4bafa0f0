import type { MissionState } from '../../src/mission/state.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import type { Shown } from '../shared/missionStore.ts';

/** What every part of the page draws from. */
export interface View {
  shown: Shown;
  state: MissionState;
  window: WindowState;
  /** ms since 1970. */
  now: number;
  /** Another window carries the mission: nothing can be pressed that changes it. */
  isViewer: boolean;
}
