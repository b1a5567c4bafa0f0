import { featuresOf } from '../../src/mission/scope.ts';
import type { MilestoneState, MissionState } from '../../src/mission/state.ts';
import { assertionsOfMilestone, countVerdicts } from './verdicts.ts';
import type { Sign, VerdictCounts } from './verdicts.ts';

export interface SpinePart {
  id: string;
  title: string;
  sign: Sign & { isTurning?: boolean };
  /** `Sealed, round 2`. */
  standing: string;
  counts: VerdictCounts;
  features: { done: number; all: number };
}

function standing(state: MissionState, milestone: MilestoneState): Pick<SpinePart, 'sign' | 'standing'> {
  const round = milestone.rounds.at(-1);
  if (milestone.sealedAt !== null)
    return { sign: { icon: 'lock', tone: 'passed', word: 'Sealed' }, standing: `Sealed, round ${round?.round ?? 0}` };
  if (round?.closed === null) {
    const isChecked = state.pause === null;
    const sign = { icon: 'sync', tone: 'running', word: 'Checking', isTurning: isChecked } as const;
    return { sign, standing: `Round ${round.round}, checking` };
  }
  const features = featuresOf(state, milestone.text.id);
  const isWorkedOn = features.some(({ status }) => status === 'inProgress');
  if (isWorkedOn) {
    const sign = { icon: 'sync', tone: 'running', word: 'Running', isTurning: state.pause === null } as const;
    return { sign, standing: round ? `After round ${round.round}` : 'Being built' };
  }
  if (round?.closed === 'failed')
    return { sign: { icon: 'error', tone: 'failed', word: 'Failed' }, standing: `Round ${round.round} failed` };
  const isDone = features.length > 0 && features.every(({ status }) => status === 'done');
  return { sign: { icon: 'circle-outline', tone: 'pending', word: 'Open' }, standing: isDone ? 'Implemented' : 'Open' };
}

/** Milestones that hold work, in order of execution. */
export function spine(state: MissionState): SpinePart[] {
  return state.milestoneOrder.flatMap((id) => {
    const milestone = state.milestones[id];
    if (!milestone) return [];
    const features = featuresOf(state, id);
    const done = features.filter(({ status }) => status === 'done').length;
    if (features.length === 0 && milestone.sealedAt === null && id.startsWith('misc-')) return [];
    return [
      {
        id,
        title: milestone.text.title,
        ...standing(state, milestone),
        counts: countVerdicts(assertionsOfMilestone(state, id)),
        features: { done, all: features.length },
      },
    ];
  });
}
