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
    return { ok: false, problem: problemOf(error) };
  }
}

/** Node's own sentence without its advice about "--", which helps nobody who has mistyped an option. */
function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '([^']+)'/.exec(message);
  if (unknown) return `There is no option ${unknown[1] ?? ''}.`;
  const lacking = /^Option '(-{1,2}[\w-]+)[^']*' argument missing/.exec(message);
  if (lacking) return `The option ${lacking[1] ?? ''} needs a value after it.`;
  const ambiguous = /^Option '(-{1,2}[\w-]+)[^']*' argument is ambiguous/.exec(message);
  if (ambiguous)
    return `The option ${ambiguous[1] ?? ''} needs a value; one that begins with a dash is written ${ambiguous[1] ?? ''}=-value.`;
  const needless = /^Option '(-{1,2}[\w-]+)' does not take an argument/.exec(message);
  return needless ? `The option ${needless[1] ?? ''} takes no value.` : message;
}
