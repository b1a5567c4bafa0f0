import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeJournalStore } from '../../../src/adapters/node/journalStore.ts';
import { adapterLimits } from '../../../src/adapterLimits.ts';
import { replay } from '../../../src/journal/replay.ts';
import { entriesOf } from '../../../src/journal/runLogs.ts';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import type { JournalStore } from '../../../src/ports/journalStore.ts';
import type { RunLogEntry } from '../../../src/ports/runLog.ts';
import type { Halt } from '../../../src/runner/missions.ts';
import { crashRepository } from './crashRepository.ts';
import type { ProcessOrder } from './processOrder.ts';
import type { Kill } from './trap.ts';

const program = fileURLToPath(new URL('missionProcess.ts', import.meta.url));
const processLimitMs = 60_000;

export interface ProcessEnd {
  halt: Halt;
  phase: string;
  passed: string[];
}

interface DoneKill {
  kill: Kill;
  /** Runs that were open then. */
  openRuns: number;
}

type Line = { event: MissionEvent } | { warning: string } | { kill: Kill } | { end: ProcessEnd };

export type Carried = { kind: 'killed'; kill: Kill } | { kind: 'ended'; end: ProcessEnd };

function linesOf(file: string): Line[] {
  const text = readFileSync(file, 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** One crash mission in folders of its own, carried by one process after the other. */
export class CarriedMission {
  readonly place = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-crash-')));
  readonly root = path.join(this.place, 'root');
  readonly folder = path.join(this.place, 'repository');
  readonly files = {
    marks: path.join(this.place, 'marks'),
    calls: path.join(this.place, 'calls'),
    limited: path.join(this.place, 'limited'),
  };
  /** For temporary files of its processes, and of nobody else. */
  readonly temporary = path.join(this.place, 'temporary');
  readonly store: JournalStore = nodeJournalStore({ root: this.root, limits: adapterLimits.store });
  /** Every event that any of its processes has printed, in order. */
  readonly printed: MissionEvent[] = [];
  readonly kills: DoneKill[] = [];
  missionId: string | null = null;
  #processes = 0;

  constructor() {
    mkdirSync(this.temporary);
    crashRepository(this.folder);
  }

  /** Runs a process until it kills itself, or has carried the mission to where it halts. */
  async carry(kills: Kill[]): Promise<Carried> {
    this.#processes += 1;
    const output = path.join(this.place, `printed-${String(this.#processes)}`);
    const { root, folder, files, missionId, temporary } = this;
    const signal = await runProcess({ root, folder, files, missionId, kills }, { output, temporary });
    const lines = linesOf(output);
    this.printed.push(...lines.flatMap((line) => ('event' in line ? [line.event] : [])));
    await this.#findMission();
    const last = lines.at(-1);
    if (signal === 'SIGKILL' && last && 'kill' in last) {
      this.kills.push({ kill: last.kill, openRuns: await this.#openRuns() });
      return { kind: 'killed', kill: last.kill };
    }
    if (last && 'end' in last) return { kind: 'ended', end: last.end };
    throw new Error(`A process ended (${String(signal)}) without a word:\n${readFileSync(`${output}.errors`, 'utf8')}`);
  }

  /** What is on disk. */
  async events(): Promise<MissionEvent[]> {
    if (this.missionId === null) return [];
    const read = await this.store.readJournal(this.missionId);
    if (!read.ok) throw new Error(read.problem.message);
    // Not parsed by our schemas: their very bytes count.
    return read.records.flatMap((record) => JSON.parse(record) as MissionEvent[]);
  }

  async runLog(run: number): Promise<RunLogEntry[]> {
    const read = await this.store.readRunLog(this.missionId ?? '', run);
    return read.ok ? entriesOf(read.records) : [];
  }

  remove(): void {
    rmSync(this.place, { recursive: true, force: true, maxRetries: 3 });
  }

  /** As the user would find it: among the missions that have begun. */
  async #findMission(): Promise<void> {
    for (const id of this.missionId === null ? await this.store.list() : []) {
      const read = await this.store.readJournal(id);
      if (read.ok && read.records.length > 0) this.missionId = id;
    }
  }

  async #openRuns(): Promise<number> {
    const read = await this.store.readJournal(this.missionId ?? '');
    const folded = read.ok ? replay(read.records, null) : null;
    return folded?.ok === true ? folded.state.openRuns.length : 0;
  }
}

/** Resolves with the signal that ended it, null where it ended by itself. */
async function runProcess(
  order: ProcessOrder,
  places: { output: string; temporary: string },
): Promise<NodeJS.Signals | null> {
  const { output, temporary } = places;
  const out = openSync(output, 'w');
  const errors = openSync(`${output}.errors`, 'w');
  const cache = path.join(tmpdir(), 'longhaul-crash-compile-cache');
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program, JSON.stringify(order)], {
        stdio: ['ignore', out, errors],
        env: { ...process.env, NODE_COMPILE_CACHE: cache, TMPDIR: temporary },
      });
      const timer = setTimeout(() => child.kill('SIGTERM'), processLimitMs);
      child.once('error', reject);
      child.once('exit', (_code, signal) => {
        clearTimeout(timer);
        resolve(signal);
      });
    });
  } finally {
    closeSync(out);
    closeSync(errors);
  }
}
