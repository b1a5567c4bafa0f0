/** Where and when a process kills itself. */
export interface Kill {
  point: string;
  /** Which passing of the point, from 1. */
  occurrence: number;
  /** Time between passing the point and the kill; 0 = at once, before anything else can happen. */
  delayMs: number;
}

const never = new Int32Array(new SharedArrayBuffer(4));

/** Counts how often each named point is passed, and kills the process at the first of its kills that is due. */
export class Trap {
  /** Points in the order in which they were passed. */
  readonly passed: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #kills: readonly Kill[];
  readonly #lastWord: (kill: Kill) => void;

  /** `lastWord` is told of the kill just before it. */
  constructor(kills: readonly Kill[], lastWord: (kill: Kill) => void) {
    this.#kills = kills;
    this.#lastWord = lastWord;
  }

  pass(point: string): void {
    this.passed.push(point);
    const count = (this.#counts.get(point) ?? 0) + 1;
    this.#counts.set(point, count);
    const kill = this.#kills.find((each) => each.point === point && each.occurrence === count);
    if (!kill) return;
    if (kill.delayMs === 0) this.#die(kill);
    else setTimeout(() => this.#die(kill), kill.delayMs);
  }

  /** Passes `before NAME`, `during NAME` (the work has begun) and `after NAME`. */
  async around<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.pass(`before ${name}`);
    const working = work();
    this.pass(`during ${name}`);
    const result = await working;
    this.pass(`after ${name}`);
    return result;
  }

  /** Ends this very process as `kill -9` does: nothing of it runs any more. */
  #die(kill: Kill): void {
    this.#lastWord(kill);
    process.kill(process.pid, 'SIGKILL');
    Atomics.wait(never, 0, 0);
  }
}
