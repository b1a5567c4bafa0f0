import { readdirSync, readFileSync } from 'node:fs';

export interface HostProcess {
  processId: number;
  parent: number;
  command: string;
  residentBytes: number;
}

const BYTES_PER_KILOBYTE = 1024;

/** The extension hosts below a process, from /proc (Linux). */
export function extensionHosts(ancestor: number): HostProcess[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  return below(all, ancestor).filter(({ command }) => command.includes('--type=extensionHost'));
}

function below(all: readonly HostProcess[], ancestor: number): HostProcess[] {
  return all.filter(({ parent }) => parent === ancestor).flatMap((child) => [child, ...below(all, child.processId)]);
}

/** Null for a process that has just ended. */
function readProcess(processId: number): HostProcess | null {
  try {
    const folder = `/proc/${processId}`;
    const stat = readFileSync(`${folder}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2);
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1] ?? '0';
    return {
      processId,
      parent: Number(afterName.split(' ')[1]),
      command: readFileSync(`${folder}/cmdline`, 'utf8').replaceAll('\0', ' '),
      residentBytes: Number(resident) * BYTES_PER_KILOBYTE,
    };
  } catch {
    return null;
  }
}
