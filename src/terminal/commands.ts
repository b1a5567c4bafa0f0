import { preparedAnswersSchema } from '../mission/preparedAnswers.ts';
import { missionReport } from '../mission/report.ts';
import type { RoleModels } from '../mission/role.ts';
import type { Budgets } from '../mission/events/life.ts';
import type { Missions, Opened } from '../runner/missions.ts';
import { carryMission } from './carryMission.ts';
import type { Prepared } from './conversation.ts';
import { exitCodeOfProblem, exitCodes } from './exitCodes.ts';
import type { OptionValues, Parsed } from './options.ts';
import { textOption } from './options.ts';
import type { TerminalIo } from './terminalIo.ts';

export interface CommandContext {
  missions: Missions;
  io: TerminalIo;
  values: OptionValues;
  /** Positional arguments after the command's name. */
  rest: string[];
  readFile: (path: string) => string | null;
  realFolder: (folder: string) => string | null;
  /** A sentence where no browser can be started, else null. */
  browserProblem: string | null;
  models: Parsed<RoleModels>;
  modelProblem: (provider: string) => string | null;
  budgets: Parsed<Budgets>;
}

const pauseWaitMs = 30_000;
const pollMs = 200;

function readPrepared({ values, readFile }: CommandContext): Parsed<Prepared> {
  const yes = values['yes'] === true;
  const path = textOption(values, 'answers');
  if (path === null) return { ok: true, value: { yes, answers: [] } };
  const text = readFile(path);
  if (text === null) return { ok: false, problem: `The file of answers ${path} cannot be read.` };
  try {
    const parsed = preparedAnswersSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { ok: true, value: { yes, answers: parsed.data } };
  } catch {
    // Said below.
  }
  return {
    ok: false,
    problem: `${path} must hold a JSON list of { "question": text that occurs in the question, "answer": your answer }.`,
  };
}

function fail({ io }: CommandContext, problem: string, code: number): number {
  io.error(problem);
  return code;
}

async function carry(context: CommandContext, opened: Opened, prepared: Prepared): Promise<number> {
  if (!opened.ok) return fail(context, opened.problem.message, exitCodeOfProblem(opened.problem));
  return carryMission(opened.mission, { prepared, json: context.values['json'] === true, io: context.io });
}

/** `run --folder DIR --goal TEXT`: a new mission, carried until it ends or needs somebody. */
export async function run(context: CommandContext): Promise<number> {
  const { values, models, budgets, realFolder, missions } = context;
  const goal = textOption(values, 'goal')?.trim() ?? '';
  if (goal === '') return fail(context, 'Say what is wanted: --goal "…".', exitCodes.usage);
  const asked = textOption(values, 'folder') ?? '.';
  const folder = realFolder(asked);
  if (folder === null) return fail(context, `There is no folder ${asked}.`, exitCodes.cannotStart);
  const prepared = readPrepared(context);
  if (!prepared.ok) return fail(context, prepared.problem, exitCodes.usage);
  if (!models.ok) return fail(context, models.problem, exitCodes.model);
  if (!budgets.ok) return fail(context, budgets.problem, exitCodes.usage);
  for (const { provider } of Object.values(models.value)) {
    const problem = context.modelProblem(provider);
    if (problem !== null) return fail(context, problem, exitCodes.model);
  }
  if (context.browserProblem !== null) return fail(context, context.browserProblem, exitCodes.cannotStart);
  const scripted = Object.values(models.value).every((choice) => choice.provider === 'rehearsal');
  const created = await missions.create({
    folder,
    goal,
    models: models.value,
    budgets: budgets.value,
    sandbox: 'off',
    scripted,
  });
  return carry(context, created, prepared.value);
}

async function missionId(context: CommandContext): Promise<string | null> {
  return context.rest[0] ?? textOption(context.values, 'mission') ?? (await context.missions.list())[0] ?? null;
}

const noMission = 'There is no mission yet. Begin one: run --folder DIR --goal "…".';

