import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FileResult } from '../../ports/files.ts';
import type { NodeProcessLedger } from './nodeProcessLedger.ts';
import { takeOutputPipe } from './outputPipes.ts';
import type { OutputPipe } from './outputPipes.ts';
import { errorCode } from './pathResolver.ts';
import { endGroup, groupEnds, groupIsAlive, livingMembers } from './processTree.ts';

export interface ShellProcessRequest {
  /** Absolute path of bash or sh. */
  shell: string;
  command: string;
  /** Absolute path of the working folder. */
  folder: string;
  environment: Record<string, string>;
  ledger: NodeProcessLedger;
  run: number;
  /** Numbers that the process is marked with. */
  shellNumber: number;
  commandNumber: number;
  port: number | null;
  killGraceMs: number;
  /** How long output is awaited after the main process has ended. */
  drainMs: number;
  onOutput: (chunk: Uint8Array) => void;
}

export interface ShellProcess {
  pid: number;
  /** The main process has ended; its exit code, 128 + signal number when a signal ended it. */
  exited: Promise<number>;
  isAlive(): boolean;
  /** Ends the whole tree, also what left its group, and waits for the last output. */
  end(): Promise<void>;
  /** After `exited`: ends what the command left in the background and reads the last output. Resolves with how many it ended. */
  clear(): Promise<number>;
}

/** Starts a command in a fresh shell that leads its own group, recorded in the ledger. */
export async function startShellProcess(request: ShellProcessRequest): Promise<FileResult<ShellProcess>> {
  const { ledger, run, shellNumber, commandNumber } = request;
  const pipe = await takeOutputPipe();
  let child: ChildProcess;
  try {
    child = spawn(request.shell, ['-c', request.command], {
      cwd: request.folder,
      env: { ...request.environment, ...ledger.markFor({ run, shell: shellNumber, command: commandNumber }) },
      stdio: pipe === null ? ['ignore', 'pipe', 'pipe'] : ['ignore', pipe.writeEnd, pipe.writeEnd],
      detached: true,
      windowsHide: true,
    });
  } catch (error) {
    if (pipe !== null) discard(pipe);
    return { ok: false, why: whyNotStarted(errorCode(error), request) };
  }
  const output = readOutput(child, pipe, request.onOutput);
  const { pid } = child;
  if (pid === undefined) {
    const failure = await new Promise<unknown>((resolve) => child.once('error', resolve));
    output.stop();
    return { ok: false, why: whyNotStarted(errorCode(failure), request) };
  }
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal])));
  });
  try {
    ledger.started({ pid, run, what: request.command, port: request.port });
  } catch (error) {
    await endGroup(pid, 0);
    output.stop();
    return { ok: false, why: `The command was stopped, because it could not be recorded (${errorCode(error)}).` };
  }
  return { ok: true, value: running(request, { child, pid, exited, output }) };
}

interface Started {
  child: ChildProcess;
  pid: number;
  exited: Promise<number>;
  output: Output;
}

function running(request: ShellProcessRequest, { child, pid, exited, output }: Started): ShellProcess {
  const { ledger, shellNumber, commandNumber, killGraceMs, drainMs } = request;
  const lastOutput = async (): Promise<number> => {
    if (await output.endsWithin(drainMs)) return 0;
    const killed = await ledger.killLeftBy({ shell: shellNumber, command: commandNumber });
    if (!(await output.endsWithin(drainMs))) output.stop();
    return killed;
  };
  return {
    pid,
    exited,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async end() {
      await endGroup(pid, killGraceMs);
      await Promise.race([exited, pause(killGraceMs, undefined, { ref: false })]);
      await ledger.killLeftBy({ shell: shellNumber, command: commandNumber });
      ledger.ended(pid);
      if (!(await output.endsWithin(drainMs))) output.stop();
    },
    async clear() {
      let left = 0;
      // Parts of a pipeline that are just ending get the time to do so.
      if (groupIsAlive(pid) && !(await groupEnds(pid, drainMs))) {
        left = livingMembers(pid);
        await endGroup(pid, killGraceMs);
      }
      ledger.ended(pid);
      return left + (await lastOutput());
    },
  };
}

interface Output {
  /** True once nobody can write any more. */
  endsWithin(limitMs: number): Promise<boolean>;
  stop(): void;
}

function readOutput(child: ChildProcess, pipe: OutputPipe | null, onOutput: (chunk: Uint8Array) => void): Output {
  const streams = pipe === null ? [child.stdout, child.stderr].filter((each) => each !== null) : [pipeReader(pipe)];
  let isOpen = streams.length > 0;
  const ended = Promise.all(streams.map(streamEnd)).then((ends) => {
    isOpen = false;
    pipe?.giveBack(ends.every((each) => each === 'end'));
  });
  for (const stream of streams) stream.on('data', onOutput);
  return {
    endsWithin(limitMs) {
      if (!isOpen) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), limitMs);
        void ended.then(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
    },
    stop: () => streams.forEach((stream) => stream.destroy()),
  };
}

function pipeReader(pipe: OutputPipe): Readable {
  // The child has its own copy; ours would keep the pipe from ever ending.
  fs.closeSync(pipe.writeEnd);
  return new net.Socket({ fd: pipe.readEnd, readable: true, writable: false });
}

function streamEnd(stream: Readable): Promise<'end' | 'stopped'> {
  return new Promise((resolve) => {
    stream.once('end', () => resolve('end'));
    stream.once('close', () => resolve('stopped'));
    stream.once('error', () => resolve('stopped'));
  });
}

function discard(pipe: OutputPipe): void {
  fs.closeSync(pipe.readEnd);
  fs.closeSync(pipe.writeEnd);
  pipe.giveBack(false);
}

function whyNotStarted(code: string, request: ShellProcessRequest): string {
  if (code === 'E2BIG') {
    return `The command is too long (${request.command.length} characters). Write it to a script file and run that.`;
  }
  if (code === 'EAGAIN' || code === 'ENOMEM' || code === 'EMFILE')
    return `The system cannot start a process now (${code}). Try again.`;
  if (code === 'ERR_INVALID_ARG_VALUE') return 'The command contains a NUL character.';
  if (code === 'ENOENT') return 'The shell or the working folder does not exist any more. List to look.';
  return `The command could not be started (${code}).`;
}
