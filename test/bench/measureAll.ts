import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { endChildren } from './children.ts';
import { editorFigures } from './editorFigures.ts';
import type { EditorSettings } from './editorFigures.ts';
import type { Measured } from './figures.ts';
import { appendTimes, replayTimes } from './journalRuns.ts';
import { resumeTimes } from './resumeTimes.ts';
import {
  appendFigure,
  cacheShare,
  connections,
  cpuPerTurn,
  gapRatio,
  memoryPerTurn,
  prefixBreaks,
  prefixTokens,
  processesPerCommand,
  replayFigure,
  resumeFigure,
  siblingShare,
} from './turnFigures.ts';
import { prepareGround, turnRun } from './turnRun.ts';
import type { Ground, TurnRun } from './turnRun.ts';
import type { BarePrefix } from './turnServer.ts';

/** A length of run: turns with a shell command, and how often it is run. */
export interface RunLength {
  turns: number;
  repetitions: number;
}

export interface BenchSettings {
  /** Files of the repository. */
  files: number;
  short: RunLength;
  middle: RunLength;
  long: RunLength;
  /** Turns that one loop takes before the other has its go. */
  turnsPerBlock: number;
  appends: number;
  replay: { events: number; repetitions: number };
  resumes: number;
  /** Null leaves the figures of the extension out: they need a real VS Code. */
  editor: EditorSettings | null;
}

export const fullBench: BenchSettings = {
  files: 2_200,
  short: { turns: 50, repetitions: 5 },
  middle: { turns: 200, repetitions: 3 },
  long: { turns: 500, repetitions: 3 },
  turnsPerBlock: 10,
  appends: 3_000,
  replay: { events: 100_000, repetitions: 5 },
  resumes: 5,
  editor: { activations: 5, paints: 60 },
};

const SIBLING_TURNS = 3;

/** Measures everything, in folders of its own below `parent`; `say` is told what is under way. */
export async function measureAll(
  settings: BenchSettings,
  { parent, say }: { parent: string; say: (text: string) => void },
): Promise<Measured[]> {
  const folder = realpathSync(mkdtempSync(path.join(parent, 'longhaul-bench-')));
  try {
    say(`a repository of ${settings.files} files and a mission with an approved plan`);
    const ground = await prepareGround(folder, settings.files);
    return [
      ...(await measureTurns(settings, ground, say)),
      ...(await measureJournal(settings, ground, say)),
      ...(settings.editor === null ? [] : await editorFigures(settings.editor, say)),
    ];
  } finally {
    endChildren();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureTurns(settings: BenchSettings, ground: Ground, say: (text: string) => void): Promise<Measured[]> {
  const { turnsPerBlock, short, middle, long } = settings;
  say('two worker runs that follow each other');
  const siblings = { turns: SIBLING_TURNS, turnsPerBlock, workerRuns: 2, prefix: null };
  const anthropic = await turnRun(ground, { ...siblings, wire: 'anthropic' });
  const openai = await turnRun(ground, { ...siblings, wire: 'openai' });
  const repeat = (length: RunLength): Promise<TurnRun[]> =>
    pairs(ground, { length, turnsPerBlock, prefix: anthropic.prefix, say });
  const [shortRuns, middleRuns, longRuns] = [await repeat(short), await repeat(middle), await repeat(long)];
  say(`${middle.turns} turns of the engine in the other wire format`);
  const automatic = await turnRun(ground, {
    wire: 'openai',
    turns: middle.turns,
    turnsPerBlock,
    workerRuns: 1,
    prefix: null,
  });
  const explicit = middleRuns[0] ?? anthropic;
  const all = [...shortRuns, ...middleRuns, ...longRuns];
  return [
    gapRatio('turnGapRatio50', shortRuns, false),
    gapRatio('turnGapRatio200', middleRuns, false),
    gapRatio('turnGapRatio500', longRuns, true),
    processesPerCommand(all),
    cpuPerTurn(longRuns),
    memoryPerTurn(longRuns),
    connections([...all, automatic]),
    prefixBreaks([...all, automatic, anthropic, openai]),
    cacheShare('cacheAutomaticShare', automatic, middle.turns),
    cacheShare('cacheExplicitShare', explicit, middle.turns),
    siblingShare({ anthropic, openai }),
    prefixTokens(anthropic),
  ];
}

interface Pairs {
  length: RunLength;
  turnsPerBlock: number;
  prefix: BarePrefix;
  say: (text: string) => void;
}

async function pairs(ground: Ground, { length, turnsPerBlock, prefix, say }: Pairs): Promise<TurnRun[]> {
  const { turns, repetitions } = length;
  const reports: TurnRun[] = [];
  for (let number = 1; number <= repetitions; number += 1) {
    say(`${turns} turns of the engine and of a bare loop (${number} of ${repetitions})`);
    reports.push(await turnRun(ground, { wire: 'anthropic', turns, turnsPerBlock, workerRuns: 1, prefix }));
  }
  return reports;
}

async function measureJournal(
  settings: BenchSettings,
  ground: Ground,
  say: (text: string) => void,
): Promise<Measured[]> {
  const { appends, replay, resumes } = settings;
  const root = path.join(ground.folder, 'journals');
  say(`${appends} appends to a journal`);
  const append = appendFigure(await appendTimes(root, appends));
  say(`a journal of ${replay.events} events, opened ${replay.repetitions} times`);
  const times = await replayTimes({ root, ...replay, program: ground.programs.replay });
  say(`a mission in a window, opened ${resumes} times`);
  const resumed = await resumeTimes({
    root: path.join(ground.folder, 'resumed'),
    repetitions: resumes,
    program: ground.programs.resume,
  });
  return [append, replayFigure(times, replay.events), resumeFigure(resumed)];
}
