import type { CommandResult } from '../../ports/shell.ts';
import type { RunLogEntry } from '../../ports/runLog.ts';
import type { TreeWatch } from '../../ports/treeWatch.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordedCommand } from './commandRecord.ts';
import { changedFilesNote, workRecord } from './commandRecord.ts';

/** Keeps apart what this worker changed and what others (the user) changed in the tree meanwhile. */
export class OwnChanges {
  readonly #treeWatch: TreeWatch;
  readonly #clock: Clock;
  readonly #own = new Set<string>();
  readonly #others = new Set<string>();
  readonly commands: RecordedCommand[] = [];
  #untold: string[] = [];
  #notices: string[] = [];

  constructor(treeWatch: TreeWatch, clock: Clock, earlier: readonly RunLogEntry[]) {
    this.#treeWatch = treeWatch;
    this.#clock = clock;
    const record = workRecord(earlier);
    this.commands.push(...record.commands);
    for (const path of record.paths) this.#own.add(path);
  }

  /** Paths that differ from the base after an interruption and that no record explains: told, and left to the worker's judgement. */
  noteUnexplained(dirty: readonly string[]): void {
    const unknown = dirty.filter((path) => !this.#own.has(path));
    if (unknown.length > 0)
      this.#notices.push(
        `After the interruption these paths also differ from the base: ${unknown.join(', ')}. Look at them: commit by path what your interrupted work made, leave what is somebody else's.`,
      );
  }

  /** Changed by others, and not by this worker. */
  isOthers(path: string): boolean {
    return this.#others.has(path) && !this.#own.has(path);
  }

  /** Touched by this worker and by others. */
  contested(): string[] {
    return [...this.#own].filter((path) => this.#others.has(path));
  }

  get own(): string[] {
    return [...this.#own];
  }

  wrote = async (path: string): Promise<void> => {
    this.#own.add(path);
    await this.#treeWatch.wrote(path);
  };

  aroundCommand = async (
    { command }: { command: string },
    run: () => Promise<CommandResult>,
  ): Promise<{ result: CommandResult; note: string | null }> => {
    const startedAt = this.#clock.now();
    const result = await run();
    this.commands.push({ command, exitCode: result.exitCode });
    const changes = await this.#treeWatch.scan(startedAt);
    for (const path of changes.byCommand) this.#own.add(path);
    this.#noteOthers(changes.byOthers);
    return { result, note: changedFilesNote(changes.byCommand) };
  };

  /** Looks for changes of others now; to be called before what must not touch them. */
  async look(): Promise<void> {
    const { byOthers, byCommand } = await this.#treeWatch.scan(null);
    this.#noteOthers([...byOthers, ...byCommand]);
  }

  /** What the worker must be told since the last call. */
  takeNotices(): string[] {
    const notices = this.#notices;
    this.#notices = [];
    if (this.#untold.length > 0)
      notices.push(
        `Somebody else changed ${this.#untold.join(', ')} in the working tree. Leave these changes as they are; they are not part of your commit.`,
      );
    this.#untold = [];
    return notices;
  }

  #noteOthers(paths: readonly string[]): void {
    const fresh = paths.filter((path) => !this.#others.has(path) && !this.#own.has(path));
    for (const path of paths) this.#others.add(path);
    this.#untold.push(...fresh);
  }
}
