import type { ModelRequest, UserPart } from '../../../ports/model.ts';

export interface Answer {
  text: string;
  isError: boolean;
}

/** One reply of this run, as the messages hold it: its calls with what came back, and what was said besides. */
export interface Turn {
  calls: { name: string; answer: Answer | null }[];
  notices: string[];
}

/** What a request holds, however its format joins or splits texts. */
export interface Conversation {
  tools: ReadonlySet<string>;
  brief: string;
  turns: Turn[];
}

export function readConversation({ tools, messages }: ModelRequest): Conversation {
  const turns: Turn[] = [];
  const brief: string[] = [];
  let open = new Map<string, { name: string; answer: Answer | null }>();
  for (const message of messages) {
    if (message.role === 'assistant') {
      const calls = message.calls.map(({ id, name }) => ({ id, call: { name, answer: null } }));
      open = new Map(calls.map(({ id, call }) => [id, call]));
      turns.push({ calls: calls.map(({ call }) => call), notices: [] });
      continue;
    }
    for (const part of message.parts) takePart(part, open, turns.at(-1)?.notices ?? brief);
  }
  return {
    tools: new Set(tools.map((tool) => tool.name)),
    brief: brief.join('\n\n'),
    turns,
  };
}

function takePart(
  part: UserPart,
  open: ReadonlyMap<string, { name: string; answer: Answer | null }>,
  texts: string[],
): void {
  if (part.kind === 'text') {
    texts.push(part.text);
    return;
  }
  const call = open.get(part.callId);
  if (call) call.answer = { text: part.text, isError: part.isError };
}
