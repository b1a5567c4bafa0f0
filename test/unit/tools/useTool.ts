import assert from 'node:assert/strict';
import { parseCall } from '../../../src/agent/parseCall.ts';
import type { AnyTool } from '../../../src/agent/tool.ts';
import type { OnObserved } from '../../../src/tools/shared/observation.ts';

export interface Used {
  text: string;
  isError: boolean;
}

/** Calls a tool as the loop does, its input checked first. */
export async function useTool(tool: AnyTool, input: unknown, signal = new AbortController().signal): Promise<Used> {
  const parsed = parseCall({ id: 'c', name: tool.name, input }, new Map([[tool.name, tool]]));
  if (!parsed.ok) return { text: parsed.text, isError: true };
  const outcome = await tool.run(input, { callId: '1.0', signal, tell: () => undefined });
  assert.ok(outcome.kind === 'result');
  return { text: outcome.text, isError: outcome.isError };
}

export type Observed = Parameters<OnObserved>[0];

/** Keeps what tools observe and numbers it as evidence. */
export function observer(): { seen: Observed[]; onObserved: OnObserved } {
  const seen: Observed[] = [];
  return { seen, onObserved: async (observation) => `E${seen.push(observation)}` };
}
