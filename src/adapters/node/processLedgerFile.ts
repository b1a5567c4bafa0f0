import fs from 'node:fs';
import type { OwnedProcess } from '../../ports/processLedger.ts';
import { systemCode } from './fileSystem.ts';
import type { ProcessIdentity } from './processIdentity.ts';

/** One line of the ledger. An owner stands before what it started. */
export type LedgerLine = { owner: ProcessIdentity } | { started: OwnedProcess } | { ended: number };

export interface LedgerEntry {
  owner: ProcessIdentity;
  process: OwnedProcess;
}

/** What a ledger file says is still running. Lines that cannot be read (cut off by a crash) are skipped. */
export function readLedger(file: string): LedgerEntry[] {
  const entries = new Map<number, LedgerEntry>();
  let owner: ProcessIdentity | null = null;
  for (const text of linesOf(file)) {
    const line = readLine(text);
    if (line === null) continue;
    if ('owner' in line) owner = line.owner;
    else if ('ended' in line) entries.delete(line.ended);
    else if (owner !== null) entries.set(line.started.pid, { owner, process: line.started });
  }
  return [...entries.values()];
}

function linesOf(file: string): string[] {
  try {
    return fs.readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function readLine(text: string): LedgerLine | null {
  const value = parsed(text);
  if (!isRecord(value)) return null;
  if (typeof value['ended'] === 'number') return { ended: value['ended'] };
  const { owner, started } = value;
  if (isIdentity(owner)) return { owner };
  return isOwnedProcess(started) ? { started } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (!isRecord(value) || typeof value['pid'] !== 'number') return false;
  return ['startedAt', 'bootId', 'machine'].every((name) => typeof value[name] === 'string');
}

function isOwnedProcess(value: unknown): value is OwnedProcess {
  if (!isRecord(value) || typeof value['pid'] !== 'number' || typeof value['run'] !== 'number') return false;
  if (typeof value['startedAt'] !== 'string' || typeof value['what'] !== 'string') return false;
  return value['port'] === null || typeof value['port'] === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
