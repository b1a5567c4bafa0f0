import type { AssertionState, MissionState } from '../state.ts';

type Assertions = MissionState['assertions'];

/** Of each fold under way. A state from elsewhere, such as a snapshot, has other objects and is searched once. */
const known = new WeakMap<Assertions, Set<AssertionState>>();

/** To be called with every verdict, once it stands in the assertion. */
export function takeVerdict({ assertions }: MissionState, assertion: AssertionState): void {
  const fresh = known.get(assertions);
  if (assertion.status === 'passed') fresh?.add(assertion);
  else fresh?.delete(assertion);
}

/** What passed is stale from now on. Every accepted attempt asks for it, and most of a long contract is stale already. */
export function makeStale({ assertions }: MissionState): void {
  const fresh = known.get(assertions) ?? Object.values(assertions).filter(({ status }) => status === 'passed');
  for (const assertion of fresh) assertion.stale = true;
  known.set(assertions, new Set());
}
