import type { Halt, Mission } from '../runner/missions.ts';
import type { Prepared } from './conversation.ts';
import { answerQuestions, decideOnPlan } from './conversation.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { missionEnd, missionHead } from './missionEnds.ts';
import type { Screen } from './screen.ts';
import type { TerminalIo } from './terminalIo.ts';

const echoMs = 300;

export interface CarryOptions {
  prepared: Prepared;
  io: TerminalIo;
  screen: Screen;
  json: boolean;
  /** What a person types to go on with this mission. */
  resumeCommand: string;
}

async function talk(mission: Mission, halt: Halt, { prepared, io, screen }: CarryOptions): Promise<boolean> {
  if (halt.kind !== 'awaitUser') return false;
  screen.still();
  const partner = { prepared, io, screen };
  if (halt.for === 'approval') return decideOnPlan(mission, partner);
  return halt.for === 'answer' ? answerQuestions(mission, halt.detail, partner) : false;
}

/** The first Ctrl+C pauses, the second ends at once. Tells whether there was one. */
function pauseOnInterrupt(
  mission: Mission,
  { io, screen }: CarryOptions,
): { happened: () => boolean; stop: () => void } {
  let times = 0;
  let lastAt = 0;
  const stop = io.onInterrupt(() => {
    // One Ctrl+C may come more than once: from the terminal, and from a program between it and this one.
    const isEcho = Date.now() - lastAt < echoMs;
    lastAt = Date.now();
    if (isEcho) return;
    times += 1;
    screen.still();
    if (times === 1) {
      io.error('Pausing: what runs is ended, everything so far is kept. Ctrl+C once more ends at once.');
      void mission.pause();
      return;
    }
    io.error('Ended at once. What was shown is on disk; the next resume clears away what still runs.');
    io.endNow(exitCodes.interrupted);
  });
  return { happened: () => times > 0, stop };
}

/** Runs until nobody can answer, and gives the mission back whatever happens. */
async function carryUntilHalt(mission: Mission, options: CarryOptions): Promise<{ halt: Halt; interrupted: boolean }> {
  const interrupts = pauseOnInterrupt(mission, options);
  try {
    for (;;) {
      const halt = await mission.run();
      if (await talk(mission, halt, options)) continue;
      return { halt, interrupted: interrupts.happened() };
    }
  } finally {
    options.screen.still();
    await mission.close();
    interrupts.stop();
  }
}

/** Carries a mission on in the terminal until it ends or nobody can answer; gives the exit code. */
export async function carryMission(mission: Mission, options: CarryOptions): Promise<number> {
  const { io, screen, json, resumeCommand } = options;
  if (!json) screen.say(...missionHead(mission, resumeCommand));
  const { halt, interrupted } = await carryUntilHalt(mission, options);
  const { state } = mission;
  const code = interrupted && state.pause?.reason === 'user' ? exitCodes.interrupted : exitCodeOf(halt, state);
  const { sentence, places } = missionEnd(mission, halt, resumeCommand);
  if (code === exitCodes.completed) screen.say('', screen.paint('good', sentence));
  else io.error(`${json ? '' : '\n'}${sentence}`);
  if (!json) screen.say(...places);
  return code;
}
