import { liveAssertions, liveFeatures } from '../mission/plan.ts';
import { missionReport } from '../mission/report.ts';
import type { MissionState } from '../mission/state.ts';
import type { CommandContext } from './commandContext.ts';
import { chosenMission, fail, noMissionCode, surplusProblem } from './commandContext.ts';
import { exitCodeOfProblem, exitCodes } from './exitCodes.ts';
import { oneLine } from '../wording/oneLine.ts';
import { clockTime, duration, pauseNames, pauseSentence, runSentence, spent } from '../wording/words.ts';

const phaseNames: Readonly<Record<MissionState['phase'], string>> = {
  none: 'not begun',
  scoping: 'scoping',
  awaitingApproval: 'the plan waits for approval',
  running: 'running',
  completed: 'completed',
  completedWithExceptions: 'completed with exceptions',
  abandoned: 'cancelled',
};

const labelColumns = 12;
const goalCharacters = 80;

function standing({ phase, pause }: MissionState): string {
  if (!pause) return phaseNames[phase];
  return pause.until === null
    ? `paused (${pauseNames[pause.reason]})`
    : `waits until ${clockTime(pause.until)} (${pauseNames[pause.reason]})`;
}

function statusLines(state: MissionState, directory: string): string[] {
  const { pause } = state;
  const features = liveFeatures(state);
  const assertions = liveAssertions(state);
  const done = features.filter((feature) => feature.status === 'done').length;
  const passed = assertions.filter((assertion) => assertion.status === 'passed' && !assertion.stale).length;
  const sealed = Object.values(state.milestones).filter((milestone) => milestone.sealedAt !== null).length;
  const open = state.openRuns.flatMap((id) => {
    const run = state.runs[id];
    return run ? [`${runSentence(run.role, run.subject, state)} (run ${id})`] : [];
  });
  const rows: [string, string][] = [
    ['Goal', oneLine(state.goal)],
    ...(pause ? [['Why', pauseSentence(pause)] as [string, string]] : []),
    ['Milestones', `${sealed} of ${state.milestoneOrder.length} sealed`],
    ['Features', `${done} of ${features.length} done`],
    ['Assertions', `${passed} of ${assertions.length} passed`],
    ...open.map((text, place): [string, string] => [place === 0 ? 'Open runs' : '', text]),
    ['So far', `${state.runCount} runs, ${spent(state.usage)}, ${duration(state.activeMs)} at work`],
    ['Folder', `${state.folder}${state.branch === null ? '' : `, branch ${state.branch}`}`],
    ['Directory', directory],
  ];
  return [
    `${state.missionId}: ${standing(state)}`,
    ...rows.map(([label, text]) => `  ${label.padEnd(labelColumns)}${text}`),
  ];
}

type Show = (state: MissionState, id: string) => Promise<void>;

/** Reads a mission without owning it; 0 when it was shown. */
async function show(context: CommandContext, command: string, how: Show): Promise<number> {
  const surplus = surplusProblem(context, command, 1);
  if (surplus !== null) return fail(context, surplus, exitCodes.usage);
  const chosen = await chosenMission(context);
  if (!chosen.ok) return fail(context, chosen.problem, noMissionCode);
  const viewed = await context.missions.view(chosen.id);
  if (!viewed.ok) return fail(context, viewed.problem.message, exitCodeOfProblem(viewed.problem));
  await how(viewed.state, chosen.id);
  return 0;
}

/** `report [MISSION]`: the report as Markdown, or the whole state with --json. */
export function report(context: CommandContext): Promise<number> {
  return show(context, 'report', async (state) => {
    context.io.out(context.values['json'] === true ? JSON.stringify(state) : missionReport(state).trimEnd());
  });
}

/** `status [MISSION]`: where it stands, or the whole state with --json. */
export function status(context: CommandContext): Promise<number> {
  const { io, missions, values } = context;
  return show(context, 'status', async (state, id) => {
    if (values['json'] === true) io.out(JSON.stringify(state));
    else for (const line of statusLines(state, missions.directory(id))) io.out(line);
  });
}

/** `list`: all missions, the newest first. */
export async function list(context: CommandContext): Promise<number> {
  const { missions, io } = context;
  const surplus = surplusProblem(context, 'list', 0);
  if (surplus !== null) return fail(context, surplus, exitCodes.usage);
  const ids = await missions.list();
  if (ids.length === 0)
    return fail(
      context,
      `There is no mission yet. Begin one: ${io.program} run --folder DIR --goal "…"`,
      noMissionCode,
    );
  const width = Math.max(...ids.map((id) => id.length));
  for (const id of ids) {
    const viewed = await missions.view(id);
    const what = viewed.ok
      ? `${standing(viewed.state)}: ${oneLine(viewed.state.goal, goalCharacters)}`
      : viewed.problem.message;
    io.out(`${id.padEnd(width)}  ${what}`);
  }
  return 0;
}
