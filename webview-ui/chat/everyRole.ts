import { roles } from '../../src/mission/role.ts';
import type { ModelChoice, RoleModels } from '../../src/mission/role.ts';

/** The same model for every role. */
export function everyRole(choice: ModelChoice): RoleModels {
  return Object.fromEntries(roles.map((role) => [role, choice])) as RoleModels;
}
