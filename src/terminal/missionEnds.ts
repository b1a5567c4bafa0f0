import type { MissionState } from '../mission/state.ts';
import type { Halt, Mission } from '../runner/missions.ts';
import { count } from '../wording/count.ts';
import { oneLine } from '../wording/oneLine.ts';
import { duration, modelNames, pauseNames, pauseSentence, shortCommit, spent } from '../wording/words.ts';

const labelColumns = 10;

function row(label: string, text: string): string {
  return `  ${label.padEnd(labelColumns)}${text}`;
}

/** What stands above the events of a mission. */
export function missionHead({ state, directory }: Mission, resumeCommand: string): string[] {
  return [
    '',
    `Longhaul  ${state.missionId}`,
    row('Goal', oneLine(state.goal)),
    row('Folder', `${state.folder} (${state.branch ?? `${state.baseBranch} at ${shortCommit(state.baseCommit)}`})`),
    row('Models', `${modelNames(state.models)}${state.scripted ? ': scripted, no thinking model' : ''}`),
    row('Journal', `${directory}/journal.jsonl`),
    row('', `Ctrl+C pauses; go on with: ${resumeCommand}`),
    '',
  ];
}

function endSentence(state: MissionState, halt: Halt, resumeCommand: string): string {
  const { pause, phase } = state;
  if (halt.kind === 'disk') return `${halt.why} Then: ${resumeCommand}`;
  if (phase === 'abandoned') return 'Cancelled. The branch, its commits and the mission directory stay.';
  if (halt.kind === 'stopped') return `Stopped. Go on with: ${resumeCommand}`;
  if (pause) {
    const why = pause.reason === 'user' ? 'Paused.' : `Paused (${pauseNames[pause.reason]}). ${pauseSentence(pause)}`;
    return `${why}\nGo on with: ${resumeCommand}`;
  }
  if (halt.kind === 'awaitUser') {
    const what = halt.for === 'approval' ? 'The plan waits for your approval' : 'A question waits for your answer';
    return `${what}. Go on in a terminal with: ${resumeCommand}\nOr without one: add --yes, or --answers FILE.`;
  }
  if (phase === 'completed') return 'Completed: every assertion passed with evidence, every milestone is sealed.';
  return 'Completed with exceptions that you granted; the report names them.';
}

function commitRows(state: MissionState): string[] {
  const { branch, head, folder, baseBranch, baseCommit } = state;
  if (branch === null || head === null) return [];
  const commits = Object.values(state.features).reduce((sum, feature) => sum + feature.commits.length, 0);
  if (commits === 0) return [row('Commits', `none yet on ${branch}`)];
  const merge = state.phase === 'completed' || state.phase === 'completedWithExceptions';
  return [
    row('Commits', `${count(commits, 'commit')} on ${branch}, from ${shortCommit(baseCommit)} to ${shortCommit(head)}`),
    row('', `git -C ${folder} log ${shortCommit(baseCommit)}..${branch}`),
    ...(merge ? [row('Merge', `git -C ${folder} switch ${baseBranch} && git -C ${folder} merge ${branch}`)] : []),
  ];
}

/** How a mission stopped here, in a sentence or two, and where everything is. */
export function missionEnd(
  { state, directory }: Mission,
  halt: Halt,
  resumeCommand: string,
): { sentence: string; places: string[] } {
  const hasReport = state.phase === 'completed' || state.phase === 'completedWithExceptions';
  const hasEvidence = Object.values(state.milestones).some(({ rounds }) =>
    rounds.some((round) => round.closed !== null),
  );
  const places = [
    ...commitRows(state),
    ...(hasEvidence ? [row('Evidence', `${directory}/evidence`)] : []),
    ...(state.proposal ? [row('Report', `${directory}/${hasReport ? 'report' : 'mission'}.md`)] : []),
    row('Journal', `${directory}/journal.jsonl`),
    row(
      'Figures',
      `${count(state.runCount, 'run')}, ${count(state.usage.calls, 'model call')}, ${spent(state.usage)}, ${duration(state.activeMs)} at work`,
    ),
  ];
  return { sentence: endSentence(state, halt, resumeCommand), places };
}
