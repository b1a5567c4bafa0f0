import type { ModelRequest } from '../../src/ports/model.ts';
import type { PolicyCall, PolicyReply } from '../support/modelServer/policy.ts';

/** Turns taken so far. */
export function turnsOf(request: ModelRequest): number {
  return request.messages.filter(({ role }) => role === 'assistant').length;
}

/** One shell command a turn, each another. */
export function commandReply(turn: number): PolicyReply {
  return reply({ name: 'run_command', input: { command: commandOf(turn) } });
}

/** After the commands: a small real change, its commit, the handoff. */
export function closingReply(request: ModelRequest, step: number): PolicyReply {
  const feature = featureOf(request);
  const path = `notes-${feature}.md`;
  const closing: PolicyCall[] = [
    { name: 'write_file', input: { path, text: `Notes on ${feature}.\n` } },
    { name: 'commit', input: { message: `Add notes on ${feature}`, paths: [path] } },
    { name: 'hand_off', input: handoff(feature) },
  ];
  const call = closing[Math.min(step, closing.length - 1)];
  return reply(...(call ? [call] : []));
}

function commandOf(turn: number): string {
  return `echo step ${turn}`;
}

function reply(...calls: PolicyCall[]): PolicyReply {
  return { text: 'The next step.', calls };
}

function featureOf({ messages }: ModelRequest): string {
  const found = /# Your feature\\n(F\d+)/.exec(JSON.stringify(messages[0]))?.[1];
  if (found === undefined) throw new Error('The brief names no feature.');
  return found;
}

function handoff(feature: string): unknown {
  return {
    feature,
    summary: `Notes on ${feature} were written; the commands of the bench ran before.`,
    implemented: [`Notes on ${feature}`],
    undone: [],
    commands: [{ command: commandOf(0), exitCode: 0, seen: 'step 0' }],
    checks: [{ action: commandOf(0), observed: 'step 0' }],
    tests: [],
    findings: [],
    procedure: { followed: true, deviations: [] },
  };
}
