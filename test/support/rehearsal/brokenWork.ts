import type { ModelRequest } from '../../../src/ports/model.ts';
import type { PolicyCall, PolicyReply } from '../modelServer/policy.ts';

export interface Defect {
  file: string;
  find: string;
  replace: string;
}

type Policy = (request: ModelRequest) => PolicyReply;

/** The policy, but the worker of one feature also puts defects into the code, just before its first commit and unseen by its own tests. */
export function withBrokenWork(policy: Policy, feature: string, defects: readonly Defect[]): Policy {
  return (request) => {
    const reply = policy(request);
    if (!isWorkerOf(request, feature) || hasCommitted(request)) return reply;
    return {
      ...reply,
      calls: reply.calls.flatMap((call) =>
        call.name === 'commit' ? [...edits(defects), widened(call, defects)] : [call],
      ),
    };
  };
}

function isWorkerOf({ tools, messages }: ModelRequest, feature: string): boolean {
  const brief = JSON.stringify(messages[0] ?? null);
  return tools.some(({ name }) => name === 'hand_off') && brief.includes(`# Your feature\\n${feature} `);
}

function hasCommitted({ messages }: ModelRequest): boolean {
  return messages.some(
    (message) => message.role === 'assistant' && message.calls.some(({ name }) => name === 'commit'),
  );
}

function edits(defects: readonly Defect[]): PolicyCall[] {
  return defects.map(({ file, find, replace }) => ({
    name: 'edit_file',
    input: { path: file, oldText: find, newText: replace },
  }));
}

function widened(call: PolicyCall, defects: readonly Defect[]): PolicyCall {
  const { message, paths } = call.input as { message: string; paths: string[] };
  return { ...call, input: { message, paths: [...new Set([...paths, ...defects.map(({ file }) => file)])] } };
}
