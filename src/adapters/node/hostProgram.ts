import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { errorCode } from './pathResolver.ts';

export interface ProgramRequest {
  program: string;
  args: string[];
  folder: string;
  environment: Record<string, string>;
  timeLimitMs: number;
  /** Standard output beyond this ends the program. */
  maxOutputBytes: number;
}

export interface ProgramEnd {
  /** Null when it was ended by a limit or could not be started. */
  exitCode: number | null;
  output: Buffer;
  /** The output is only a beginning: a limit was reached. */
  truncated: boolean;
  errorText: string;
}

/** Runs a program of the host (git, rg) without a shell and reads its output; never throws for a failing program. */
export function readProgram(request: ProgramRequest): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const { folder, environment, timeLimitMs, maxOutputBytes } = request;
    const child = spawn(request.program, request.args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let truncated = false;
    let errorText = '';
    const cut = (): void => {
      truncated = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(cut, timeLimitMs);
    child.stdout.on('data', (chunk: Buffer) => {
      if (truncated) return;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxOutputBytes) cut();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errorText.length < 4000) errorText += chunk.toString('utf8');
    });
    const end = (exitCode: number | null): void => {
      clearTimeout(timer);
      const output = Buffer.concat(chunks);
      resolve({
        exitCode: truncated ? null : exitCode,
        output: output.subarray(0, maxOutputBytes),
        truncated,
        errorText,
      });
    };
    child.on('error', (error) => {
      errorText = `${request.program} could not be started (${errorCode(error)})`;
      end(null);
    });
    child.on('close', end);
  });
}

/** Arguments and environment with which host git never runs anything that the repository names (reliability.md section 2). */
export function hardenedGit(folder: string): { args: string[]; environment: Record<string, string> } {
  const settings = [
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'safe.bareRepository=explicit',
    'core.quotePath=false',
  ];
  const args = [
    '--no-pager',
    '--git-dir',
    `${folder}/.git`,
    '--work-tree',
    folder,
    ...settings.flatMap((each) => ['-c', each]),
  ];
  return {
    args,
    environment: hostEnvironment({ GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' }),
  };
}

/** What a program of the host needs from our own environment, and nothing else. */
export function hostEnvironment(added: Record<string, string>): Record<string, string> {
  const needed = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP'];
  const kept = needed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8', ...added };
}

/** Where a program lies on this PATH, or null. Relative folders of the PATH are not looked at. */
export function findProgram(program: string, searchPath: string): string | null {
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  const candidates = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return candidates.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
