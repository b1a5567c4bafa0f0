import type { Budgets } from '../mission/events/life.ts';
import type { Missions } from '../runner/missions.ts';
import { exitCodes } from './exitCodes.ts';
import type { Piece } from './liveLine.ts';
import type { ModelOptions, OptionValues, Parsed } from './options.ts';
import type { TerminalIo } from './terminalIo.ts';

/** What a command of the command line is given. */
export interface CommandContext {
  missions: Missions;
  io: TerminalIo;
  values: OptionValues;
  /** Positional arguments after the command's name. */
  rest: string[];
  readFile: (path: string) => string | null;
  /** The real path, or null where there is no such folder. */
  realFolder: (folder: string) => string | null;
  /** A sentence where no browser can be started, else null. */
  browserProblem: string | null;
  models: ModelOptions;
  /** A sentence where the provider cannot be used: unknown, or no key, or no address. */
  modelProblem: (provider: string) => string | null;
  budgets: Parsed<Partial<Budgets['mission']>>;
  /** Passes on what runs say and do, until the returned function is called. */
  onActivity: (listener: (run: number, piece: Piece) => void) => () => void;
}

export function fail({ io }: CommandContext, problem: string, code: number): number {
  io.error(problem);
  return code;
}

/** Words after the command that it has no use for, such as a goal without quotes. */
export function surplusProblem({ rest }: CommandContext, command: string, allowed: number): string | null {
  const surplus = rest.slice(allowed);
  if (surplus.length === 0) return null;
  return `${command} has no use for "${surplus.join(' ')}". A text of several words needs quotes.`;
}

/** The mission that is meant: named, named in part, or the newest. */
export async function chosenMission(
  context: CommandContext,
): Promise<{ ok: true; id: string } | { ok: false; problem: string }> {
  const ids = await context.missions.list();
  const { program } = context.io;
  const [wanted] = context.rest;
  if (wanted === undefined) {
    const [newest] = ids;
    return newest === undefined
      ? { ok: false, problem: `There is no mission yet. Begin one: ${program} run --folder DIR --goal "…"` }
      : { ok: true, id: newest };
  }
  const found = ids.includes(wanted) ? [wanted] : ids.filter((id) => id.includes(wanted));
  const [id, ...others] = found;
  if (id !== undefined && others.length === 0) return { ok: true, id };
  const what = id === undefined ? `There is no mission "${wanted}"` : `"${wanted}" fits ${found.join(' and ')}`;
  return { ok: false, problem: `${what}. Name one of those that "${program} list" shows.` };
}

export const noMissionCode = exitCodes.cannotStart;
