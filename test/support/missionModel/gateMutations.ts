import fc from 'fast-check';
import { gates } from '../../../src/mission/gates/checkEvent.ts';
import type { GateName } from '../../../src/mission/gates/checkEvent.ts';
import { gateProperty } from './gateProperty.ts';
import { Violation } from './oracle/oracle.ts';
import { without } from './randomEvents.ts';

export interface Mutation {
  /** What was taken away. */
  removed: string;
  /** The sentence of the discipline that was broken without it; null where nothing noticed. */
  caughtBy: string | null;
  /** Cases until then. */
  cases: number;
}

export const gateNames = Object.keys(gates) as GateName[];

/** Takes one gate away and looks for a case in which the discipline breaks. Errors other than violations are thrown on. */
export function removeGate(name: GateName, { seed, maxCases }: { seed: number; maxCases: number }): Mutation {
  const found = fc.check(gateProperty(without(name)), { seed, numRuns: maxCases, endOnFailure: true });
  if (!found.failed) return { removed: name, caughtBy: null, cases: found.numRuns };
  const { errorInstance } = found;
  if (!(errorInstance instanceof Violation)) throw errorInstance;
  return { removed: name, caughtBy: errorInstance.rule, cases: found.numRuns };
}
