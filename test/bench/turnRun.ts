import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BareLoopOptions } from './bareLoop.ts';
import { benchPlaces, workerModels } from './benchEngine.ts';
import type { WireChoice } from './benchEngine.ts';
import { benchRepository } from './benchRepository.ts';
import { startChild } from './children.ts';
import type { EngineLoopOptions, StartedProcesses } from './engineLoop.ts';
import { buildLoopPrograms } from './loopPrograms.ts';
import type { LoopPrograms } from './loopPrograms.ts';
import { builtInSkills, prepareMission } from './preparedMission.ts';
import type { BarePrefix, LoopPids, TurnReport, TurnServerAddresses, TurnServerOptions } from './turnServer.ts';

/** A mission at its first worker run, in a repository, from which every run of the bench starts anew. */
export interface Ground {
  folder: string;
  programs: LoopPrograms;
  missionId: string;
}

export interface TurnRunOptions {
  wire: WireChoice;
  /** Turns with a shell command, in each loop. */
  turns: number;
  turnsPerBlock: number;
  workerRuns: number;
  /** With it the bare loop runs along. */
  prefix: BarePrefix | null;
}

/** What the server saw, and what the engine itself counted. */
export interface TurnRun extends TurnReport {
  started: StartedProcesses;
}

export async function prepareGround(folder: string, files: number): Promise<Ground> {
  const places = benchPlaces(path.join(folder, 'run'));
  benchRepository(places.repository, files);
  const missionId = await prepareMission(places);
  cpSync(path.join(folder, 'run'), path.join(folder, 'prepared'), { recursive: true, preserveTimestamps: true });
  return { folder, missionId, programs: await buildLoopPrograms(path.join(folder, 'programs')) };
}

/** One run of the engine, and of the bare loop beside it, each in a process of its own, against a server in a third. */
export async function turnRun(ground: Ground, options: TurnRunOptions): Promise<TurnRun> {
  const run = path.join(ground.folder, 'run');
  rmSync(run, { recursive: true, force: true });
  cpSync(path.join(ground.folder, 'prepared'), run, { recursive: true, preserveTimestamps: true });
  const { repository, root } = benchPlaces(run);
  const { wire, turns, turnsPerBlock, workerRuns, prefix } = options;

  const server = startChild(new URL('turnServer.ts', import.meta.url));
  const loops = prefix === null ? (['engine'] as const) : (['engine', 'bare'] as const);
  server.send({ loops: [...loops], turns, turnsPerBlock } satisfies TurnServerOptions);
  const urls = await server.next<TurnServerAddresses>();
  const engine = startChild(ground.programs.engine);
  const bare = prefix === null ? null : startChild(ground.programs.bare);
  server.send({ engine: engine.pid, ...(bare !== null && { bare: bare.pid }) } satisfies LoopPids);
  const { missionId } = ground;
  const skills = builtInSkills.href;
  engine.send({ root, skills, missionId, url: urls.engine, wire, workerRuns } satisfies EngineLoopOptions);
  if (bare !== null && prefix !== null) {
    const { model } = workerModels.anthropic;
    bare.send({ url: urls.bare, model, folder: repository, prefix } satisfies BareLoopOptions);
  }
  const [started] = await Promise.all([engine.next<StartedProcesses>(), engine.ended, bare?.ended]);
  server.send({ report: true });
  const report = await server.next<TurnReport>();
  await server.ended;
  return { ...report, started };
}
