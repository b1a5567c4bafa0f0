import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { systemCode } from './fileSystem.ts';

const run = promisify(execFile);

/** Names one process for good: a pid alone is used again by the system. */
export interface ProcessIdentity {
  pid: number;
  /** As the system tells it; only compared. */
  startedAt: string;
  /** Of the running system; empty where the start time alone says enough. */
  bootId: string;
  /** Where pids mean the same: the machine, and the container on it. */
  machine: string;
}

let own: Promise<ProcessIdentity> | undefined;

export function identityOfThisProcess(): Promise<ProcessIdentity> {
  own ??= identify(process.pid).catch((error: unknown) => {
    own = undefined;
    throw error;
  });
  return own;
}

/**
 * `unknown` when the process belongs to another machine or container and cannot be looked at from here. Rejects where the
 * system does not answer: no answer is never taken for `gone`.
 */
export async function processStatus(identity: ProcessIdentity): Promise<'alive' | 'gone' | 'unknown'> {
  const here = await identityOfThisProcess();
  const [machine, container] = splitMachine(identity.machine);
  const [machineHere, containerHere] = splitMachine(here.machine);
  if (machine !== machineHere) return 'unknown';
  if (identity.bootId !== here.bootId) return 'gone';
  if (container !== containerHere) return 'unknown';
  const startedAt = await startTimeOf(identity.pid);
  if (startedAt !== null) return startedAt === identity.startedAt ? 'alive' : 'gone';
  // The system may hide the processes of other users.
  return isHidden(identity.pid) ? 'alive' : 'gone';
}

/** When a process was started, in the system's own words; null when there is none, or only its remains (a zombie). */
export async function startTimeOf(pid: number): Promise<string | null> {
  switch (process.platform) {
    case 'linux':
      return startTimeFromProc(pid);
    case 'win32':
      return startTimeFromPowerShell(pid);
    default:
      return startTimeFromPs(pid);
  }
}

async function identify(pid: number): Promise<ProcessIdentity> {
  const [startedAt, bootId, machine] = await Promise.all([startTimeOf(pid), currentBoot(), currentMachine()]);
  if (startedAt === null) throw new Error(`The system does not say when process ${pid} was started.`);
  return { pid, startedAt, bootId, machine };
}

async function startTimeFromProc(pid: number): Promise<string | null> {
  const status = await readIfThere(`/proc/${pid}/stat`);
  if (status === null) return null;
  // The name in parentheses may hold anything; state is the first field after it, start time the twentieth.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return 'ZXx'.includes(fields[0] ?? '') ? null : (fields[19] ?? null);
}

/** For systems without /proc. */
export async function startTimeFromPs(pid: number): Promise<string | null> {
  try {
    const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env: environment });
    const [state = '', ...startedAt] = stdout.trim().split(/\s+/);
    return state === '' || state.startsWith('Z') ? null : startedAt.join(' ');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return null;
    throw error;
  }
}

async function startTimeFromPowerShell(pid: number): Promise<string | null> {
  if (signalError(pid) === 'ESRCH') return null;
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const { stdout } = await run('powershell', ['-NoProfile', '-NonInteractive', '-Command', script]);
  return stdout.trim();
}

async function currentBoot(): Promise<string> {
  return (await readIfThere('/proc/sys/kernel/random/boot_id'))?.trim() ?? '';
}

async function currentMachine(): Promise<string> {
  const id = (await readIfThere('/etc/machine-id'))?.trim() ?? '';
  const container = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${id === '' ? hostname() : id} ${container}`;
}

function splitMachine(machine: string): [string, string] {
  const space = machine.indexOf(' ');
  return [machine.slice(0, space), machine.slice(space + 1)];
}

function isHidden(pid: number): boolean {
  return signalError(pid) === 'EPERM';
}

/** Why no signal can be sent to a process, null where one could be. Sends none. */
function signalError(pid: number): string | null {
  try {
    process.kill(pid, 0);
    return null;
  } catch (error) {
    return systemCode(error);
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}
