import type { Role } from '../mission/role.ts';
import { flowTester } from '../roles/flowTester/flowTester.ts';
import { orchestrator } from '../roles/orchestrator/orchestrator.ts';
import { researcher } from '../roles/researcher/researcher.ts';
import { reviewer } from '../roles/reviewer/reviewer.ts';
import type { RoleFactory } from '../roles/role.ts';
import { scout } from '../roles/scout/scout.ts';
import { scrutiny } from '../roles/scrutiny/scrutiny.ts';
import { userTester } from '../roles/userTester/userTester.ts';
import { worker } from '../roles/worker/worker.ts';

/** Every role with what makes its runs. */
export const players: Readonly<Record<Role, RoleFactory>> = {
  orchestrator,
  researcher,
  scout,
  worker,
  scrutiny,
  reviewer,
  userTester,
  flowTester,
};
