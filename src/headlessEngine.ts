import { modelTable } from './adapters/model/modelFacts.ts';
import { rehearsalModel } from './adapters/model/rehearsal/rehearsalModel.ts';
import { environmentSecrets } from './adapters/node/environmentSecrets.ts';
import { defaultRoot } from './adapters/node/defaultRoot.ts';
import { findBrowserPrograms, isProgram, NO_BROWSER } from './adapters/node/browserProgram.ts';
import { parseJson, processEnvironment, readTextFile, realFolder } from './adapters/node/nodeTerminal.ts';
import { defaultLimits } from './mission/limits.ts';
import { nodeEngine } from './nodeEngine.ts';
import { Missions } from './runner/missions.ts';
import type { ActivityPiece } from './ports/activity.ts';
import type { CommandContext } from './terminal/commandContext.ts';
import type { Parsed } from './terminal/options.ts';
import { readBudgets, readLimits, readModelOptions, readTimeoutMs, textOption } from './terminal/options.ts';
import type { OptionValues } from './terminal/options.ts';
import type { TerminalIo } from './terminal/terminalIo.ts';

function readPrices(values: OptionValues): Parsed<unknown> {
  const path = textOption(values, 'prices');
  if (path === null) return { ok: true, value: undefined };
  const parsed = parseJson(readTextFile(path) ?? '');
  return parsed === undefined
    ? { ok: false, problem: `--prices: ${path} is no readable JSON file.` }
    : { ok: true, value: parsed };
}

/** A sentence where the browser that would be started is not there. */
function browserProblem(values: OptionValues, environment: Record<string, string | undefined>): string | null {
  if (values['no-browser'] === true) return null;
  const programs = findBrowserPrograms(environment);
  if (programs.some(isProgram)) return null;
  const [chosen] = programs;
  const what =
    chosen === undefined
      ? NO_BROWSER
      : `LONGHAUL_CHROMIUM names ${chosen}, which is no program. Correct it or unset it.`;
  return `${what} A goal that needs no browser can be begun with --no-browser.`;
}

/** What runs say and do goes to whoever looks on. */
function activityHub() {
  const listeners = new Set<(run: number, piece: ActivityPiece) => void>();
  return {
    tell: (run: number, piece: ActivityPiece): void => {
      for (const listener of listeners) listener(run, piece);
    },
    onActivity: (listener: (run: number, piece: ActivityPiece) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The engine for the command line, and what its commands need; a problem is a sentence about an option. */
export function headlessContext(
  line: { values: OptionValues; rest: string[] },
  io: TerminalIo,
): Parsed<CommandContext> {
  const { values, rest } = line;
  const limits = readLimits(values, defaultLimits);
  if (!limits.ok) return limits;
  const timeoutMs = readTimeoutMs(values);
  if (!timeoutMs.ok) return timeoutMs;
  const prices = readPrices(values);
  if (!prices.ok) return prices;
  const table = modelTable({ overrides: prices.value });
  if (!table.ok) return { ok: false, problem: table.problem };
  const environment = processEnvironment();
  const baseUrl = textOption(values, 'base-url');
  const secrets = environmentSecrets(environment);
  const activities = activityHub();
  const engine = nodeEngine({
    root: defaultRoot(environment),
    skills: new URL('../skills/', import.meta.url),
    models: {
      secrets,
      baseUrls: baseUrl === null ? {} : { anthropic: baseUrl, openai: baseUrl, compatible: baseUrl },
      facts: table.table,
      further: { rehearsal: rehearsalModel() },
      ...(timeoutMs.value !== null && { requestTimeoutMs: timeoutMs.value }),
    },
    limits: limits.value,
    activity: activities,
    log: { debug: () => undefined, warn: (message) => io.error(message) },
    environment,
  });
  const context: CommandContext = {
    missions: new Missions(engine),
    io,
    values,
    rest,
    readFile: readTextFile,
    realFolder,
    browserProblem: browserProblem(values, environment),
    models: readModelOptions(values),
    modelProblem: (provider) => {
      const found = engine.models(provider);
      return found.ok ? null : found.problem;
    },
    budgets: readBudgets(values),
    onActivity: (listener) => activities.onActivity(listener),
  };
  return { ok: true, value: context };
}
