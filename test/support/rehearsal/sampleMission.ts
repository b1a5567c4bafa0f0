import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suggestedGoal } from '../../../src/adapters/model/rehearsal/mission/goal.ts';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import type { ModelPort } from '../../../src/ports/model.ts';
import type { Halt, Mission } from '../../../src/runner/missions.ts';
import { newMission, testEngine } from '../smallMission/testEngine.ts';

const sample = path.resolve(import.meta.dirname, '../../../sample');

export interface PlayedMission {
  halt: Halt;
  state: MissionState;
  events: MissionEvent[];
  /** The repository that the mission worked in. */
  folder: string;
  /** Takes away the repository and the mission's directory. */
  remove: () => void;
}

/** The sample as a git repository of its own, or with `change` something else than the sample. */
function copyOfSample(change: (folder: string) => void): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-shelf-')));
  cpSync(sample, folder, { recursive: true });
  change(folder);
  const git = (...words: string[]): void => {
    execFileSync('git', words, { cwd: folder });
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada Tester');
  git('config', 'user.email', 'ada@example.org');
  git('add', '.');
  git('commit', '-q', '-m', 'The shelf as it is');
  return folder;
}

/** Takes the first option of each question and approves the plan, as `--yes` does; until nothing but a pause is left. */
async function carry(mission: Mission): Promise<Halt> {
  for (;;) {
    const halt = await mission.run();
    if (halt.kind !== 'awaitUser') return halt;
    if (halt.for === 'pause') return halt;
    if (halt.for === 'approval') await mission.approve();
    else await mission.answer(halt.detail, firstOptions(mission.state, halt.detail));
  }
}

function firstOptions(state: MissionState, ask: string): string[] {
  return (state.asks[ask]?.questions ?? []).map(({ options }) => options[0] ?? '');
}

/** One whole mission on a copy of the sample, with one model for all roles, up to its end or a pause. */
export async function playOnSample(
  model: ModelPort,
  { goal = suggestedGoal, change = () => undefined }: { goal?: string; change?: (folder: string) => void } = {},
): Promise<PlayedMission> {
  const folder = copyOfSample(change);
  const { missions, root } = testEngine(model);
  const created = await missions.create(newMission(folder, goal));
  if (!created.ok) throw new Error(created.problem.message);
  const { mission } = created;
  const events: MissionEvent[] = [];
  mission.listen((event) => events.push(event));
  try {
    const halt = await carry(mission);
    return { halt, state: mission.state, events, folder, remove: () => removeAll(folder, root) };
  } finally {
    await mission.close();
  }
}

function removeAll(...folders: string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
