import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { nodeJournalStore } from '../../src/adapters/node/journalStore.ts';
import { adapterLimits } from '../../src/adapterLimits.ts';
import type { EventBody, MissionEvent } from '../../src/mission/events/event.ts';
import { recordedEvents, seqOf } from '../support/webview/recordedMission.ts';
import { startChild } from './children.ts';
import { builtInSkills } from './preparedMission.ts';
import type { ResumeOptions } from './resumeProgram.ts';

const pause: EventBody<'missionPaused'> = {
  type: 'missionPaused',
  reason: 'user',
  detail: 'Paused by the user.',
  goesOn: 'Resume when you like.',
  until: null,
};

/** The recorded rehearsal in its second milestone, in a repository of its own, paused so that nothing begins to work. */
async function pausedMission(root: string, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.invalid', ...args], { cwd: folder });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('commit', '--quiet', '--allow-empty', '--message', 'Nothing yet');
  const events = recordedEvents().slice(0, seqOf('roundOpened', ({ milestone }) => milestone === 'M2') - 1);
  const last = events.at(-1);
  if (!last) throw new Error('the recorded mission is empty');
  const paused: MissionEvent = { seq: last.seq + 1, at: last.at, author: 'user', body: pause };
  const store = nodeJournalStore({ root, limits: adapterLimits.store });
  const missionId = 'resume';
  const made = await store.create(missionId);
  if (!made.ok) throw new Error(made.problem.message);
  const opened = await store.openJournal(missionId);
  if (!opened.ok) throw new Error(opened.problem.message);
  for (const { body, ...stamp } of [...events, paused]) {
    const own = body.type === 'missionCreated' ? { ...body, missionId, folder } : body;
    await opened.log.append(JSON.stringify([{ ...stamp, body: own }]));
  }
  await opened.log.close();
  return paused.seq;
}

/** Milliseconds until a window that was just loaded owns and shows its mission, in fresh processes; and how many events it has. */
export async function resumeTimes(options: {
  root: string;
  repetitions: number;
  program: URL;
}): Promise<{ times: number[]; events: number }> {
  const { root, repetitions, program } = options;
  const folder = path.join(root, 'repository');
  const events = await pausedMission(root, folder);
  const times: number[] = [];
  for (let done = 0; done < repetitions; done += 1) {
    const child = startChild(program);
    child.send({ root, skills: builtInSkills.href, folder } satisfies ResumeOptions);
    const { milliseconds, seq } = await child.next<{ milliseconds: number; seq: number | string }>();
    await child.ended;
    if (seq !== events) throw new Error(`The mission of the bench was not resumed: ${seq}`);
    times.push(milliseconds);
  }
  return { times, events };
}
