import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ownerVariable, parseMark } from './ownerMark.ts';
import type { OwnerMark } from './ownerMark.ts';

export interface MarkedProcess {
  pid: number;
  startedAt: string;
  mark: OwnerMark;
}

const pollMs = 10;
/** After SIGKILL only the kernel can hold a process back (a hanging disk); then we go on without it. */
const afterKillMs = 2000;

/** True while a process of the group runs; remains that nobody has collected (zombies) do not count. */
export function groupIsAlive(group: number): boolean {
  if (!sendSignal(-group, 0)) return false;
  return process.platform !== 'linux' || livingMembers(group) > 0;
}

/** Processes of the group that run; on systems without /proc 1 stands for "some". */
export function livingMembers(group: number): number {
  if (process.platform !== 'linux') return sendSignal(-group, 0) ? 1 : 0;
  return processIds().filter((pid) => {
    const status = statusOf(pid);
    return status !== null && status.group === group && !status.isRemains;
  }).length;
}

/** Asks the whole group to end, and kills it after `graceMs`. Resolves when nothing of it runs. */
export async function endGroup(group: number, graceMs: number): Promise<void> {
  if (!sendSignal(-group, 'SIGTERM')) return;
  // A stopped process sees SIGTERM only once it goes on.
  sendSignal(-group, 'SIGCONT');
  if (await groupEnds(group, graceMs)) return;
  sendSignal(-group, 'SIGKILL');
  await groupEnds(group, afterKillMs);
}

/** Waits until nothing of the group runs; false when `limitMs` have passed before. */
export async function groupEnds(group: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (groupIsAlive(group)) {
    if (performance.now() >= deadline) return false;
    await pause(pollMs);
  }
  return true;
}

/**
 * Kills every process whose environment carries a mark that `isMeant`, also those that left their group, until none is
 * left. Linux only: elsewhere the environment of a process cannot be read and nothing is found.
 */
export async function killMarked(isMeant: (mark: OwnerMark) => boolean): Promise<MarkedProcess[]> {
  const killed = new Map<string, MarkedProcess>();
  const deadline = performance.now() + afterKillMs;
  for (;;) {
    const found = markedProcesses().filter((each) => isMeant(each.mark));
    for (const each of found) {
      sendSignal(each.pid, 'SIGKILL');
      killed.set(`${each.pid} ${each.startedAt}`, each);
    }
    if (found.length === 0 || performance.now() > deadline) return [...killed.values()];
    await pause(pollMs);
  }
}

/** All processes on this machine that carry a mark of Longhaul, ourselves left out. */
function markedProcesses(): MarkedProcess[] {
  if (process.platform !== 'linux') return [];
  return processIds().flatMap((pid) => {
    const mark = pid === process.pid ? null : markOf(pid);
    if (mark === null) return [];
    const status = statusOf(pid);
    return status === null || status.isRemains ? [] : [{ pid, startedAt: status.startedAt, mark }];
  });
}

/** When the process was started, as /proc tells it; null when it does not run, or on a system without /proc. */
export function startTimeNow(pid: number): string | null {
  const status = statusOf(pid);
  return status === null || status.isRemains ? null : status.startedAt;
}

/** True when the signal was sent; false when there is no such process, or it is another user's. */
function sendSignal(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

function markOf(pid: number): OwnerMark | null {
  const environment = readProc(pid, 'environ');
  if (environment === null) return null;
  const name = `${ownerVariable}=`;
  const start = environment.startsWith(name) ? 0 : environment.indexOf(`\0${name}`) + 1;
  if (!environment.startsWith(name, start)) return null;
  const end = environment.indexOf('\0', start);
  return parseMark(environment.slice(start + name.length, end === -1 ? undefined : end));
}

function statusOf(pid: number): { isRemains: boolean; group: number; startedAt: string } | null {
  const line = readProc(pid, 'stat');
  if (line === null) return null;
  // The name in parentheses may hold anything; after it: state, parent, group, … start time as the twentieth field.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { isRemains: 'ZXx'.includes(fields[0] ?? 'X'), group: Number(fields[2]), startedAt: fields[19] ?? '' };
}

function processIds(): number[] {
  return fs.readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function readProc(pid: number, name: string): string | null {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return null;
  }
}
