import { assertFaultPlan } from '../../support/overHttp/assertFaultPlan.ts';

describe('a mission under random faults of its provider', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`is completed, and no tool runs twice (seed ${String(seed)})`, () => assertFaultPlan(seed));
});
