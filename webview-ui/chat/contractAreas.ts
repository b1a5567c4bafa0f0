import { liveAssertions } from '../../src/mission/plan.ts';
import type { AssertionState, MissionState } from '../../src/mission/state.ts';
import { areaOf } from '../shared/verdicts.ts';

export interface ContractArea {
  area: string;
  assertions: AssertionState[];
}

/** The contract by area, in the order in which areas first occur. */
export function contractAreas(state: MissionState): ContractArea[] {
  const areas = new Map<string, ContractArea>();
  for (const assertion of liveAssertions(state)) {
    const name = areaOf(assertion.text.id);
    const area = areas.get(name) ?? { area: name, assertions: [] };
    area.assertions.push(assertion);
    areas.set(name, area);
  }
  return [...areas.values()];
}

/** Assertions that nobody has tried on the untouched base, so that nothing shows that they can fail. */
export function untriedOnBase(state: MissionState): ReadonlySet<string> {
  const tried = new Set((state.baseCheck?.assertions ?? []).map(({ id }) => id));
  return new Set(liveAssertions(state).flatMap(({ text: { id } }) => (tried.has(id) ? [] : [id])));
}
