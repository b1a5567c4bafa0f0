import type { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import type { EventBody } from '../../mission/events/event.ts';
import type { MissionRecorder } from '../../ports/missionRecorder.ts';

interface ProposalTool<Schema extends z.ZodType> {
  name: string;
  description: string;
  schema: Schema;
  recorder: MissionRecorder;
  toEvent: (input: z.infer<Schema>) => EventBody;
  /** Said when it is recorded; the default is "Recorded." */
  said?: (input: z.infer<Schema>) => string;
  /** Ends the run with the input as its result. */
  ends?: boolean;
  /** A refusal before anything is proposed, or null. */
  refuse?: (input: z.infer<Schema>) => Promise<string | null>;
}

/** A typed mission tool: parsed input becomes one event, which the journal checks and appends at once. */
export function proposalTool<Schema extends z.ZodType>(tool: ProposalTool<Schema>): AnyTool {
  const { name, description, schema, recorder } = tool;
  return defineTool({
    name,
    description,
    schema,
    kind: 'resumable',
    run: async (input, { callId }) => {
      const refused = (await tool.refuse?.(input)) ?? null;
      if (refused !== null) return refusal(refused);
      const outcome = await recorder.propose(callId, tool.toEvent(input));
      if (!outcome.ok) return refusal(outcome.why);
      if (tool.ends === true) return { kind: 'finish', result: input };
      return result(tool.said?.(input) ?? 'Recorded.');
    },
  });
}
