import type { z } from 'zod';

/**
 * How a call behaves when the process dies in the middle of it.
 * - `read`: changes nothing; calls of one turn run in parallel; done again after a restart.
 * - `effect`: changes something; runs in order; never done again: `interrupted` tells what is known.
 * - `resumable`: finds its own earlier work by the call's id (a sub-run, a question to the user); called again after a restart.
 */
export type ToolKind = 'read' | 'effect' | 'resumable';

export interface ToolContext {
  /** Names this call among all of the run (`TURN.INDEX`), the same again after a restart; safe as a file name. */
  callId: string;
  /** Once aborted, `run` ends soon: an effect with what is known, a resumable with `suspend`. */
  signal: AbortSignal;
  /** Live output; not durable. */
  tell: (text: string) => void;
}

export type ToolOutcome =
  /** What the model sees. `isError` also for refusals: the text says what is missing. */
  | { kind: 'result'; text: string; isError: boolean }
  /** Ends the run with this accepted result; the model is not called again. */
  | { kind: 'finish'; result: unknown }
  /** Cannot go on now (waits for the user, a sub-run was suspended): the run stays open and comes back to this very call. */
  | { kind: 'suspend'; why: string };

export interface Tool<Schema extends z.ZodType = z.ZodType> {
  name: string;
  description: string;
  schema: Schema;
  kind: ToolKind;
  /** Sends others to work, or asks the user: not on the ground of what was refused before it in the same reply. */
  asksOthers?: boolean;
  run: (input: z.infer<Schema>, context: ToolContext) => Promise<ToolOutcome>;
  /** For `effect`: what can be said about an interrupted call, e.g. by file hash. */
  interrupted?: (input: z.infer<Schema>) => Promise<string>;
}

/** A tool with its input type forgotten: the loop parses with `schema` before it calls. */
export interface AnyTool {
  name: string;
  description: string;
  schema: z.ZodType;
  kind: ToolKind;
  asksOthers: boolean;
  run: (input: unknown, context: ToolContext) => Promise<ToolOutcome>;
  interrupted?: (input: unknown) => Promise<string>;
}

/** Makes a tool whose `run` only ever sees parsed input. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): AnyTool {
  const { interrupted } = tool;
  return {
    name: tool.name,
    description: tool.description,
    schema: tool.schema,
    kind: tool.kind,
    asksOthers: tool.asksOthers === true,
    run: (input, context) => tool.run(tool.schema.parse(input), context),
    ...(interrupted && { interrupted: (input: unknown) => interrupted(tool.schema.parse(input)) }),
  };
}

export function result(text: string): ToolOutcome {
  return { kind: 'result', text, isError: false };
}

/** A refusal or an error the agent can act on. */
export function refusal(text: string): ToolOutcome {
  return { kind: 'result', text, isError: true };
}
