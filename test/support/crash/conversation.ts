import type { ModelRequest } from '../../../src/ports/model.ts';
import type { PolicyCall, PolicyReply } from '../modelServer/policy.ts';

export interface SeenCall {
  name: string;
  input: unknown;
  /** What it returned. */
  text: string;
}

/** What a policy reads in a request: the brief, its own turns with what they returned, and every text in order. */
export interface Conversation {
  brief: string;
  turns: SeenCall[][];
  /** Where services answered last, as results and notices tell. */
  address: string;
}

export function conversationOf(request: ModelRequest): Conversation {
  const [first, ...rest] = request.messages;
  const brief = first?.role === 'user' ? first.parts.map((part) => part.text).join('\n') : '';
  const turns: SeenCall[][] = [];
  const texts = [brief];
  for (const message of rest) {
    if (message.role === 'assistant') {
      turns.push(message.calls.map(({ name, input }) => ({ name, input, text: '' })));
      continue;
    }
    const calls = turns.at(-1) ?? [];
    const results = message.parts.filter((part) => part.kind === 'toolResult');
    results.forEach(({ text }, place) => {
      const call = calls[place];
      if (call) call.text = text;
    });
    texts.push(...message.parts.map((part) => part.text));
  }
  const addresses = texts.join('\n').match(/http:\/\/127\.0\.0\.1:\d+/g);
  return { brief, turns, address: addresses?.at(-1) ?? '' };
}

/** One step of a role: calls of one turn. */
export interface Step {
  calls: (seen: Conversation) => PolicyCall[];
  /** Where to begin again when a result shows that the services are gone; the step itself when it is not given. */
  without?: number;
  /** Done after an interruption, before the step is done again. */
  tidy?: (seen: Conversation) => PolicyCall[];
  text?: string;
}

const interrupted = /^Interrupted/;
const nothingThere = /is not allowed here|No origin is allowed|could not be reached|refused the connection/;
const alreadyDone = /is in the file\.$|there is no file/i;

function isInterrupted(turn: readonly SeenCall[]): boolean {
  return turn.some(({ text }) => interrupted.test(text) && !alreadyDone.test(text));
}

/** Where the conversation stands in its steps; an interrupted step is tidied up and done again. */
function placeIn(steps: readonly Step[], turns: readonly SeenCall[][]): { place: number; isTidying: boolean } {
  let place = 0;
  let isTidying = false;
  for (const turn of turns) {
    const step = steps[place];
    if (isInterrupted(turn)) isTidying = isTidying || step?.tidy !== undefined;
    else if (isTidying) isTidying = false;
    else if (turn.some(({ text }) => nothingThere.test(text))) place = step?.without ?? place;
    else place += 1;
  }
  return { place: Math.min(place, steps.length - 1), isTidying };
}

/** The next reply of a role that goes through its steps in order. */
export function play(seen: Conversation, steps: readonly Step[]): PolicyReply {
  const { place, isTidying } = placeIn(steps, seen.turns);
  const step = steps[place];
  const calls = (isTidying ? step?.tidy : step?.calls)?.(seen) ?? [];
  return { text: step?.text ?? 'Scripted for a test.', calls };
}

export function call(name: string, input: unknown): PolicyCall {
  return { name, input };
}

export function fixed(...calls: PolicyCall[]): Step {
  return { calls: () => calls };
}
