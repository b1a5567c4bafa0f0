import type { Budgets } from '../mission/events/life.ts';
import type { RoleModels } from '../mission/role.ts';
import type { NewMission } from '../runner/missions.ts';
import { carry, readPrepared, screenOf } from './carryCommand.ts';
import type { CommandContext } from './commandContext.ts';
import { fail, surplusProblem } from './commandContext.ts';
import type { Prepared } from './conversation.ts';
import { exitCodeOfProblem, exitCodes } from './exitCodes.ts';
import { completeModels, textOption } from './options.ts';

type Checked<T> = { ok: true; value: T } | { ok: false; problem: string; code: number };

const noBudget: Budgets['mission'] = { microDollars: null, tokens: null, milliseconds: null };
const shownPaths = 5;

function refuse(problem: string, code: number): { ok: false; problem: string; code: number } {
  return { ok: false, problem, code };
}

function checkModels({ models, modelProblem }: CommandContext): Checked<RoleModels> {
  if (!models.ok) return refuse(models.problem, exitCodes.usage);
  const complete = completeModels(models.value, (provider) => modelProblem(provider) === null);
  if (!complete.ok) return refuse(complete.problem, exitCodes.model);
  for (const { provider } of Object.values(complete.value)) {
    const problem = modelProblem(provider);
    if (problem !== null) return refuse(problem, exitCodes.model);
  }
  return complete;
}

/** Everything is checked before anything is made: first the command line, then the world. */
function checkRun(context: CommandContext): Checked<{ request: NewMission; prepared: Prepared }> {
  const { values, budgets, realFolder } = context;
  const surplus = surplusProblem(context, 'run', 0);
  if (surplus !== null) return refuse(surplus, exitCodes.usage);
  const goal = textOption(values, 'goal')?.trim() ?? '';
  if (goal === '') return refuse('Say what is wanted: --goal "…".', exitCodes.usage);
  const prepared = readPrepared(context);
  if (!prepared.ok) return refuse(prepared.problem, exitCodes.usage);
  if (!budgets.ok) return refuse(budgets.problem, exitCodes.usage);
  const models = checkModels(context);
  if (!models.ok) return models;
  const asked = textOption(values, 'folder') ?? '.';
  const folder = realFolder(asked);
  if (folder === null)
    return refuse(
      `There is no folder ${asked}. Name the top of a git repository with --folder.`,
      exitCodes.cannotStart,
    );
  if (context.browserProblem !== null) return refuse(context.browserProblem, exitCodes.cannotStart);
  const scripted = Object.values(models.value).every((choice) => choice.provider === 'rehearsal');
  const mission = { ...noBudget, ...budgets.value };
  const request: NewMission = {
    folder,
    goal,
    models: models.value,
    budgets: { mission, milestone: noBudget, run: noBudget },
    sandbox: 'off',
    scripted,
  };
  return { ok: true, value: { request, prepared: prepared.value } };
}

function dirtyNotice(dirty: readonly string[]): string {
  const more = dirty.length > shownPaths ? ` and ${dirty.length - shownPaths} more` : '';
  return `Note: there are changes that are not committed (${dirty.slice(0, shownPaths).join(', ')}${more}). Planning does not touch them; commit or stash them before work begins, or the mission pauses there.`;
}

/** `run --folder DIR --goal TEXT`: a new mission, carried until it ends or needs somebody. */
export async function run(context: CommandContext): Promise<number> {
  const checked = checkRun(context);
  if (!checked.ok) return fail(context, checked.problem, checked.code);
  const { request, prepared } = checked.value;
  const screen = screenOf(context);
  const created = await context.missions.create(request, (event, state) => screen.event(event, state));
  if (!created.ok) return fail(context, created.problem.message, exitCodeOfProblem(created.problem));
  if (created.dirty.length > 0) context.io.error(dirtyNotice(created.dirty));
  return carry(context, created.mission, { prepared, screen });
}
