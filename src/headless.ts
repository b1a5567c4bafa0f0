import { commandLineArguments, nodeTerminal, processEnvironment, setExitCode } from './adapters/node/nodeTerminal.ts';
import { parseCommandLine } from './adapters/node/parseCommandLine.ts';
import { headlessContext } from './headlessEngine.ts';
import { askOwner } from './terminal/askOwner.ts';
import type { CommandContext } from './terminal/commandContext.ts';
import { exitCodes } from './terminal/exitCodes.ts';
import { helpText } from './terminal/help.ts';
import { optionTable } from './terminal/options.ts';
import { list, report, status } from './terminal/readCommands.ts';
import { resume } from './terminal/resumeCommand.ts';
import { run } from './terminal/runCommand.ts';

const commands = new Map<string, (context: CommandContext) => Promise<number>>([
  ['run', run],
  ['resume', resume],
  ['status', status],
  ['report', report],
  ['list', list],
  ['pause', (context) => askOwner(context, 'pause')],
  ['cancel', (context) => askOwner(context, 'cancel')],
]);

const io = nodeTerminal();

function usage(problem: string): number {
  io.error(`${problem} All commands and options: ${io.program} --help`);
  return exitCodes.usage;
}

async function main(): Promise<number> {
  const line = parseCommandLine(commandLineArguments(), optionTable);
  if (!line.ok) return usage(line.problem);
  if (line.values['help'] === true || line.command === 'help') {
    io.out(helpText());
    return 0;
  }
  const command = commands.get(line.command);
  if (!command) return usage(line.command === '' ? 'Say what to do.' : `There is no command "${line.command}".`);
  const context = headlessContext(line, io);
  return context.ok ? command(context.value) : usage(context.problem);
}

/** The one place where exceptions end up: a disk that refuses says so itself, everything else is a defect. */
function failed(error: unknown): number {
  const what = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'NotWritten') {
    io.error(what);
    return exitCodes.journal;
  }
  io.error(
    `Longhaul has a defect: ${what.replace(/[.\s]*$/, '.')} What was shown is on disk; "resume" goes on with the mission.`,
  );
  const trace = error instanceof Error ? error.stack : undefined;
  io.error((processEnvironment()['LONGHAUL_DEBUG'] ?? '') === '' ? 'LONGHAUL_DEBUG=1 shows where.' : (trace ?? ''));
  return exitCodes.internalError;
}

setExitCode(await main().catch(failed));
