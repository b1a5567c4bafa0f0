/**
 * Carries the crash mission as the command line would: prints every event once it is on disk, answers, approves. Its argument is
 * the JSON of ProcessOrder. It kills itself where the order says so; else it prints how it ended.
 */
import { writeSync } from 'node:fs';
import { modelTable } from '../../../src/adapters/model/modelFacts.ts';
import { environmentSecrets } from '../../../src/adapters/node/environmentSecrets.ts';
import { defaultLimits } from '../../../src/mission/limits.ts';
import { nodeEngine } from '../../../src/nodeEngine.ts';
import type { EngineParts } from '../../../src/runner/engineParts.ts';
import { Missions } from '../../../src/runner/missions.ts';
import type { Halt, Mission } from '../../../src/runner/missions.ts';
import { newMission } from '../smallMission/testEngine.ts';
import { crashModel } from './crashModel.ts';
import type { ProcessOrder } from './processOrder.ts';
import { Trap } from './trap.ts';
import { trappedEngine } from './trappedEngine.ts';

/** Standard output is a file here, so that what was printed outlives a kill. */
function print(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function engineFor({ root, files }: ProcessOrder): EngineParts {
  const table = modelTable();
  if (!table.ok) throw new Error(table.problem);
  return nodeEngine({
    root,
    skills: new URL('../../../skills/', import.meta.url),
    models: {
      secrets: environmentSecrets({}),
      baseUrls: {},
      facts: table.table,
      further: { scripted: crashModel(files) },
    },
    // Snapshots come as often as a kill may meet one.
    limits: { ...defaultLimits, snapshotEveryEvents: 25, maxTurnsAfterPartialNotice: 8 },
    activity: { tell: () => undefined },
    log: { debug: () => undefined, warn: (message) => print({ warning: message }) },
    environment: process.env,
  });
}

async function carry(mission: Mission): Promise<Halt> {
  for (;;) {
    const halt = await mission.run();
    if (halt.kind !== 'awaitUser') return halt;
    const isPause = halt.for === 'pause';
    const said =
      halt.for === 'approval'
        ? await mission.approve()
        : halt.for === 'answer'
          ? await mission.answer(halt.detail, ['Hello, Ada!'])
          : null;
    if (isPause || said?.ok === false) return halt;
  }
}

async function main(order: ProcessOrder): Promise<void> {
  const trap = new Trap(order.kills, (kill) => print({ kill }));
  const missions = new Missions(trappedEngine(engineFor(order), trap));
  const opened =
    order.missionId === null
      ? await missions.create(newMission(order.folder, 'Greet by name'))
      : await missions.open(order.missionId);
  if (!opened.ok) throw new Error(opened.problem.message);
  const { mission } = opened;
  mission.listen((event) => {
    trap.pass(`telling ${event.body.type}`);
    print({ event });
  });
  const halt = await carry(mission);
  await mission.close();
  print({ end: { halt, phase: mission.state.phase, passed: trap.passed } });
}

await main(JSON.parse(process.argv[2] ?? '{}') as ProcessOrder);
