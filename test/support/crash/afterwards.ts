import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import type { RunLogEntry } from '../../../src/ports/runLog.ts';
import type { CarriedMission } from './carriedMission.ts';

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function linesIn(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** Every event that was shown is on disk: same place, same content, and none has come between. */
export async function assertNothingShownIsLost(mission: CarriedMission): Promise<void> {
  const events = await mission.events();
  const written = new Map(events.map((event) => [event.seq, JSON.stringify(event)]));
  for (const event of mission.printed)
    assert.equal(written.get(event.seq), JSON.stringify(event), `event ${String(event.seq)} was shown`);
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_event, place) => place + 1),
    'events are numbered without a gap',
  );
}

function attemptsOf(events: readonly MissionEvent[]): { feature: string; attempt: number; commits: string[] }[] {
  const attempts = new Map<string, { feature: string; attempt: number; commits: string[] }>();
  for (const { body } of events) {
    if (body.type !== 'attemptCommitted') continue;
    const { feature, attempt, commit } = body;
    const known = attempts.get(`${feature}/${String(attempt)}`) ?? { feature, attempt, commits: [] };
    known.commits.push(commit);
    attempts.set(`${feature}/${String(attempt)}`, known);
  }
  return [...attempts.values()];
}

/** The branch has one commit for each accepted attempt, in order, and the repository is whole and clean. */
export function assertRepository({ folder }: CarriedMission, events: readonly MissionEvent[]): void {
  const accepted = events.flatMap(({ body }) => (body.type === 'attemptAccepted' ? [body] : []));
  const log = git(
    folder,
    'log',
    '--reverse',
    '--format=%H %(trailers:key=Feature,key=Attempt,valueonly,separator=/)',
    'main..HEAD',
  );
  assert.deepEqual(
    log.trim().split('\n'),
    accepted.map(({ commit, feature, attempt }) => `${commit} ${feature}/${String(attempt)}`),
    'one commit for each accepted attempt',
  );
  for (const { feature, attempt, commits } of attemptsOf(events)) {
    const ref = git(
      folder,
      'for-each-ref',
      '--format=%(refname)',
      `refs/longhaul/*/${feature}/${String(attempt)}`,
    ).trim();
    const made = git(folder, 'rev-list', '--reverse', ref, '--not', '--branches').trim().split('\n');
    assert.deepEqual(made, commits, `each commit of attempt ${String(attempt)} at ${feature} was made once`);
  }
  git(folder, 'fsck', '--strict', '--no-dangling');
  assert.equal(git(folder, 'status', '--porcelain'), '', 'the tree and the index are clean');
  const left = readdirSync(path.join(folder, '.git'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.lock$|longhaul-|tmp_/.test(name),
  );
  assert.deepEqual(left, [], 'nothing of ours is left in .git');
}

/** Effects are commands and requests that leave a mark; each ran at most once for each call that an agent made. */
function assertEffects(mission: CarriedMission, logs: readonly RunLogEntry[][]): void {
  const cutOff = mission.kills.reduce((sum, { openRuns }) => sum + 1 + openRuns, 0);
  const calls = logs.flat().flatMap((entry) => (entry.type === 'toolIntent' ? [JSON.stringify(entry.call.input)] : []));
  const marks = linesIn(mission.files.marks);
  for (const mark of new Set(marks)) {
    const ran = marks.filter((other) => other === mark).length;
    const asked = calls.filter((input) => input.includes(`echo ${mark} `) || input.includes(`call=${mark}"`)).length;
    // What code runs by itself, in fresh clones, is done again where it was cut off.
    const byCode = { setup: 7, gate: 3, 'VAL-GREET-001': 1, 'VAL-GREET-002': 1 }[mark];
    const allowed = byCode === undefined ? asked : asked + byCode + cutOff;
    assert.ok(ran <= allowed, `${mark} ran ${String(ran)} times, at most ${String(allowed)} expected`);
  }
}

/** At most one model call was made again for each run that was open at a kill. */
function assertModelCalls(mission: CarriedMission, logs: readonly RunLogEntry[][], failed: number): void {
  const open = mission.kills.reduce((sum, { openRuns }) => sum + openRuns, 0);
  let intents = 0;
  let again = 0;
  for (const log of logs) {
    const turns = log.flatMap((entry) => (entry.type === 'modelIntent' ? [entry.turn] : []));
    intents += turns.length;
    again += turns.length - new Set(turns).size;
  }
  const made = linesIn(mission.files.calls).length;
  assert.ok(
    again - failed <= open,
    `${String(again - failed)} model calls were made again, with ${String(open)} open runs`,
  );
  assert.ok(made <= intents && made >= intents - open, `${String(made)} calls, ${String(intents)} intents`);
}

function resultsAreRecordedOnce(log: readonly RunLogEntry[]): void {
  const results = log.flatMap((entry) => (entry.type === 'modelResult' ? [entry.turn] : []));
  assert.deepEqual(
    results,
    results.map((_turn, place) => place + 1),
    'every turn has one reply',
  );
}

/** At most one step is redone, and nothing with an effect. */
export async function assertStepsAreDoneOnce(mission: CarriedMission, events: readonly MissionEvent[]): Promise<void> {
  const runs = events.flatMap(({ body }) => (body.type === 'runStarted' ? [body.run] : []));
  const logs = await Promise.all(runs.map((run) => mission.runLog(run)));
  for (const log of logs) resultsAreRecordedOnce(log);
  assertEffects(mission, logs);
  assertModelCalls(mission, logs, events.filter(({ body }) => body.type === 'modelCallFailed').length);
}

function ownedProcesses(missionId: string): string[] {
  const pids = existsSync('/proc/self') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`LONGHAUL_OWNER=${missionId}:`);
    } catch {
      return false;
    }
  });
}

async function answersForUs(port: string, marks: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    await answer.arrayBuffer();
    return answer.headers.get('x-marks') === marks;
  } catch {
    return false;
  }
}

/** No process, port, clone, temporary file or lease is left. */
export async function assertNothingIsLeft({ missionId, root, store, files, temporary }: CarriedMission): Promise<void> {
  assert.ok(missionId !== null);
  assert.deepEqual(ownedProcesses(missionId), [], 'no process is left');
  const ports = linesIn(`${files.marks}.ports`);
  const answering = await Promise.all(ports.map((port) => answersForUs(port, files.marks)));
  assert.ok(!answering.includes(true), 'no port answers');
  assert.equal(existsSync(path.join(root, 'work', missionId)), false, 'no clone is left');
  const directory = store.directory(missionId);
  assert.deepEqual(readdirSync(path.join(directory, 'temporary')), [], 'no unfinished file is left');
  assert.deepEqual(readdirSync(temporary), [], 'no temporary file is left');
  const epochs = readdirSync(path.join(directory, 'lease'));
  const newest = Math.max(...epochs.map((name) => Number.parseInt(name, 10)));
  assert.ok(epochs.includes(`${String(newest)}.released`), `the lease is given back: ${epochs.join(', ')}`);
}
