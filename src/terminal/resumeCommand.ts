import type { Budgets } from '../mission/events/life.ts';
import { liveAssertions } from '../mission/plan.ts';
import type { Mission, Said } from '../runner/missions.ts';
import { carry, readPrepared, screenOf } from './carryCommand.ts';
import type { CommandContext } from './commandContext.ts';
import { chosenMission, fail, noMissionCode, surplusProblem } from './commandContext.ts';
import type { Prepared } from './conversation.ts';
import { exitCodeOfProblem, exitCodes } from './exitCodes.ts';
import type { Parsed } from './options.ts';
import { readOverrides, textOption } from './options.ts';

type Change = (mission: Mission) => Promise<Said>;

function budgetChanges(given: Partial<Budgets['mission']>): Change[] {
  if (Object.keys(given).length === 0) return [];
  const change: Change = (mission) => {
    const { budgets } = mission.state;
    return mission.changeBudgets({ ...budgets, mission: { ...budgets.mission, ...given } });
  };
  return [change];
}

/** What the person says with the command line: models, budgets, what is accepted as it is, a message. */
function readChanges(context: CommandContext): Parsed<Change[]> {
  const { models, budgets, values, modelProblem } = context;
  const overrides = readOverrides(values);
  if (!models.ok) return models;
  if (!budgets.ok) return budgets;
  if (!overrides.ok) return overrides;
  for (const { provider } of models.value.values()) {
    const problem = modelProblem(provider);
    if (problem !== null) return { ok: false, problem };
  }
  const say = textOption(values, 'say')?.trim() ?? '';
  return {
    ok: true,
    value: [
      ...[...models.value].map(
        ([role, choice]): Change =>
          (mission) =>
            mission.changeModel(role, choice),
      ),
      ...budgetChanges(budgets.value),
      ...overrides.value.map(
        ({ kind, id, reason }): Change =>
          (mission) =>
            mission.override(kind, id, reason),
      ),
      ...(say === '' ? [] : [(mission: Mission) => mission.say(say)]),
    ],
  };
}

function endedText({ state }: Mission): string | null {
  const { phase, missionId } = state;
  if (phase === 'completed' || phase === 'completedWithExceptions')
    return `Mission ${missionId} is completed; there is nothing to resume. "report" shows what it did.`;
  return phase === 'abandoned'
    ? `Mission ${missionId} was cancelled; it cannot be resumed. Begin a new one with run.`
    : null;
}

/** A contract that is judged in a browser cannot be shown to hold without one. */
function browserText({ browserProblem }: CommandContext, { state }: Mission): string | null {
  return liveAssertions(state).some(({ text }) => text.surface === 'browser') ? browserProblem : null;
}

/** Says what the person says, and ends a pause that waits for them. */
async function prepare(mission: Mission, changes: readonly Change[]): Promise<Said> {
  for (const change of changes) {
    const said = await change(mission);
    if (!said.ok) return said;
  }
  const { pause } = mission.state;
  return pause?.until === null ? mission.resume() : { ok: true };
}

async function goOn(
  context: CommandContext,
  mission: Mission,
  { changes, prepared }: { changes: readonly Change[]; prepared: Prepared },
): Promise<number> {
  const ended = endedText(mission) ?? browserText(context, mission);
  const screen = screenOf(context);
  const stopListening = mission.listen((event, state) => screen.event(event, state));
  const said: Said = ended === null ? await prepare(mission, changes) : { ok: false, why: ended };
  if (said.ok) return carry(context, mission, { prepared, screen });
  screen.still();
  stopListening();
  await mission.close();
  return fail(context, said.why, exitCodes.cannotStart);
}

/** `resume [MISSION]`: carries an unfinished mission on; the newest unless one is named. */
export async function resume(context: CommandContext): Promise<number> {
  const surplus = surplusProblem(context, 'resume', 1);
  if (surplus !== null) return fail(context, surplus, exitCodes.usage);
  const prepared = readPrepared(context);
  if (!prepared.ok) return fail(context, prepared.problem, exitCodes.usage);
  const changes = readChanges(context);
  if (!changes.ok) return fail(context, changes.problem, exitCodes.usage);
  const chosen = await chosenMission(context);
  if (!chosen.ok) return fail(context, chosen.problem, noMissionCode);
  const opened = await context.missions.open(chosen.id);
  if (!opened.ok) return fail(context, opened.problem.message, exitCodeOfProblem(opened.problem));
  return goOn(context, opened.mission, { changes: changes.value, prepared: prepared.value });
}
