export type Loop = 'engine' | 'bare';

/** What was seen at both ends of a block: turns that one loop took while the other waited for a reply. */
export interface Block<Sample> {
  turns: number;
  start: Sample;
  end: Sample;
}

interface OpenBlock<Sample> {
  loop: Loop;
  turns: number;
  start: Sample;
}

interface InterleavingOptions<Sample> {
  loops: readonly Loop[];
  turnsPerBlock: number;
  observe: (loop: Loop) => Sample;
}

/**
 * Lets the loops take their turns in blocks, so that both see the same machine and never each other. A turn within a block
 * is answered at once; only between blocks a loop waits.
 */
export class Interleaving<Sample> {
  readonly blocks: Record<Loop, Block<Sample>[]> = { engine: [], bare: [] };
  readonly #options: InterleavingOptions<Sample>;
  readonly #active: Set<Loop>;
  readonly #waiting = new Map<Loop, () => void>();
  readonly #ended: (() => void)[] = [];
  #open: OpenBlock<Sample> | null = null;
  #last: Loop | null = null;

  constructor(options: InterleavingOptions<Sample>) {
    this.#options = options;
    this.#active = new Set(options.loops);
  }

  /** To be called when a request has come; resolves when it may be answered. */
  async turn(loop: Loop): Promise<void> {
    const { turnsPerBlock } = this.#options;
    if (this.#open?.loop === loop && this.#open.turns < turnsPerBlock) {
      this.#open.turns += 1;
      return;
    }
    this.#close(loop);
    const granted = new Promise<void>((resolve) => this.#waiting.set(loop, resolve));
    this.#next();
    await granted;
  }

  /** To be called when the request after the last turn has come; resolves when all loops have come so far. */
  async end(loop: Loop): Promise<void> {
    this.#close(loop);
    this.#active.delete(loop);
    const allEnded = new Promise<void>((resolve) => this.#ended.push(resolve));
    if (this.#active.size === 0) for (const resolve of this.#ended) resolve();
    else this.#next();
    await allEnded;
  }

  #close(loop: Loop): void {
    if (this.#open?.loop !== loop) return;
    const { turns, start } = this.#open;
    this.blocks[loop].push({ turns, start, end: this.#options.observe(loop) });
    this.#open = null;
    this.#last = loop;
  }

  #next(): void {
    if (this.#open !== null || this.#waiting.size < this.#active.size) return;
    const loops = [...this.#waiting.keys()];
    const loop = loops.find((each) => each !== this.#last) ?? loops[0];
    const grant = loop === undefined ? undefined : this.#waiting.get(loop);
    if (loop === undefined || grant === undefined) return;
    this.#waiting.delete(loop);
    this.#open = { loop, turns: 1, start: this.#options.observe(loop) };
    grant();
  }
}
