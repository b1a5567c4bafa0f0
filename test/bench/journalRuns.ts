import { nodeJournalStore } from '../../src/adapters/node/journalStore.ts';
import { systemClock } from '../../src/adapters/node/systemClock.ts';
import { adapterLimits } from '../../src/adapterLimits.ts';
import { Journal } from '../../src/journal/journal.ts';
import { defaultLimits } from '../../src/mission/limits.ts';
import { emptyState } from '../../src/mission/state.ts';
import type { OpenedLog } from '../../src/ports/journalStore.ts';
import { newMission } from '../support/smallMission/testEngine.ts';
import { startChild } from './children.ts';
import { longJournal } from './longJournal.ts';
import { builtInSkills } from './preparedMission.ts';
import type { ReplayOptions } from './replayProgram.ts';

const RECORD_BYTES = 1024;

/** Writes a journal of `events` events, then reads it anew in fresh processes: milliseconds from opening to the state. */
export async function replayTimes(options: {
  root: string;
  events: number;
  repetitions: number;
  program: URL;
}): Promise<number[]> {
  const { root, events, repetitions, program } = options;
  const missionId = 'replay';
  const log = await openNew(root, missionId);
  await Promise.all(longJournal(missionId, events).map((record) => log.append(record)));
  await log.close();
  const times: number[] = [];
  for (let done = 0; done < repetitions; done += 1) {
    const child = startChild(program);
    child.send({ root, skills: builtInSkills.href, missionId } satisfies ReplayOptions);
    const { milliseconds, seq } = await child.next<{ milliseconds: number; seq: number | string }>();
    await child.ended;
    if (typeof seq !== 'number' || seq < events) throw new Error(`The journal of the bench was not read: ${seq}`);
    times.push(milliseconds);
  }
  return times;
}

/** Milliseconds of appends of 1 KB, one after the other, each through every gate and onto the disk. */
export async function appendTimes(root: string, count: number): Promise<number[]> {
  const missionId = 'appends';
  const log = await openNew(root, missionId);
  const journal = new Journal({ log, state: emptyState(), limits: defaultLimits, clock: systemClock() });
  const created = { missionId, baseBranch: 'main', baseCommit: '0'.repeat(40) };
  const request = newMission('/somewhere/project', 'Append to a journal');
  await journal.append('user', [{ type: 'missionCreated', ...created, ...request }]);
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const text = `${number} `.padEnd(RECORD_BYTES, 'said by the user ');
    const before = performance.now();
    const outcome = await journal.append('user', [{ type: 'userSaid', message: `m${number}`, text }]);
    times.push(performance.now() - before);
    if (!outcome.ok) throw new Error(outcome.why);
  }
  await journal.close();
  return times;
}

async function openNew(root: string, missionId: string): Promise<Extract<OpenedLog, { ok: true }>['log']> {
  const store = nodeJournalStore({ root, limits: adapterLimits.store });
  const made = await store.create(missionId);
  if (!made.ok) throw new Error(made.problem.message);
  const opened = await store.openJournal(missionId);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.log;
}
