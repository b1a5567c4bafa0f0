import type { ToolOutcome } from '../../agent/tool.ts';
import { result } from '../../agent/tool.ts';
import type { DelegateOutcome } from '../../ports/delegate.ts';

/** Tool outcome of a delegation: suspended while any sub-run waits, else the text of each outcome in order. */
export function delegateOutcome(
  outcomes: readonly DelegateOutcome[],
  describe: (result: unknown, run: number, place: number) => string,
): ToolOutcome {
  if (outcomes.some((outcome) => outcome.kind === 'suspended')) return { kind: 'suspend', why: 'a sub-run waits' };
  const parts = outcomes.map((outcome, place) => {
    if (outcome.kind === 'completed') return describe(outcome.result, outcome.run, place);
    return `Task ${String(place + 1)} gave no result${outcome.kind === 'failed' ? `: ${outcome.reason}` : ''}. Give it again if it is still needed.`;
  });
  return result(parts.join('\n\n'));
}
