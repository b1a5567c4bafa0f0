import { unresolvedItems } from './scope.ts';
import type { ItemState, MissionState } from './state.ts';

/**
 * Unresolved findings in whose scope the reviewer of a feature works: those about it and those it was to repair. Findings of
 * assertions are answered by testing, those of gates by the gates.
 */
export function reviewQuestions(state: MissionState, feature: string): ItemState[] {
  return unresolvedItems(state).filter((item) => {
    if (item.kind !== 'finding' || item.origin.kind === 'assertion' || item.origin.kind === 'gate') return false;
    const { fate } = item;
    const repairs = fate !== null && 'feature' in fate && fate.feature === feature;
    const isAbout = item.feature === feature && (fate === null || !('feature' in fate));
    return repairs || isAbout;
  });
}

/** Unresolved findings that user testing of a round must answer: problems seen outside the assertions. */
export function flowQuestions(state: MissionState): ItemState[] {
  return unresolvedItems(state).filter((item) => item.origin.kind === 'flow');
}
