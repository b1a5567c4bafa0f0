import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Policy } from '../modelServer/policy.ts';
import { startModelServer } from '../modelServer/modelServer.ts';
import type { ModelServer } from '../modelServer/modelServer.ts';
import { openEditor } from './editor.ts';
import type { Editor, EditorOptions } from './editor.ts';
import { HeldPolicy } from './heldPolicy.ts';
import { MissionRecord } from './missionRecord.ts';
import { ShownEvents } from './shownEvents.ts';
import { until } from './until.ts';

const GONE_WITHIN_MS = 20_000;

export interface MissionEditor {
  editor: Editor;
  server: ModelServer;
  /** What the models of its missions say. */
  model: HeldPolicy;
  record: MissionRecord;
  shown: ShownEvents;
}

/** An editor whose missions are played by a policy, over HTTP, as the models of a server of the user's own. */
export async function openMissionEditor(policy: Policy, options: EditorOptions = {}): Promise<MissionEditor> {
  const model = new HeldPolicy(policy);
  const server = await startModelServer({ policy: model.reply, keepBodies: false });
  try {
    const settings = {
      'longhaul.compatibleBaseUrl': server.baseUrls.compatible,
      'longhaul.compatibleModels': 'scripted, scripted-too',
      ...options.settings,
    };
    const editor = await openEditor({ ...options, settings });
    const record = new MissionRecord(editor.home);
    return { editor, server, model, record, shown: await ShownEvents.of(editor.page) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Commands of the processes that still run with this home: the editor itself and everything that it has started; from /proc (Linux). */
export async function processesLeft(home: string): Promise<string[]> {
  const left = (): string[] => processesWith(`HOME=${home}\0`);
  try {
    await until('no process is left', GONE_WITHIN_MS, () => left().length === 0);
    return [];
  } catch {
    return left();
  }
}

/** Commands of processes that carry the mark of a mission: what its agents and its code have started; from /proc (Linux). */
export function processesOfMission(missionId: string): string[] {
  return processesWith(`LONGHAUL_OWNER=${missionId}:`);
}

function processesWith(variable: string): string[] {
  const numbers = existsSync('/proc/self') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return numbers.flatMap((number) => {
    try {
      if (!readFileSync(`/proc/${number}/environ`, 'latin1').includes(variable)) return [];
      return [readFileSync(`/proc/${number}/cmdline`, 'latin1').replaceAll('\0', ' ')];
    } catch {
      return [];
    }
  });
}

/** Whether clones of a mission are still there. */
export function hasClones(home: string, missionId: string): boolean {
  return existsSync(path.join(home, '.longhaul', 'work', missionId));
}

/** The commits of a mission's branch, oldest first, by their trailers. */
export function commitsOf(
  folder: string,
  branch: string,
): { commit: string; mission: string; feature: string; attempt: number }[] {
  const format = '%H %(trailers:key=Mission,key=Feature,key=Attempt,valueonly,separator=%x20)';
  const words = ['log', '--reverse', `--format=${format}`, `main..${branch}`];
  const log = execFileSync('git', words, { cwd: folder, encoding: 'utf8' }).trim();
  return log.split('\n').map((line) => {
    const [commit = '', mission = '', feature = '', attempt = ''] = line.split(' ');
    return { commit, mission, feature, attempt: Number(attempt) };
  });
}
