import { featuresOf } from '../../src/mission/scope.ts';
import type { FeatureState, MissionState, RoundState, RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { isFix } from '../shared/metrics.ts';
import { spine } from '../shared/spine.ts';
import type { Sign } from '../shared/verdicts.ts';
import type { Chosen } from './navigation.ts';

export interface PlanRow {
  key: string;
  text: string;
  /** Short, at the end of the row. */
  end: string;
  sign: Sign & { isTurning?: boolean };
  opens: Chosen;
  rows: PlanRow[];
}

function featureSign({ status, attempts }: FeatureState, isIdle: boolean): PlanRow['sign'] {
  switch (status) {
    case 'done':
      return { icon: 'pass', tone: 'passed', word: 'Done' };
    case 'inProgress':
      return { icon: 'sync', tone: 'running', word: 'In progress', isTurning: !isIdle };
    case 'cancelled':
      return { icon: 'circle-slash', word: 'Cancelled' };
    case 'pending':
      return attempts.length > 0
        ? { icon: 'issue-reopened', tone: 'attention', word: 'Pending again' }
        : { icon: 'circle-outline', tone: 'pending', word: 'Pending' };
  }
}

function featureRow(feature: FeatureState, isIdle: boolean): PlanRow {
  const { text, attempts } = feature;
  const end = [isFix(text) ? 'fix' : '', attempts.length > 1 ? count(attempts.length, 'attempt') : ''];
  return {
    key: text.id,
    text: `${text.id} ${oneLine(text.title)}`,
    end: end.filter((word) => word !== '').join(', '),
    sign: featureSign(feature, isIdle),
    opens: { tab: 'plan', open: text.id },
    rows: [],
  };
}

/** The newest run of a validator in a round. */
export function validatorRun(state: MissionState, round: RoundState, role: RunState['role']): RunState | null {
  const runs = Object.values(state.runs).filter(
    ({ subject, role: played }) =>
      played === role &&
      subject.kind === 'round' &&
      subject.milestone === round.milestone &&
      subject.round === round.round,
  );
  return runs.at(-1) ?? null;
}

function validatorRow(state: MissionState, round: RoundState, role: 'scrutiny' | 'userTester'): PlanRow[] {
  const verdict = role === 'scrutiny' ? round.scrutiny : round.testing;
  const run = validatorRun(state, round, role);
  if (!run && !verdict) return [];
  const passed = verdict ? (verdict.passed ? 'passed' : 'failed') : 'checking';
  const tones = { passed: 'passed', failed: 'failed', checking: 'running' } as const;
  return [
    {
      key: `${round.milestone}/${role}`,
      text: role === 'scrutiny' ? 'Scrutiny' : 'User testing',
      end: `round ${round.round} ${passed}`,
      sign: { icon: role === 'scrutiny' ? 'shield' : 'account', tone: tones[passed], word: passed },
      opens: run ? { tab: 'runs', open: String(run.run) } : { tab: 'plan', open: round.milestone },
      rows: [],
    },
  ];
}

/** Milestones with their features and validators, in order of execution. */
export function planRows(state: MissionState): PlanRow[] {
  const isIdle = state.pause !== null;
  return spine(state).map(({ id, title, sign, features }) => {
    const round = state.milestones[id]?.rounds.at(-1);
    const validators = round
      ? [...validatorRow(state, round, 'scrutiny'), ...validatorRow(state, round, 'userTester')]
      : [];
    return {
      key: id,
      text: `${id} ${oneLine(title)}`,
      end: `${features.done} of ${features.all}`,
      sign,
      opens: { tab: 'plan', open: id },
      rows: [...featuresOf(state, id).map((feature) => featureRow(feature, isIdle)), ...validators],
    };
  });
}
