import fs from 'node:fs';
import path from 'node:path';
import type { OwnedProcess, ProcessLedger } from '../../ports/processLedger.ts';
import { formatMark, ownerVariable } from './ownerMark.ts';
import { identityOfThisProcess, processStatus, startTimeOf } from './processIdentity.ts';
import type { ProcessIdentity } from './processIdentity.ts';
import { endGroup, killMarked, startTimeNow } from './processTree.ts';
import { readLedger } from './processLedgerFile.ts';
import type { LedgerEntry, LedgerLine } from './processLedgerFile.ts';

export interface NodeProcessLedger extends ProcessLedger {
  /** A number for a shell of this process. */
  nextShell(): number;
  /** What to add to the environment of a process before it is started. Notes on disk that this Longhaul starts processes. */
  markFor(work: { run: number; shell: number; command: number }): Record<string, string>;
  /** To be called as soon as the pid is known. The process leads its own group. Throws if it cannot be written down. */
  started(started: { pid: number; run: number; what: string; port: number | null }): void;
  /** Nothing of the group of `pid` runs any more. */
  ended(pid: number): void;
  /** Kills what carries the mark of this shell, or of one command of it; resolves with the number of processes killed. */
  killLeftBy(work: { shell: number; command: number | null }): Promise<number>;
}

interface LedgerOptions {
  /** In the mission directory. */
  file: string;
  /** Unique to the mission; the same in every process that carries it on. */
  token: string;
  /** Between asking a process to end and killing it. */
  killGraceMs: number;
}

const maxWhatCharacters = 120;
const maxEndedLines = 2000;
const identifyAfterMs = 1000;

/** Opens the ledger of a mission. Only the owner of the mission (its lease) may open it. */
export async function nodeProcessLedger(options: LedgerOptions): Promise<NodeProcessLedger> {
  return new Ledger(options, await identityOfThisProcess());
}

class Ledger implements NodeProcessLedger {
  readonly #options: LedgerOptions;
  readonly #self: ProcessIdentity;
  readonly #own = new Map<number, OwnedProcess>();
  #left: LedgerEntry[];
  #descriptor: number | null = null;
  #endedLines = 0;
  #shells = 0;

  constructor(options: LedgerOptions, self: ProcessIdentity) {
    this.#options = options;
    this.#self = self;
    this.#left = readLedger(options.file);
  }

