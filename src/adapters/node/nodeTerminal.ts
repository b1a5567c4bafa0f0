import { createInterface } from 'node:readline/promises';
import { readFileSync, realpathSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const standardOutput = 1;
const standardError = 2;
/** Nobody reads any more, or the terminal is gone: what was acknowledged is on disk all the same. */
const nobodyReads = new Set(['EPIPE', 'EIO', 'ENXIO']);
const retryMs = 2;

const colours = { plain: '', good: '32', bad: '31', warning: '33', quiet: '2', strong: '1' } as const;

/** Writes all of it, also where the other end of a pipe is slow. */
function writeAll(descriptor: number, text: string): void {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(descriptor, left));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (nobodyReads.has(code)) return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

/** How this program was started, as a person would type it. */
function programName(): string {
  const script = process.argv[1] ?? '';
  const file = basename(script) === 'engine.js' ? join(dirname(script), 'longhaul.js') : script;
  const near = relative(process.cwd(), file);
  return `node ${near.length < file.length && !near.startsWith('..') ? near : file}`;
}

/** The line at the foot of the screen, which goes before anything else is written and comes back after it. */
class Foot {
  readonly #isShown = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  #text = '';

  set(line: string | null): void {
    if (!this.#isShown) return;
    const text = (line ?? '').slice(0, Math.max(0, process.stdout.columns - 1));
    if (text === this.#text) return;
    this.#text = text;
    writeAll(standardOutput, `\r\u001B[2K\u001B[2m${text}\u001B[0m`);
  }

  around(write: () => void): void {
    if (this.#text !== '') writeAll(standardOutput, '\r\u001B[2K');
    write();
    if (this.#text !== '') writeAll(standardOutput, `\u001B[2m${this.#text}\u001B[0m`);
  }
}

function wantsColours(): boolean {
  return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
}

async function ask(prompt: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // At the end of the input the question would never be answered.
  const ended = new AbortController();
  reader.once('close', () => {
    ended.abort();
  });
  try {
    return await reader.question(prompt, { signal: ended.signal });
  } catch {
    writeAll(standardError, '\n');
    return null;
  } finally {
    reader.close();
  }
}

/** The terminal of this process. Lines are written before anything else happens, so that what was shown was shown. */
export function nodeTerminal() {
  const foot = new Foot();
  const isColoured = wantsColours();
  return {
    program: programName(),
    out: (line: string): void => {
      foot.around(() => writeAll(standardOutput, `${line}\n`));
    },
    error: (line: string): void => {
      foot.around(() => writeAll(standardError, `${line}\n`));
    },
    live: (line: string | null): void => {
      foot.set(line);
    },
    paint: (tone: keyof typeof colours, text: string): string =>
      isColoured && colours[tone] !== '' && text !== '' ? `\u001B[${colours[tone]}m${text}\u001B[0m` : text,
    columns: (): number | null => (process.stdout.isTTY ? process.stdout.columns : null),
    ask: async (prompt: string): Promise<string | null> => {
      foot.set(null);
      return ask(prompt);
    },
    onInterrupt: (callback: () => void): (() => void) => {
      const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
    endNow: (code: number): void => {
      process.exit(code);
    },
  };
}

/** The real path of a folder, or null where there is none. */
export function realFolder(folder: string): string | null {
  try {
    return statSync(folder).isDirectory() ? realpathSync(folder) : null;
  } catch {
    return null;
  }
}

export function readTextFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The value, or undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function commandLineArguments(): string[] {
  return process.argv.slice(2);
}

export function processEnvironment(): Record<string, string | undefined> {
  return process.env;
}

/** Ends with this code once everything in flight has been written. */
export function setExitCode(code: number): void {
  process.exitCode = code;
}
