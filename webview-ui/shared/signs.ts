import type { RunState } from '../../src/mission/state.ts';
import type { Role } from '../../src/mission/role.ts';
import type { Mark } from '../../src/wording/eventLine.ts';
import type { Sign } from './verdicts.ts';

export const roleIcons: Readonly<Record<Role, string>> = {
  orchestrator: 'compass',
  researcher: 'search',
  scout: 'telescope',
  worker: 'tools',
  scrutiny: 'shield',
  reviewer: 'eye',
  userTester: 'account',
  flowTester: 'browser',
};

export const markSigns: Readonly<Record<Mark, Sign>> = {
  begins: { icon: 'arrow-small-right', word: 'Begins' },
  good: { icon: 'pass', tone: 'passed', word: 'Good' },
  bad: { icon: 'error', tone: 'failed', word: 'Bad' },
  warns: { icon: 'warning', tone: 'attention', word: 'Warning' },
  asks: { icon: 'bell', tone: 'attention', word: 'Question' },
  told: { icon: 'circle-small', word: 'Note' },
};

/** How a run stands; `isIdle` where nothing is carried on at the moment. */
export function runSign({ ended }: RunState, isIdle = false): Sign & { isTurning?: boolean } {
  if (!ended) {
    return isIdle
      ? { icon: 'debug-pause', tone: 'attention', word: 'Stopped' }
      : { icon: 'sync', tone: 'running', word: 'Running', isTurning: true };
  }
  switch (ended.outcome) {
    case 'completed':
      return { icon: 'pass', tone: 'passed', word: 'Completed' };
    case 'partial':
      return { icon: 'circle-large-filled', word: 'In part' };
    case 'killed':
      return { icon: 'circle-slash', tone: 'attention', word: 'Killed' };
    case 'failed':
      return { icon: 'error', tone: 'failed', word: 'Failed' };
    case 'unreadable':
      return { icon: 'error', tone: 'failed', word: 'Unreadable' };
  }
}