/** `resume [MISSION]`: carries an unfinished mission on; the newest unless one is named. */
export async function resume(context: CommandContext): Promise<number> {
  const id = await missionId(context);
  if (id === null) return fail(context, noMission, exitCodes.cannotStart);
  const prepared = readPrepared(context);
  if (!prepared.ok) return fail(context, prepared.problem, exitCodes.usage);
  const opened = await context.missions.open(id);
  if (!opened.ok) return carry(context, opened, prepared.value);
  const { mission } = opened;
  const { pause, phase } = mission.state;
  if (phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned') {
    context.io.out(`Mission ${id} has ended: ${phase}.`);
    return carry(context, opened, prepared.value);
  }
  if (pause && pause.until === null) await mission.resume();
  return carry(context, opened, prepared.value);
}

/** `status [MISSION]` and `report [MISSION]`: read without owning. */
export async function report(context: CommandContext): Promise<number> {
  const id = await missionId(context);
  if (id === null) return fail(context, noMission, exitCodes.cannotStart);
  const viewed = await context.missions.view(id);
  if (!viewed.ok) return fail(context, viewed.problem.message, exitCodeOfProblem(viewed.problem));
  context.io.out(missionReport(viewed.state).trimEnd());
  return 0;
}

export async function status(context: CommandContext): Promise<number> {
  const id = await missionId(context);
  if (id === null) return fail(context, noMission, exitCodes.cannotStart);
  const viewed = await context.missions.view(id);
  if (!viewed.ok) return fail(context, viewed.problem.message, exitCodeOfProblem(viewed.problem));
  const { state } = viewed;
  if (context.values['json'] === true) {
    context.io.out(JSON.stringify(state));
    return 0;
  }
  const assertions = Object.values(state.assertions).filter((assertion) => assertion.removed === null);
  const features = Object.values(state.features).filter((feature) => feature.status !== 'cancelled');
  const { pause } = state;
  const lines = [
    `${state.missionId}  ${pause ? `paused (${pause.reason})` : state.phase}`,
    `Goal        ${state.goal}`,
    ...(pause ? [`Why         ${pause.detail} ${pause.goesOn}`] : []),
    `Features    ${String(features.filter((feature) => feature.status === 'done').length)} of ${String(features.length)} done`,
    `Assertions  ${String(assertions.filter((assertion) => assertion.status === 'passed' && !assertion.stale).length)} of ${String(assertions.length)} passed`,
    `Runs        ${String(state.runCount)}`,
  ];
  for (const line of lines) context.io.out(line);
  return 0;
}

/** `pause` and `cancel`: asks the owner, or does it when nobody carries the mission. */
export async function askOwner(context: CommandContext, request: 'pause' | 'cancel'): Promise<number> {
  const id = await missionId(context);
  if (id === null) return fail(context, noMission, exitCodes.cannotStart);
  const opened = await context.missions.open(id);
  if (opened.ok) {
    const said = await (request === 'pause' ? opened.mission.pause() : opened.mission.cancel('cancelled by the user'));
    await opened.mission.close();
    return said.ok ? confirm(context, request, id) : fail(context, said.why, exitCodes.cannotStart);
  }
  if (opened.problem.kind !== 'owned') return fail(context, opened.problem.message, exitCodeOfProblem(opened.problem));
  await context.missions.ask(id, request);
  for (let waited = 0; waited < pauseWaitMs; waited += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const viewed = await context.missions.view(id);
    const isDone =
      viewed.ok && (request === 'pause' ? viewed.state.pause !== null : viewed.state.phase === 'abandoned');
    if (isDone) return confirm(context, request, id);
  }
  return fail(context, `The process that carries ${id} has not answered yet; the request stays.`, exitCodes.owned);
}

function confirm({ io }: CommandContext, request: 'pause' | 'cancel', id: string): number {
  io.out(request === 'pause' ? `Paused. Go on with: resume ${id}` : `Cancelled. Its branch and its directory stay.`);
  return 0;
}
