import { roles } from '../../src/mission/role.ts';
import type { RoleModels } from '../../src/mission/role.ts';
import type { Mission } from '../../src/runner/missions.ts';
import { newMission } from '../support/smallMission/testEngine.ts';
import { benchMissions, workerModels } from './benchEngine.ts';
import type { BenchPlaces } from './benchEngine.ts';

export const builtInSkills = new URL('../../skills/', import.meta.url);

const scripted = { provider: 'scripted', model: 'policy', effort: null };

/** Makes a mission up to its approved plan and gives it back. Returns its id; the next step is a worker's. */
export async function prepareMission({ repository, root }: BenchPlaces): Promise<string> {
  const models = Object.fromEntries(roles.map((role) => [role, scripted])) as RoleModels;
  const request = newMission(repository, 'Greet by name', { models: { ...models, worker: workerModels.anthropic } });
  const created = await benchMissions({ root, skills: builtInSkills, url: null }).create(request);
  if (!created.ok) throw new Error(created.problem.message);
  const { mission } = created;
  try {
    await carryToApproval(mission);
    const approved = await mission.approve();
    if (!approved.ok) throw new Error(approved.why);
    return mission.state.missionId;
  } finally {
    await mission.close();
  }
}

async function carryToApproval(mission: Mission): Promise<void> {
  for (;;) {
    const halt = await mission.run();
    if (halt.kind === 'awaitUser' && halt.for === 'approval') return;
    if (halt.kind !== 'awaitUser' || halt.for !== 'answer') {
      throw new Error(`The mission of the bench ended before its approval: ${JSON.stringify(halt)}`);
    }
    await mission.answer(halt.detail, ['Hello, Ada!']);
  }
}
