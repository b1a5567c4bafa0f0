import type { MissionEvent } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { Halt, Mission } from '../runner/missions.ts';
import type { Prepared } from './conversation.ts';
import { answerQuestions, decideOnPlan } from './conversation.ts';
import { eventLine } from './eventLine.ts';
import { exitCodeOf } from './exitCodes.ts';
import type { TerminalIo } from './terminalIo.ts';

export interface CarryOptions {
  prepared: Prepared;
  /** One event a line as JSON instead of text for people. */
  json: boolean;
  io: TerminalIo;
}

function show(event: MissionEvent, state: MissionState, { json, io }: CarryOptions): void {
  if (json) {
    io.out(JSON.stringify(event));
    return;
  }
  const line = eventLine(event, state);
  if (line !== null) io.out(`${new Date(event.at).toTimeString().slice(0, 8)} ${line}`);
}

async function talk(mission: Mission, halt: Halt, options: CarryOptions): Promise<boolean> {
  if (halt.kind !== 'awaitUser') return false;
  // With --json the standard output holds events alone.
  const io = options.json ? { ...options.io, out: options.io.error.bind(options.io) } : options.io;
  const how = { prepared: options.prepared, io };
  if (halt.for === 'approval') return decideOnPlan(mission, how);
  return halt.for === 'answer' ? answerQuestions(mission, halt.detail, how) : false;
}

function summary(mission: Mission, halt: Halt): string[] {
  const { state, directory } = mission;
  const why =
    halt.kind === 'disk'
      ? halt.why
      : halt.kind === 'awaitUser' && halt.for !== 'pause'
        ? `Waits for you (${halt.for}): run it again with resume.`
        : null;
  return [
    ...(why === null ? [] : [why]),
    '',
    `Mission    ${state.missionId}: ${state.pause ? `paused (${state.pause.reason}). ${state.pause.detail} ${state.pause.goesOn}` : state.phase}`,
    ...(state.branch === null
      ? []
      : [`Commits    git -C ${state.folder} log ${state.baseCommit.slice(0, 10)}..${state.branch}`]),
    `Evidence   ${directory}/evidence`,
    `Journal    ${directory}/journal.jsonl`,
    `Report     ${directory}/mission.md`,
  ];
}

/** Carries a mission on in the terminal until it ends or nobody can answer; gives the exit code. */
export async function carryMission(mission: Mission, options: CarryOptions): Promise<number> {
  const { io, json } = options;
  const stopListening = mission.listen((event, state) => {
    show(event, state, options);
  });
  const stopInterrupts = io.onInterrupt(() => void mission.pause());
  try {
    for (;;) {
      const halt = await mission.run();
      const goesOn = await talk(mission, halt, options);
      if (goesOn) continue;
      for (const line of json ? [] : summary(mission, halt)) io.out(line);
      return exitCodeOf(halt, mission.state);
    }
  } finally {
    stopInterrupts();
    stopListening();
    await mission.close();
  }
}
