/** Stands in the environment of every process that Longhaul starts, so that it is found wherever it hides. */
export interface OwnerMark {
  /** Unique to the mission. */
  token: string;
  /** 0 = code on behalf of a step. */
  run: number;
  /** Counts the shells of this Longhaul process. */
  shell: number;
  /** Counts the commands of the shell. */
  command: number;
  /** The process of Longhaul that owns it. */
  owner: { pid: number; startedAt: string };
}

export const ownerVariable = 'LONGHAUL_OWNER';

export function formatMark(mark: OwnerMark): string {
  const { token, run, shell, command, owner } = mark;
  return [token, run, shell, command, owner.pid, owner.startedAt].map((part) => encodeURIComponent(part)).join(':');
}

/** Null for anything that is not a mark. */
export function parseMark(text: string): OwnerMark | null {
  const parts = text.split(':');
  const [run, shell, command, pid] = parts.slice(1, 5).map(Number);
  if (parts.length !== 6 || run === undefined || shell === undefined || command === undefined || pid === undefined)
    return null;
  if (![run, shell, command, pid].every(Number.isSafeInteger)) return null;
  try {
    const token = decodeURIComponent(parts[0] ?? '');
    return { token, run, shell, command, owner: { pid, startedAt: decodeURIComponent(parts[5] ?? '') } };
  } catch {
    return null;
  }
}
