import { createInterface } from 'node:readline/promises';
import { readFileSync, realpathSync, writeSync } from 'node:fs';

const standardOutput = 1;
const standardError = 2;

/** Writes all of it, also where the other end of a pipe is slow. */
function writeAll(descriptor: number, text: string): void {
  let left = Buffer.from(text);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(descriptor, left));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      // Nobody reads any more: what was acknowledged is on disk all the same.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}

/** The terminal of this process. Lines are written before anything else happens, so that what was shown was shown. */
export function nodeTerminal() {
  return {
    out: (line: string): void => {
      writeAll(standardOutput, `${line}\n`);
    },
    error: (line: string): void => {
      writeAll(standardError, `${line}\n`);
    },
    ask: async (question: string): Promise<string | null> => {
      if (!process.stdin.isTTY) return null;
      const reader = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await reader.question(question);
      } catch {
        return null;
      } finally {
        reader.close();
      }
    },
    onInterrupt: (callback: () => void): (() => void) => {
      const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
      for (const signal of signals) process.on(signal, callback);
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
  };
}

/** The real path of a folder, or null where there is none. */
export function realFolder(folder: string): string | null {
  try {
    return realpathSync(folder);
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
