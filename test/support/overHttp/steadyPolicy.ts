import { wasNotRun } from '../../../src/agent/parseCall.ts';
import type { ModelMessage, ModelRequest, ToolCall, UserPart } from '../../../src/ports/model.ts';
import type { Policy, PolicyReply } from '../modelServer/policy.ts';

type ToolResult = Extract<UserPart, { kind: 'toolResult' }>;

interface Planned {
  name: string;
  input: unknown;
  id: string | null;
  result: ToolResult | null;
}

/** A reply of the policy and what became of its calls. */
class OpenReply {
  readonly text: string;
  readonly planned: Planned[];

  constructor({ text, calls }: PolicyReply) {
    this.text = text;
    this.planned = calls.map(({ name, input }) => ({ name, input, id: null, result: null }));
  }

  made(calls: readonly ToolCall[]): void {
    for (const { id, name } of calls) {
      const entry = this.planned.find((planned) => planned.id === null && planned.name === name);
      if (entry) entry.id = id;
    }
  }

  /** A call that was not run counts as never made. */
  answered(parts: readonly UserPart[]): void {
    for (const part of parts) {
      if (part.kind !== 'toolResult') continue;
      const entry = this.planned.find((planned) => planned.id === part.callId);
      if (!entry) continue;
      if (wasNotRun(part.text)) entry.id = null;
      else entry.result = part;
    }
  }

  left(): PolicyReply {
    return { text: this.text, calls: this.planned.filter(({ result }) => result === null) };
  }

  /** As if all calls had been made at once and gone well. */
  messages(): ModelMessage[] {
    const calls = this.planned.map(({ name, input, id }) => ({ name, input, id: id ?? '' }));
    const parts = this.planned.flatMap(({ result }) => (result ? [result] : []));
    return [
      { role: 'assistant', text: this.text, calls, native: null },
      { role: 'user', parts },
    ];
  }
}

/** Every call was read and run, so the reply arrived as it was meant. */
function wentWell({ calls }: { calls: ToolCall[] }, next: ModelMessage | undefined): boolean {
  const results = next?.role === 'user' ? next.parts.filter((part) => part.kind === 'toolResult') : [];
  return calls.every(({ id }) => results.some((part) => part.callId === id && !wasNotRun(part.text)));
}

/**
 * A policy that counts its own turns is thrown off by replies that arrive bent. Behind this one it sees only what went well:
 * calls that could not be read, or were not run, are made again, and replies without a call never happened.
 */
export function steadyPolicy(policy: Policy): Policy {
  return async (request: ModelRequest) => {
    const steady: ModelMessage[] = [];
    let open: OpenReply | null = null;
    for (const [place, message] of request.messages.entries()) {
      if (message.role === 'assistant') {
        if (message.calls.length === 0) continue;
        open ??= wentWell(message, request.messages[place + 1])
          ? new OpenReply(message)
          : new OpenReply(await policy({ ...request, messages: [...steady] }));
        open.made(message.calls);
        continue;
      }
      if (open === null) {
        steady.push(message);
        continue;
      }
      open.answered(message.parts);
      if (open.left().calls.length > 0) continue;
      steady.push(...open.messages());
      open = null;
    }
    return open === null ? policy({ ...request, messages: steady }) : open.left();
  };
}
