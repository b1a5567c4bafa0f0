/** What one of Longhaul's own tools saw; stored as evidence where a role asks for it. */
export interface Observation {
  /** Name of the tool. */
  tool: string;
  kind: 'snapshot' | 'screenshot' | 'console' | 'network' | 'http' | 'command' | 'read';
  text: string;
  bytes?: Uint8Array;
  /** The address, or the path of a file that was read. */
  url?: string;
  command?: string;
  exitCode?: number | null;
  status?: number | null;
}

/** Stores an observation and resolves with its evidence id; null where it is not kept. */
export type OnObserved = (observation: Observation) => Promise<string | null>;

/** `[evidence ID]` and a line end for the head of a tool's result, or nothing. */
export async function evidenceLine(onObserved: OnObserved | undefined, observation: Observation): Promise<string> {
  const id = onObserved ? await onObserved(observation) : null;
  return id === null ? '' : `[evidence ${id}]\n`;
}
