import { useState } from 'preact/hooks';
import type { Action, Place } from '../../src/protocol/actions.ts';
import type { Reply } from '../../src/protocol/toWebview.ts';
import { host } from '../shared/hostChannel.ts';

export interface Press {
  /** The host has not answered yet. */
  isBusy: boolean;
  /** Why the last press came to nothing; null where it did not. */
  problem: string | null;
  /** True once the host has done it. */
  act: (action: Action) => Promise<boolean>;
  show: (place: Place) => Promise<boolean>;
  /** Says a problem that was found here, before anything was sent; null takes it away. */
  say: (problem: string | null) => void;
}

/** Something pressed, and what became of it: one for each place where a problem is to stand. */
export function usePress(): Press {
  const [isBusy, setBusy] = useState(false);
  const [problem, say] = useState<string | null>(null);
  const wait = async (reply: Promise<Reply>): Promise<boolean> => {
    setBusy(true);
    const answer = await reply;
    setBusy(false);
    say(answer.ok ? null : answer.problem);
    return answer.ok;
  };
  return {
    isBusy,
    problem,
    act: (action) => wait(host.act(action)),
    show: (place) => wait(host.show(place)),
    say,
  };
}
