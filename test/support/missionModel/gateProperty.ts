import fc from 'fast-check';
import { gates } from '../../../src/mission/gates/checkEvent.ts';
import type { Gates } from '../../../src/mission/gates/checkEvent.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import { Oracle } from './oracle/oracle.ts';
import { proposeByChance } from './randomEvents.ts';
import { modelLimits } from './world.ts';

export interface RandomCase {
  mood: number;
  steps: number[];
}

/** A case is the seed of its mood and of each of its steps; it shrinks by leaving steps out. */
export const randomCase = fc.record({
  mood: fc.nat(),
  steps: fc.array(fc.nat(), { minLength: 380, maxLength: 420, size: 'max' }),
});

/** Whatever events are proposed: those that the gates accept keep the discipline. The oracle throws where they don't. */
export function gateProperty(
  active: Gates = gates,
  reached: (state: MissionState) => void = () => undefined,
): fc.IProperty<[RandomCase]> {
  return fc.property(randomCase, (one) => {
    reached(proposeByChance(one, new Oracle(modelLimits), active).state);
  });
}
