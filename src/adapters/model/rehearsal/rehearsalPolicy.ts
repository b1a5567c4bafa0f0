import type { ModelRequest } from '../../../ports/model.ts';
import type { Conversation } from './conversation.ts';
import { readConversation } from './conversation.ts';
import { testFlow } from './plays/flowTester.ts';
import { research } from './plays/research.ts';
import { reviewContract, reviewDismissal, reviewFeature } from './plays/reviews.ts';
import { scoping } from './plays/scoping.ts';
import { scout } from './plays/scout.ts';
import { scrutiny } from './plays/scrutiny.ts';
import { turn } from './plays/turn.ts';
import { userTest } from './plays/userTester.ts';
import { work } from './plays/worker.ts';
import type { Reply, Script } from './script.ts';
import { nextReply } from './script.ts';

export interface RehearsalOptions {
  /** Whether the first implementation of the filter has its genuine defect. */
  firstEditDefect?: 'genuine' | 'none';
}

interface PlayOptions {
  isMistaken: boolean;
  /** What was said to this run after its brief. */
  notices: readonly string[];
}

type Play = (brief: string, options: PlayOptions) => Script;

/** Roles by the tool that ends them. */
const plays: Readonly<Record<string, Play>> = {
  propose_plan: scoping,
  end_turn: turn,
  submit_research: research,
  submit_readiness: scout,
  hand_off: work,
  submit_scrutiny: scrutiny,
  submit_review: reviewFeature,
  submit_contract_review: reviewContract,
  submit_dismissal_review: reviewDismissal,
  submit_testing: userTest,
  submit_flow: testFlow,
};

function playOf({ tools }: Conversation): Play | null {
  const ending = Object.keys(plays).find((name) => tools.has(name));
  return ending === undefined ? null : (plays[ending] ?? null);
}

/** The scripted policy: the next reply from the request alone. Asked the same again, it answers the same. */
export function rehearsalPolicy({ firstEditDefect = 'genuine' }: RehearsalOptions = {}): (
  request: ModelRequest,
) => Reply {
  return (request) => {
    const conversation = readConversation(request);
    const play = playOf(conversation);
    if (!play) return { text: 'I am scripted, and this is no role that I can play.', calls: [] };
    const { brief, turns } = conversation;
    const notices = turns.flatMap((turn) => turn.notices);
    return nextReply(play(brief, { isMistaken: firstEditDefect === 'genuine', notices }), turns);
  };
}
