import { preparedAnswersSchema } from '../mission/preparedAnswers.ts';
import type { Mission } from '../runner/missions.ts';
import { carryMission } from './carryMission.ts';
import type { CommandContext } from './commandContext.ts';
import type { Prepared } from './conversation.ts';
import type { OptionValues, Parsed } from './options.ts';
import { textOption } from './options.ts';
import { Screen } from './screen.ts';

/** Options that the mission does not remember: whoever resumes it names them again. */
const repeated = ['base-url', 'request-timeout', 'prices', 'limit'] as const;

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What a person types to go on with a mission. */
export function resumeCommand(program: string, id: string, values: OptionValues): string {
  const options = repeated.flatMap((name) =>
    [values[name]].flat().flatMap((value) => (typeof value === 'string' ? [`--${name} ${shellWord(value)}`] : [])),
  );
  return [program, 'resume', id, ...options].join(' ');
}

/** Answers from --answers and --yes. */
export function readPrepared({ values, readFile }: CommandContext): Parsed<Prepared> {
  const yes = values['yes'] === true;
  const path = textOption(values, 'answers');
  if (path === null) return { ok: true, value: { yes, answers: [] } };
  const text = readFile(path);
  if (text === null) return { ok: false, problem: `The file of answers ${path} cannot be read. Check its path.` };
  try {
    const parsed = preparedAnswersSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { ok: true, value: { yes, answers: parsed.data } };
  } catch {
    // Said below.
  }
  return {
    ok: false,
    problem: `${path} must hold a JSON list such as [{ "question": "part of the question", "answer": "your answer" }].`,
  };
}

export function screenOf({ io, values }: CommandContext): Screen {
  return new Screen({ io, json: values['json'] === true, calls: values['calls'] === true });
}

/** Carries an open mission on the screen; gives the exit code. */
export async function carry(
  context: CommandContext,
  mission: Mission,
  { prepared, screen }: { prepared: Prepared; screen: Screen },
): Promise<number> {
  const { io, values } = context;
  const stopActivity = context.onActivity((run, piece) => screen.activity(run, piece));
  try {
    return await carryMission(mission, {
      prepared,
      io,
      screen,
      json: values['json'] === true,
      resumeCommand: resumeCommand(io.program, mission.state.missionId, values),
    });
  } finally {
    stopActivity();
  }
}
