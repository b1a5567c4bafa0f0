import type { MissionState, RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { idList } from '../../src/wording/idList.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { runSign } from '../shared/signs.ts';
import type { Sign } from '../shared/verdicts.ts';

/** What a run is about, without who does it. */
export function runSubject(state: MissionState, { subject }: RunState): string {
  switch (subject.kind) {
    case 'scoping':
      return 'Scoping';
    case 'turn':
      return `Turn: ${count(subject.causes.length, 'matter')}`;
    case 'attempt': {
      const title = oneLine(state.features[subject.feature]?.text.title ?? '');
      return `${subject.feature} ${title}${subject.attempt === 1 ? '' : `, attempt ${subject.attempt}`}`;
    }
    case 'round':
      return `${subject.milestone}, round ${subject.round}`;
    case 'research':
    case 'readiness':
      return oneLine(subject.task);
    case 'contractReview':
      return `Contract: ${oneLine(subject.focus)}`;
    case 'featureReview':
      return `${subject.feature} ${oneLine(state.features[subject.feature]?.text.title ?? '')}`;
    case 'dismissalReview':
      return `Dismissal of ${subject.item}`;
    case 'flow':
      return idList(subject.assertions);
  }
}

/** How a run ended, in the words of its role: a validator's run is complete when it has reported, whatever it reported. */
export function runOutcome(state: MissionState, run: RunState): Sign & { isTurning?: boolean } {
  const sign = runSign(run, state.pause !== null);
  const { subject, role, ended } = run;
  if (ended?.outcome !== 'completed') return sign;
  if (subject.kind === 'attempt') return { ...sign, word: 'Handed off' };
  if (subject.kind === 'flow') return { ...sign, word: 'Reported' };
  if (subject.kind !== 'round') return sign;
  const round = state.milestones[subject.milestone]?.rounds.find((candidate) => candidate.round === subject.round);
  const verdict = role === 'scrutiny' ? round?.scrutiny : round?.testing;
  if (!verdict) return { ...sign, word: 'Reported' };
  return verdict.passed ? { ...sign, word: 'Passed' } : { icon: 'error', tone: 'failed', word: 'Failed' };
}
