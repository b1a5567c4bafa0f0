import type { Answer, Turn } from './conversation.ts';

export interface Call {
  name: string;
  input: unknown;
}

/** One reply that a play wants to make: a sentence for whoever watches, and calls. */
export interface Step {
  say: string;
  calls: Call[];
}

export interface Outcome {
  /** One for each call of the step, in its order. */
  answers: Answer[];
  /** Longhaul was interrupted meanwhile: services, pages and their data are gone. */
  interrupted: boolean;
  /** What was said besides the answers. */
  notices: string[];
}

/** What a role does, step by step; the text it returns is said where nothing is left to do. */
export type Script<Result = string> = Generator<Step, Result, Outcome>;

export interface Reply {
  text: string;
  calls: Call[];
}

export function call(name: string, input: unknown): Call {
  return { name, input };
}

/** A step that stands alone; most plays begin with one. */
export function* take(say: string, ...calls: Call[]): Script<Outcome> {
  return yield { say, calls };
}

/**
 * Plays a script again from its beginning with what came back so far, and gives the reply that comes next. Calls that were not
 * run, cut or interrupted are made again; the script only sees what really came back. The same turns give the same reply.
 */
export function nextReply(script: Script, turns: readonly Turn[]): Reply {
  let place = 0;
  let state = script.next({ answers: [], interrupted: false, notices: [] });
  while (state.done !== true) {
    const step = state.value;
    const heard = new Heard(step);
    while (heard.open().length > 0) {
      const turn = turns[place];
      if (!turn) return { text: step.say, calls: heard.open() };
      place += 1;
      heard.take(turn);
    }
    state = script.next(heard.outcome());
  }
  return { text: state.value, calls: [] };
}

/** Gathers the answers to one step over as many turns as it took. */
class Heard {
  readonly #step: Step;
  readonly #answers: (Answer | null)[];
  readonly #notices: string[] = [];

  constructor(step: Step) {
    this.#step = step;
    this.#answers = step.calls.map(() => null);
  }

  open(): Call[] {
    return this.#step.calls.filter((_call, place) => this.#answers[place] === null);
  }

  /** Answers go by the names of the calls in their order: what somebody else put between them is passed over. */
  take(turn: Turn): void {
    this.#notices.push(...turn.notices);
    let next = 0;
    for (const [place, { name }] of this.#step.calls.entries()) {
      if (this.#answers[place] !== null) continue;
      const found = turn.calls.findIndex((made, index) => index >= next && made.name === name);
      if (found < 0) continue;
      next = found + 1;
      this.#answers[place] = whatCameBack(turn.calls[found]?.answer ?? null);
    }
  }

  outcome(): Outcome {
    const answers = this.#answers.flatMap((answer) => answer ?? []);
    return { answers, interrupted: this.#notices.some((text) => interruption.test(text)), notices: this.#notices };
  }
}

const interruption = /^Longhaul was interrupted\./;
const doneAfterAll = /(?:is in the file|is gone|has been moved)\.$/;

/** Null where the call did not happen, or nobody knows whether it did. */
function whatCameBack(answer: Answer | null): Answer | null {
  if (!answer?.isError) return answer;
  if (/^Not run[:,]/.test(answer.text)) return null;
  if (!answer.text.startsWith('Interrupted')) return answer;
  return doneAfterAll.test(answer.text) ? { text: answer.text, isError: false } : null;
}
