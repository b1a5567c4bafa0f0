import { readFileSync } from 'node:fs';

/** What the kernel says of the machine and of one process (Linux). */
export interface ProcSample {
  /** Processes and threads started on this machine since it booted. */
  processesStarted: number;
  /** User and system time of the process itself, without its children. */
  cpuMs: number;
  residentMb: number;
}

/** USER_HZ, which Linux fixes at 100 for /proc. */
const TICK_MS = 10;
/** Fields of /proc/PID/stat after the name in parentheses. */
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;
const KB_PER_MB = 1024;

export function procSample(pid: number): ProcSample {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return {
    processesStarted: figure(readFileSync('/proc/stat', 'latin1'), /^processes (\d+)$/m),
    cpuMs: (Number(fields[USER_TIME_FIELD]) + Number(fields[SYSTEM_TIME_FIELD])) * TICK_MS,
    residentMb: figure(readFileSync(`/proc/${pid}/status`, 'latin1'), /^VmRSS:\s*(\d+) kB$/m) / KB_PER_MB,
  };
}

function figure(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`/proc shows nothing like ${String(pattern)}`);
  return Number(found);
}
