import type { Carrier } from '../carrier.ts';
import type { RoleRuns } from '../roleRuns.ts';

export interface StepContext {
  carrier: Carrier;
  runs: RoleRuns;
}
