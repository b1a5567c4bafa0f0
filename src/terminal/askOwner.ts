import type { MissionState } from '../mission/state.ts';
import type { Mission, Missions, Said } from '../runner/missions.ts';
import type { CommandContext } from './commandContext.ts';
import { chosenMission, fail, noMissionCode, surplusProblem } from './commandContext.ts';
import { exitCodeOfProblem, exitCodes } from './exitCodes.ts';

type Request = 'pause' | 'cancel';

const answerLimitMs = 30_000;
const pollMs = 200;

function hasEnded({ phase }: MissionState): boolean {
  return phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
}

function isDone(request: Request, state: MissionState): boolean {
  return request === 'pause' ? state.pause?.until === null : state.phase === 'abandoned';
}

/** Whether the owner has done it within the time it has for that. */
async function answered(missions: Missions, id: string, request: Request): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < answerLimitMs; waitedMs += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const viewed = await missions.view(id);
    if (viewed.ok && isDone(request, viewed.state)) return true;
    if (viewed.ok && hasEnded(viewed.state)) return false;
  }
  return false;
}

function doneText(request: Request, id: string, program: string): string {
  return request === 'pause'
    ? `Mission ${id} is paused. Go on with: ${program} resume ${id}`
    : `Mission ${id} is cancelled. Its branch, its commits and its directory stay.`;
}

/** Where no process carries the mission: says it oneself. */
async function sayIt(mission: Mission, request: Request): Promise<Said> {
  const { state } = mission;
  try {
    if (hasEnded(state))
      return { ok: false, why: `Mission ${state.missionId} has ended already; there is nothing to ${request}.` };
    if (isDone(request, state)) return { ok: true };
    return await (request === 'pause' ? mission.pause() : mission.cancel('cancelled by the user'));
  } finally {
    await mission.close();
  }
}

/** `pause` and `cancel`: asks the process that carries the mission, or does it where none does. 0 when it is done. */
export async function askOwner(context: CommandContext, request: Request): Promise<number> {
  const { missions, io } = context;
  const surplus = surplusProblem(context, request, 1);
  if (surplus !== null) return fail(context, surplus, exitCodes.usage);
  const chosen = await chosenMission(context);
  if (!chosen.ok) return fail(context, chosen.problem, noMissionCode);
  const { id } = chosen;
  const opened = await missions.open(id);
  if (opened.ok) {
    const said = await sayIt(opened.mission, request);
    if (!said.ok) return fail(context, said.why, exitCodes.cannotStart);
  } else {
    if (opened.problem.kind !== 'owned')
      return fail(context, opened.problem.message, exitCodeOfProblem(opened.problem));
    await missions.ask(id, request);
    if (!(await answered(missions, id, request))) return fail(context, unanswered(id), exitCodes.owned);
  }
  io.out(doneText(request, id, io.program));
  return 0;
}

function unanswered(id: string): string {
  return `The process that carries mission ${id} has not done it: it has ended the mission, or waits for an answer in its terminal. The request stays; look with "status".`;
}
