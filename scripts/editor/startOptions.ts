import { parseArgs } from 'node:util';

const DEFAULT_PORT = 4815;
const HIGHEST_PORT = 65_535;

export interface StartOptions {
  /** The user's own folder; null means the copy of the sample. */
  folder: string | null;
  port: number;
  /** Whether the address is opened in the user's browser where there is a display. */
  opens: boolean;
  help: boolean;
}

export const startHelp = `npm start [-- OPTIONS]

Opens a real VS Code with Longhaul in your browser, on a copy of the sample that is kept for the next time.

  --folder DIR   opens DIR instead: your own repository
  --port N       the port on 127.0.0.1 (${DEFAULT_PORT}); where it is taken, the next that is free
  --no-open      does not open the browser
  --help         this text

Ctrl+C stops VS Code and what it started. Missions are kept.`;

/** The options of `npm start`. Throws with a sentence where they make no sense. */
export function readStartOptions(args: string[]): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > HIGHEST_PORT) {
    throw new Error(`--port ${values.port} is no port: it is a number from 1 to ${HIGHEST_PORT}.`);
  }
  return { folder: values.folder ?? null, port, opens: !values['no-open'], help: values.help };
}
