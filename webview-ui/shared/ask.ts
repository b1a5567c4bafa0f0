import type { Action, Place } from '../../src/protocol/actions.ts';
import type { Reply } from '../../src/protocol/toWebview.ts';
import { host } from './hostChannel.ts';
import type { Press } from './needsYou.ts';

type Listener = (problem: string | null) => void;
const listeners = new Set<Listener>();

function tell(problem: string | null): void {
  for (const listener of listeners) listener(problem);
}

/** Hears what the host refuses, and null once it is over. */
export function hearProblems(listener: Listener): void {
  listeners.add(listener);
}

export function forgetProblem(): void {
  tell(null);
}

async function settle(replied: Promise<Reply>): Promise<boolean> {
  const reply = await replied;
  tell(reply.ok ? null : reply.problem);
  return reply.ok;
}

/** Has the host do something. Gives whether it was done; where not, the page says why. */
export function act(action: Action): Promise<boolean> {
  return settle(host.act(action));
}

/** Opens something in the editor. */
export function show(place: Place): void {
  void settle(host.show(place));
}

/** Does what a row of "needs you" offers. */
export function press(wanted: Press): void {
  if (wanted.kind === 'act') void act(wanted.action);
  else show(wanted.place);
}
