import { parseArgs } from 'node:util';

export interface OptionTable {
  [name: string]: { type: 'string' | 'boolean'; multiple?: boolean };
}

export type ParsedLine =
  | {
      ok: true;
      command: string;
      rest: string[];
      values: Record<string, string | boolean | (string | boolean)[] | undefined>;
    }
  | { ok: false; problem: string };

/** Parses a command line such as `run --folder DIR`; an unknown option is a problem with a sentence. */
export function parseCommandLine(args: string[], options: OptionTable): ParsedLine {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const [command = '', ...rest] = positionals;
    return { ok: true, command, rest, values };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
