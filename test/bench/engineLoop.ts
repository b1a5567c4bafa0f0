import { subscribe } from 'node:diagnostics_channel';
import { benchMissions, workerModels } from './benchEngine.ts';
import type { WireChoice } from './benchEngine.ts';

/** Process of the engine: carries a prepared mission on until so many worker runs have ended. Over IPC: options → what it started. */
export interface EngineLoopOptions {
  root: string;
  /** Address of the built-in skills' folder. */
  skills: string;
  missionId: string;
  url: string;
  wire: WireChoice;
  workerRuns: number;
}

/** Between the first command of the first worker and its first call of another tool. */
export interface StartedProcesses {
  commands: number;
  processes: number;
}

function countProcesses(): { counts: StartedProcesses; onCall: (tool: string) => void } {
  const counts = { commands: 0, processes: 0 };
  let isCounting = false;
  subscribe('child_process', () => {
    if (isCounting) counts.processes += 1;
  });
  const onCall = (tool: string): void => {
    isCounting = tool === 'run_command' && (isCounting || counts.commands === 0);
    if (isCounting) counts.commands += 1;
  };
  return { counts, onCall };
}

async function carryWorkers({ root, skills, missionId, url, wire, workerRuns }: EngineLoopOptions): Promise<void> {
  const { counts, onCall } = countProcesses();
  const opened = await benchMissions({ root, skills: new URL(skills), url, onCall }).open(missionId);
  if (!opened.ok) throw new Error(opened.problem.message);
  const { mission } = opened;
  if (wire !== 'anthropic') await mission.changeModel('worker', workerModels[wire]);
  const outcomes: string[] = [];
  const enough = new Promise<void>((resolve) => {
    mission.listen(({ body }, { runs }) => {
      if (body.type !== 'runEnded' || runs[body.run]?.role !== 'worker') return;
      outcomes.push(`${body.outcome} ${body.reason}`.trim());
      if (outcomes.length === workerRuns) resolve();
    });
  });
  const halted = mission.run().then((halt) => {
    outcomes.push(JSON.stringify(halt));
  });
  await Promise.race([enough, halted]);
  await mission.close();
  const wanted = Array.from({ length: workerRuns }, () => 'completed');
  if (outcomes.slice(0, workerRuns).join() !== wanted.join()) {
    throw new Error(`The worker runs ended otherwise than expected: ${outcomes.join('; ')}`);
  }
  process.send?.(counts);
}

process.once('message', (options) => {
  void carryWorkers(options as EngineLoopOptions).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
