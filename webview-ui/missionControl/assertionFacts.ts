import type { AssertionState, EvidenceState, FeatureState, MissionState } from '../../src/mission/state.ts';
import type { Sign } from '../shared/verdicts.ts';
import { verdictSigns } from '../shared/verdicts.ts';

const aroundOrdinals = 3;

/** The feature that claims an assertion. */
export function claimedBy(state: MissionState, assertion: string): FeatureState | null {
  const features = Object.values(state.features);
  return features.find(({ status, text }) => status !== 'cancelled' && text.claims.includes(assertion)) ?? null;
}

/** Fix features written for it. */
function fixedBy(state: MissionState, assertion: string): FeatureState[] {
  return Object.values(state.features).filter(({ text }) => text.fixes.assertions.includes(assertion));
}

export interface HistoryPart {
  key: string;
  sign: Sign;
  text: string;
  /** A feature that repaired it, before the next round. */
  feature: string | null;
}

/** Rounds that judged it and fixes in between, oldest first. */
export function historyOf(state: MissionState, assertion: string): HistoryPart[] {
  const fixes = fixedBy(state, assertion);
  return state.milestoneOrder.flatMap((id) =>
    (state.milestones[id]?.rounds ?? []).flatMap((round): HistoryPart[] => {
      const verdict = round.verdicts[assertion];
      if (!verdict) return [];
      const key = `${id}/${round.round}`;
      const judged = { key, sign: verdictSigns[verdict], text: `${id} round ${round.round}`, feature: null };
      const repairs = verdict === 'passed' ? [] : fixes.filter(({ text }) => text.milestone === id);
      const made = repairs.map(({ text }) => ({
        key: `${key}/${text.id}`,
        sign: { icon: 'tools', word: 'Fix' },
        text: text.id,
        feature: text.id,
      }));
      return [judged, ...made];
    }),
  );
}

/** `E26-27` is the 27th piece of run 26. */
function ordinal(evidence: string): number {
  return Number(evidence.split('-')[1] ?? 0);
}

export interface EvidenceParts {
  /** Cited by steps, in their order. */
  cited: EvidenceState[];
  /** Screenshots, console and network that the tester recorded right after what it cites. */
  around: EvidenceState[];
}

export function evidenceOf(state: MissionState, { last }: AssertionState): EvidenceParts {
  const ids = [...new Set((last?.result?.steps ?? []).map(({ evidence }) => evidence))];
  const cited = ids.flatMap((id) => state.evidence[id] ?? []);
  const places = cited.map(({ evidence }) => ordinal(evidence));
  const isNear = (place: number): boolean => places.some((known) => place > known && place <= known + aroundOrdinals);
  const around = Object.values(state.evidence).filter(
    ({ evidence, run, kind }) =>
      run === last?.run &&
      !ids.includes(evidence) &&
      (kind === 'screenshot' || kind === 'console' || kind === 'network') &&
      isNear(ordinal(evidence)),
  );
  return { cited, around };
}
