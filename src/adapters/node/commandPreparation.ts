import fs from 'node:fs';
import type { Blobs } from '../../ports/blobs.ts';
import type { FileResult } from '../../ports/files.ts';
import { addedEnvironment, allowedEnvironment } from './commandEnvironment.ts';
import { findProgram } from './hostProgram.ts';
import type { NodeProcessLedger } from './nodeProcessLedger.ts';
import { pathResolver, shown } from './pathResolver.ts';
import type { ShellProcessRequest } from './shellProcess.ts';

export interface ShellLimits {
  /** Between asking a process to end and killing it. */
  killGraceMs: number;
  /** How long output is awaited after the main process of a command has ended. */
  drainMs: number;
  /** Of one command's output that goes to a blob at most; held in memory while it runs. */
  maxStoredOutputBytes: number;
  /** Pieces of live output are gathered for as long. */
  liveOutputIntervalMs: number;
  maxServiceOutputBytes: number;
  healthIntervalMs: number;
  /** How long `stop` of a service waits for its port. */
  portFreeLimitMs: number;
}

export interface CommandShellOptions {
  /** Absolute path of the workspace; must exist. */
  folder: string;
  /** 0 = code on behalf of a step. */
  run: number;
  ledger: NodeProcessLedger;
  blobs: Blobs;
  limits: ShellLimits;
  /** What commands inherit, after the allow list has been applied; usually our own environment. */
  baseEnvironment: Readonly<Record<string, string | undefined>>;
}

export type Prepared = Omit<ShellProcessRequest, 'onOutput' | 'port'>;
export type Prepare = (asked: {
  command: string;
  folder: string;
  environment: Record<string, string>;
}) => FileResult<Prepared>;

/** Checks what a command asks for and adds what all commands of the shell share. */
export function preparation(options: CommandShellOptions, shellNumber: number): Prepare {
  const { ledger, run, limits } = options;
  const resolver = pathResolver({ folder: options.folder });
  const base = allowedEnvironment(options.baseEnvironment);
  const shell = findProgram('bash', base['PATH'] ?? '') ?? findProgram('sh', base['PATH'] ?? '');
  let commandNumber = 0;
  return ({ command, folder, environment }) => {
    if (shell === null) return { ok: false, why: 'Neither bash nor sh was found on PATH. Install one of them.' };
    if (command.trim() === '') return { ok: false, why: 'The command is empty.' };
    const resolved = resolver.resolve(folder === '' ? '.' : folder, 'read');
    if (!resolved.ok) return resolved;
    if (!isFolder(resolved.value.absolute))
      return { ok: false, why: `${shown(folder)} is no folder of the workspace.` };
    const added = addedEnvironment(environment);
    if (!added.ok) return added;
    commandNumber += 1;
    const numbers = { run, shellNumber, commandNumber };
    const bounds = { killGraceMs: limits.killGraceMs, drainMs: limits.drainMs };
    const place = { shell, command, folder: resolved.value.absolute, environment: { ...base, ...added.value } };
    return { ok: true, value: { ledger, ...numbers, ...bounds, ...place } };
  };
}

function isFolder(absolute: string): boolean {
  return fs.statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true;
}
