import { z } from 'zod';
import type { AnyTool } from '../agent/tool.ts';
import { defineTool } from '../agent/tool.ts';
import type { CommandResult, Shell } from '../ports/shell.ts';
import { evidenceLine } from './shared/observation.ts';
import type { OnObserved } from './shared/observation.ts';

/** Wraps each command: what stands before and after it (records, whose change is whose) is the role's. */
export type AroundCommand = (
  command: { command: string; folder: string },
  run: () => Promise<CommandResult>,
) => Promise<{ result: CommandResult; /** Said to the agent below the output. */ note: string | null }>;

interface RunCommandOptions {
  shell: Shell;
  limits: { commandTimeMs: number; maxCommandTimeMs: number; commandIdleMs: number; maxToolResultBytes: number };
  /** Added to the command's environment. */
  environment?: Record<string, string>;
  aroundCommand?: AroundCommand;
  onObserved?: OnObserved;
}

/** Left free in a result for its head and notes. */
const SPARE_BYTES = 1000;

export function runCommandTool(options: RunCommandOptions): AnyTool {
  const { shell, limits, onObserved } = options;
  const around = options.aroundCommand ?? (async (_command, run) => ({ result: await run(), note: null }));
  const defaultSeconds = Math.round(limits.commandTimeMs / 1000);
  return defineTool({
    name: 'run_command',
    description:
      'Run a shell command to its end by bash -c, in a fresh shell without standard input. Returns exit code, seconds and output: both streams in one, without escape sequences and trailing white space (`| cat -A` shows bytes), long output shortened in the middle. Whatever it started is ended with it: for servers use services.',
    kind: 'effect',
    schema: z.strictObject({
      command: z.string().min(1),
      folder: z.string().default('.'),
      timeLimitSeconds: z
        .int()
        .min(1)
        .max(Math.round(limits.maxCommandTimeMs / 1000))
        .default(defaultSeconds),
    }),
    run: async ({ command, folder, timeLimitSeconds }, { signal, tell }) => {
      const { result, note } = await around({ command, folder }, () =>
        shell.run({
          command,
          folder,
          timeLimitMs: timeLimitSeconds * 1000,
          idleLimitMs: limits.commandIdleMs,
          maxOutputBytes: limits.maxToolResultBytes - SPARE_BYTES,
          environment: options.environment ?? {},
          signal,
          onOutput: tell,
        }),
      );
      const text = commandText(result) + (note === null ? '' : `\n[${note}]`);
      const { exitCode } = result;
      const evidence = await evidenceLine(onObserved, {
        tool: 'run_command',
        kind: 'command',
        text,
        command,
        exitCode,
      });
      return { kind: 'result', text: evidence + text, isError: result.ended !== 'exit' };
    },
  });
}

function commandText({ exitCode, ended, output, outputBlob, durationMs }: CommandResult): string {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const heads: Record<CommandResult['ended'], string> = {
    exit: `exit code ${exitCode ?? 'unknown'}, ${seconds}`,
    timeLimit: `killed at its time limit after ${seconds}; take a longer timeLimitSeconds or a smaller command`,
    idleLimit: `killed after ${seconds}: it gave no output for too long; does it wait for input?`,
    cancelled: `ended after ${seconds}, because the run was stopped`,
    notStarted: 'the command did not start',
  };
  const whole = outputBlob === null ? '' : `\n[output shortened; all of it is blob ${outputBlob}]`;
  return `${heads[ended]}\n${output === '' ? '(no output)' : output.trimEnd()}${whole}`;
}
