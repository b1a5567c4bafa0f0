import { benchMissions, workerModels } from './benchEngine.ts';
import type { WireChoice } from './benchEngine.ts';

/** Process of the engine: carries a prepared mission on until so many worker runs have ended. Over IPC: options. */
export interface EngineLoopOptions {
  root: string;
  /** Address of the built-in skills' folder. */
  skills: string;
  missionId: string;
  url: string;
  wire: WireChoice;
  workerRuns: number;
}

async function carryWorkers({ root, skills, missionId, url, wire, workerRuns }: EngineLoopOptions): Promise<void> {
  const opened = await benchMissions({ root, skills: new URL(skills), url }).open(missionId);
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
