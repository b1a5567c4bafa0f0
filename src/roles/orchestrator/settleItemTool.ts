import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import { featureIdSchema } from '../../mission/artefacts/plan.ts';
import type { Fate } from '../../mission/events/items.ts';
import type { RoleContext } from '../role.ts';

const toFeature = z.strictObject({ fate: z.enum(['fix', 'reopen', 'extend', 'putOff']), feature: featureIdSchema });
const decisionSchema = z.discriminatedUnion('fate', [
  toFeature,
  z.strictObject({ fate: z.literal('waitsForUser'), question: z.string().min(5).max(1000) }),
  z.strictObject({ fate: z.literal('dismiss'), reason: z.string().min(10).max(1500) }),
]);

type Agreement = { kind: 'agreed'; by: number | null } | { kind: 'refused'; why: string } | { kind: 'suspended' };

/** Gives an item its fate. Dismissing a blocking one starts a fresh reviewer, who must agree. */
export function settleItemTool({ run, recorder, delegate }: RoleContext): AnyTool {
  async function agreement(call: string, item: string, reason: string): Promise<Agreement> {
    if (recorder.state().items[item]?.severity !== 'blocking') return { kind: 'agreed', by: null };
    const [outcome] = await delegate(call, [
      { role: 'reviewer', subject: { kind: 'dismissalReview', item }, notes: reason },
    ]);
    if (!outcome || outcome.kind === 'suspended') return { kind: 'suspended' };
    if (outcome.kind === 'failed')
      return { kind: 'refused', why: `No reviewer could judge the dismissal: ${outcome.reason}` };
    const review = recorder.state().items[item]?.dismissalReviews.find((candidate) => candidate.run === outcome.run);
    return review?.agrees === true
      ? { kind: 'agreed', by: outcome.run }
      : { kind: 'refused', why: `The reviewer does not agree: ${review?.reason ?? ''} Give the item another fate.` };
  }

  return defineTool({
    name: 'settle_item',
    description:
      'Give one item its fate: fix (a new or pending feature repairs it), reopen (a done feature), extend (a pending feature you rewrote to include it), putOff (a feature in a misc-* milestone), waitsForUser, or dismiss with a reason.',
    kind: 'resumable',
    schema: z.strictObject({ item: z.string(), decision: decisionSchema }),
    run: async ({ item, decision }, { callId }) => {
      if (!recorder.state().items[item]) return refusal(`There is no item ${item}.`);
      let fate: Fate;
      if (decision.fate === 'dismiss') {
        const answer = await agreement(callId, item, decision.reason);
        if (answer.kind === 'suspended') return { kind: 'suspend', why: 'a reviewer waits' };
        if (answer.kind === 'refused') return refusal(answer.why);
        fate = { ...decision, agreedBy: answer.by };
      } else fate = decision;
      const settled = await recorder.propose(callId, { type: 'itemSettled', run, item, decision: fate });
      return settled.ok ? result('Recorded.') : refusal(settled.why);
    },
  });
}