  list(): OwnedProcess[] {
    return [...this.#left.map((each) => each.process), ...this.#own.values()];
  }

  nextShell(): number {
    this.#shells += 1;
    return this.#shells;
  }

  markFor(work: { run: number; shell: number; command: number }): Record<string, string> {
    this.#open();
    const { pid, startedAt } = this.#self;
    return { [ownerVariable]: formatMark({ token: this.#options.token, ...work, owner: { pid, startedAt } }) };
  }

  started({ pid, run, what, port }: { pid: number; run: number; what: string; port: number | null }): void {
    const startedAt = startTimeNow(pid) ?? '';
    const owned = { pid, startedAt, run, what: what.slice(0, maxWhatCharacters), port };
    this.#own.set(pid, owned);
    this.#append({ started: owned });
    if (startedAt === '') setTimeout(() => void this.#identifyLater(owned), identifyAfterMs).unref();
  }

  ended(pid: number): void {
    if (!this.#own.delete(pid)) return;
    this.#endedLines += 1;
    if (this.#endedLines >= maxEndedLines) this.#rewrite();
    else this.#append({ ended: pid });
  }

  async reapLeftOvers(): Promise<OwnedProcess[]> {
    const killed: OwnedProcess[] = [];
    const kept: LedgerEntry[] = [];
    for (const entry of this.#left) {
      if ((await processStatus(entry.owner)) !== 'gone') kept.push(entry);
      else if (await this.#endIfSame(entry.process, entry.owner)) killed.push(entry.process);
    }
    const hidden = await this.#killForsaken();
    this.#left = kept;
    if (fs.existsSync(this.#options.file)) this.#rewrite();
    return [...killed, ...hidden];
  }

  async reapRun(run: number): Promise<void> {
    const own = [...this.#own.values()].filter((each) => each.run === run);
    await Promise.all(own.map((each) => this.#endIfSame(each, this.#self)));
    const { token } = this.#options;
    await killMarked((mark) => mark.token === token && mark.run === run && this.#isOwn(mark.owner));
    for (const each of own) this.ended(each.pid);
  }

  async killLeftBy(work: { shell: number; command: number | null }): Promise<number> {
    const killed = await killMarked((mark) => {
      if (mark.token !== this.#options.token || mark.shell !== work.shell || !this.#isOwn(mark.owner)) return false;
      return work.command === null || mark.command === work.command;
    });
    return killed.length;
  }

  /** Where only a program tells start times it is asked for processes that live on, not for every short command. */
  async #identifyLater(owned: OwnedProcess): Promise<void> {
    if (this.#own.get(owned.pid) !== owned) return;
    const startedAt = await startTimeOf(owned.pid);
    if (startedAt === null || this.#own.get(owned.pid) !== owned) return;
    owned.startedAt = startedAt;
    this.#append({ started: owned });
  }

  #isOwn(owner: { pid: number; startedAt: string }): boolean {
    return owner.pid === this.#self.pid && owner.startedAt === this.#self.startedAt;
  }

  /** Ends the group; of an earlier Longhaul only if its leader is still the very process that was recorded. */
  async #endIfSame(recorded: OwnedProcess, owner: ProcessIdentity): Promise<boolean> {
    const isOurs = owner === this.#self;
    if (owner.bootId !== this.#self.bootId || !(isOurs || (await isSame(recorded)))) return false;
    await endGroup(recorded.pid, this.#options.killGraceMs);
    return true;
  }

  /** Processes of this mission whose Longhaul is gone, found by their mark: those never recorded, or no longer in their group. */
  async #killForsaken(): Promise<OwnedProcess[]> {
    const gone = new Map<string, boolean>();
    const isGone = (owner: { pid: number; startedAt: string }): boolean => {
      const key = `${owner.pid} ${owner.startedAt}`;
      const known = gone.get(key) ?? startTimeNow(owner.pid) !== owner.startedAt;
      gone.set(key, known);
      return known;
    };
    const killed = await killMarked((mark) => mark.token === this.#options.token && isGone(mark.owner));
    return killed.map(({ pid, startedAt, mark }) => ({
      pid,
      startedAt,
      run: mark.run,
      what: 'left by a command',
      port: null,
    }));
  }

  #append(line: LedgerLine): void {
    fs.writeSync(this.#open(), `${JSON.stringify(line)}\n`);
  }

  /** Written without a sync: it must outlive us, not the machine, whose processes die with it. */
  #open(): number {
    if (this.#descriptor !== null) return this.#descriptor;
    fs.mkdirSync(path.dirname(this.#options.file), { recursive: true, mode: 0o700 });
    const descriptor = fs.openSync(this.#options.file, 'a', 0o600);
    // A line that a crash cut off is ended, so that it does not swallow ours.
    fs.writeSync(descriptor, `\n${JSON.stringify({ owner: this.#self } satisfies LedgerLine)}\n`);
    this.#descriptor = descriptor;
    return descriptor;
  }

  #rewrite(): void {
    const lines: LedgerLine[] = this.#left.flatMap(({ owner, process }) => [{ owner }, { started: process }]);
    lines.push({ owner: this.#self }, ...[...this.#own.values()].map((started) => ({ started })));
    const temporary = `${this.#options.file}.new`;
    fs.writeFileSync(temporary, lines.map((each) => `${JSON.stringify(each)}\n`).join(''), { mode: 0o600 });
    fs.renameSync(temporary, this.#options.file);
    if (this.#descriptor !== null) fs.closeSync(this.#descriptor);
    this.#descriptor = fs.openSync(this.#options.file, 'a', 0o600);
    this.#endedLines = 0;
  }
}

/** A process without a recorded start time is never taken for the recorded one. */
async function isSame(recorded: OwnedProcess): Promise<boolean> {
  return recorded.startedAt !== '' && (await startTimeOf(recorded.pid)) === recorded.startedAt;
}
