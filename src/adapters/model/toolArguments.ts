import type { ToolCall } from '../../ports/model.ts';
import { isObject } from './jsonShape.ts';

/** Put before the text of a failed tool result in the formats that have no flag for it. */
export const toolErrorMark = '[tool error] ';

export interface WrittenCall {
  id: string;
  name: string;
  /** What the model wrote as arguments. */
  written: string;
  /** The reply ended at the output limit with this call: no arguments then means cut, not none. */
  cut: boolean;
}

/** A call whose arguments are used only if they are one whole JSON object. */
export function parseCall({ id, name, written, cut }: WrittenCall): ToolCall {
  if (written.trim() === '') return cut ? { id, name, input: undefined, malformed: '' } : { id, name, input: {} };
  try {
    const input: unknown = JSON.parse(written);
    if (isObject(input)) return { id, name, input };
  } catch {
    // Not JSON: the model is shown what it wrote.
  }
  return { id, name, input: undefined, malformed: written };
}
