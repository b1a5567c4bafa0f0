import { assertFaultPlan } from '../../support/overHttp/assertFaultPlan.ts';

describe('a mission under random faults of its provider', () => {
  for (const seed of [9, 10, 11, 12, 13, 14, 15, 16])
    it(`is completed, and no tool runs twice (seed ${String(seed)})`, () => assertFaultPlan(seed));
});
