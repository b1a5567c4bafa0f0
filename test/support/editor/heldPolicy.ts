import type { ModelRequest } from '../../../src/ports/model.ts';
import type { Policy } from '../modelServer/policy.ts';

/** A place at which the model is silent until the test lets it go on. */
export interface Hold {
  /** Resolves when a request has come to it. */
  reached: Promise<void>;
  release(): void;
}

interface OpenHold {
  match: (request: ModelRequest) => boolean;
  reach: () => void;
  released: Promise<void>;
}

/** A policy whose replies a test can hold back, so that a mission stands still where it is to be looked at. */
export class HeldPolicy {
  readonly #policy: Policy;
  readonly #holds = new Set<OpenHold>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  readonly reply: Policy = async (request) => {
    for (const { match, reach, released } of this.#holds) {
      if (!match(request)) continue;
      reach();
      await released;
    }
    return this.#policy(request);
  };

  /** Holds every request that matches, until it is released. */
  hold(match: (request: ModelRequest) => boolean): Hold {
    let reach: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const released = new Promise<void>((resolve) => (goOn = resolve));
    const open = { match, reach, released };
    this.#holds.add(open);
    const release = (): void => {
      this.#holds.delete(open);
      goOn();
    };
    return { reached, release };
  }
}
