import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtLonghaul } from './builtLonghaul.ts';

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

const pollMs = 20;
const waitLimitMs = 120_000;

/** One started process: what it has written so far, and how it ended. */
export class Started {
  readonly child: ChildProcess;
  /** With all that it has written. */
  readonly ended: Promise<ProcessEnd>;
  /** Without waiting for its output to end. */
  readonly exited: Promise<{ code: number | null }>;
  out = '';
  err = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve({ code });
      });
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        resolve({ code, signal, out: this.out, err: this.err });
      });
    });
  }

  /** Resolves once what it has written fits; rejects when it has ended or takes too long. */
  async until(pattern: RegExp, where: 'out' | 'err' = 'out'): Promise<void> {
    const endsAt = Date.now() + waitLimitMs;
    while (!pattern.test(this[where])) {
      if (this.child.exitCode !== null || this.child.signalCode !== null || Date.now() > endsAt)
        throw new Error(`${String(pattern)} did not come. Output: ${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }
}

/** A home of its own for the command line: nothing of the machine's configuration, keys or missions plays a part. */
export class CommandLine {
  readonly home = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-cli-')));
  readonly environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: this.home,
    LONGHAUL_HOME: path.join(this.home, 'longhaul'),
    TERM: 'xterm',
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C.UTF-8',
  };
  readonly #started: Started[] = [];

  get missions(): string {
    return path.join(this.home, 'longhaul', 'missions');
  }

  /** Starts `longhaul ARGUMENTS` without a terminal. */
  start(args: string[], environment: NodeJS.ProcessEnv = {}): Started {
    return this.#keep(
      spawn(process.execPath, [builtLonghaul(), ...args], {
        cwd: this.home,
        env: { ...this.environment, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  run(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<ProcessEnd> {
    return this.start(args, environment).ended;
  }

  /** Starts it in a pseudo-terminal of 100 columns, where everything comes on one stream; `type` is the keyboard. */
  startInTerminal(args: string[], environment: NodeJS.ProcessEnv = {}): Started {
    const words = [process.execPath, builtLonghaul(), ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
    return this.#keep(
      spawn('script', ['-qec', `stty cols 100; exec ${words.join(' ')}`, '/dev/null'], {
        cwd: this.home,
        env: { ...this.environment, ...environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
  }

  remove(): void {
    for (const { child } of this.#started) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
  }

  #keep(child: ChildProcess): Started {
    const started = new Started(child);
    this.#started.push(started);
    return started;
  }
}
