import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MissionState } from '../../../src/mission/state.ts';
import type { Missions } from '../../../src/runner/missions.ts';
import { Desk } from '../../../src/views/desk/desk.ts';
import { NewMissions } from '../../../src/views/desk/newMissions.ts';
import { scriptedModels } from './testEngine.ts';

const pollMs = 20;
const patienceMs = 60_000;

/** A desk in a window whose folder is a small repository. */
export function deskOver(missions: Missions, folder: string): Desk {
  const newMissions = new NewMissions(missions, () => ({
    folder,
    problem: null,
    providers: [
      { provider: 'scripted', title: 'Scripted', problem: null, models: [], takesKey: false },
      { provider: 'anthropic', title: 'Anthropic', problem: 'No key yet.', models: [], takesKey: true },
    ],
    suggestedGoal: null,
    rehearsal: { provider: 'rehearsal', model: 'scripted', effort: null },
    browserProblem: null,
  }));
  return new Desk({ missions, newMissions, folder, log: console });
}

/** The state as soon as it is like that. */
export async function until(desk: Desk, holds: (state: MissionState) => boolean): Promise<MissionState> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    if (desk.state && holds(desk.state)) return desk.state;
    await sleep(pollMs);
  }
  throw new Error(`it never came to that: ${JSON.stringify([desk.state?.phase, desk.state?.pause])}`);
}

const question = (state: MissionState): string | undefined =>
  Object.values(state.asks).find(({ answers }) => answers === null)?.ask;

/** Begins the small mission, answers its question and approves its plan. */
export async function approved(desk: Desk): Promise<void> {
  const start = { kind: 'startMission', goal: 'Greet by name', models: scriptedModels(), budgetDollars: null } as const;
  assert.deepEqual(await desk.act(start), { ok: true });
  const ask = question(await until(desk, (state) => question(state) !== undefined)) ?? '';
  assert.deepEqual(await desk.act({ kind: 'answer', ask, answers: ['Hello, Ada!'] }), { ok: true });
  const { versions } = await until(desk, ({ phase, baseCheck }) => phase === 'awaitingApproval' && baseCheck !== null);
  assert.equal((await desk.act({ kind: 'approve', planVersion: versions.plan - 1 })).ok, false);
  assert.deepEqual(await desk.act({ kind: 'approve', planVersion: versions.plan }), { ok: true });
}
