import type { AgentEnd } from './agentRun.ts';
import { capText } from './capText.ts';
import { notRun, parseCall } from './parseCall.ts';
import type { ParsedCall } from './parseCall.ts';
import type { RunInProgress } from './runInProgress.ts';
import type { AnyTool, ToolOutcome } from './tool.ts';
import { refusal } from './tool.ts';
import type { PendingCall } from './transcript.ts';

const SUMMARY_CHARACTERS = 160;
/** What was interrupted may well be done: it is no refusal. */
const INTERRUPTED = 'Interrupted';
const UNKNOWN_OUTCOME =
  'Interrupted, outcome unknown: Longhaul was restarted while this call ran. Check before you do it again.';

interface Step {
  pending: PendingCall;
  parsed: ParsedCall;
}

/**
 * Answers the calls of the last reply that have no result, in the reply's order: reads that stand together run in
 * parallel, everything else alone. After a restart it goes on with what is left. Null: every call has a result.
 */
export async function runCalls(run: RunInProgress): Promise<AgentEnd | null> {
  const steps = run.transcript
    .pendingCalls()
    .map((pending) => ({ pending, parsed: parseCall(pending.call, run.tools) }));
  for (const group of inGroups(steps)) {
    if (run.timer.signal.aborted) return run.stopped();
    const end = await runGroup(run, group);
    if (end !== null) return end;
  }
  return null;
}

/** Unreadable calls need no tool, so they stand with the reads. */
function inGroups(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let reads: Step[] | null = null;
  for (const step of steps) {
    const isRead = !step.parsed.ok || step.parsed.tool.kind === 'read';
    if (isRead && reads) reads.push(step);
    else groups.push([step]);
    if (!isRead) reads = null;
    else reads ??= groups.at(-1) ?? null;
  }
  return groups;
}

async function runGroup(run: RunInProgress, group: readonly Step[]): Promise<AgentEnd | null> {
  const [first] = group;
  if (first?.parsed.ok && first.parsed.tool.kind !== 'read') {
    const outcome = await runInOrder(run, first.pending, first.parsed.tool);
    return outcome ? settle(run, first.pending, outcome) : null;
  }
  await run.synced();
  const answers = await untilAborted(run.timer.signal, Promise.all(group.map((step) => answerRead(run, step))));
  if (answers === null) return run.stopped();
  const end = answers.find(({ outcome }) => outcome.kind !== 'result');
  for (const answer of answers) {
    if (answer.outcome.kind === 'result') settle(run, answer.pending, answer.outcome);
  }
  return end ? settle(run, end.pending, end.outcome) : null;
}

async function answerRead(run: RunInProgress, { pending, parsed }: Step) {
  return { pending, outcome: parsed.ok ? await callTool(run, pending, parsed.tool) : refusal(parsed.text) };
}

/** An effect or a resumable: its intent is on disk before it runs, and an effect whose intent was there before never runs again. */
async function runInOrder(run: RunInProgress, pending: PendingCall, tool: AnyTool): Promise<ToolOutcome | null> {
  if (endsWithoutWork(run, tool)) {
    return refusal(notRun('you have done nothing yet. Do the work first; a report of nothing is never accepted.'));
  }
  const failed = pending.begun || !tool.asksOthers ? null : failedEffect(run);
  if (failed !== null) return refusal(notRun(`${failed}, before it in this reply, was refused. Correct that first.`));
  if (pending.begun && tool.kind === 'effect') return refusal(await interruptedText(tool, pending.call.input));
  if (!pending.begun) run.write({ type: 'toolIntent', turn: run.transcript.turn, call: pending.call });
  await run.synced();
  if (run.timer.signal.aborted && tool.kind === 'effect') {
    return refusal(notRun('the run was stopped just before this call. Make it again if it is still wanted.'));
  }
  const work = () => callTool(run, pending, tool);
  return tool.kind === 'resumable' ? run.timer.uncounted(work) : work();
}

/** Others are asked on the ground of what stands before: a review of a contract that was not recorded is a review of nothing. */
function failedEffect({ transcript, tools }: RunInProgress): string | null {
  return transcript.failedCall((name, answer) => tools.get(name)?.kind !== 'read' && !answer.startsWith(INTERRUPTED));
}

function endsWithoutWork({ request, transcript }: RunInProgress, tool: AnyTool): boolean {
  return tool.name === request.endsWith && transcript.toolCalls === 0 && request.needsWorkFirst === true;
}

async function interruptedText(tool: AnyTool, input: unknown): Promise<string> {
  if (!tool.interrupted) return UNKNOWN_OUTCOME;
  return `Interrupted: Longhaul was restarted while this call ran. ${await tool.interrupted(input)}`;
}

/** The one boundary at which a tool's exceptions are caught: they are faults of Longhaul, told to the model as such, unless fatal. */
async function callTool(run: RunInProgress, { call, callId }: PendingCall, tool: AnyTool): Promise<ToolOutcome> {
  const { tell } = run.request;
  const { signal } = run.timer;
  tell({ kind: 'call', name: call.name, summary: JSON.stringify(call.input).slice(0, SUMMARY_CHARACTERS) });
  try {
    return await tool.run(call.input, { callId, signal, tell: (text) => tell({ kind: 'output', text }) });
  } catch (error) {
    if (run.request.isFatal?.(error)) throw error;
    if (signal.aborted) return { kind: 'suspend', why: 'stopped' };
    const what = error instanceof Error ? error.message : String(error);
    tell({ kind: 'output', text: `Internal error in ${call.name}: ${error instanceof Error ? error.stack : what}\n` });
    return refusal(
      `Internal error in ${call.name}: ${what}. This is a fault of Longhaul, not of the call; try another way.`,
    );
  }
}

function settle(run: RunInProgress, { call }: PendingCall, outcome: ToolOutcome): AgentEnd | null {
  const { turn } = run.transcript;
  switch (outcome.kind) {
    case 'result': {
      const text = capText(outcome.text, run.request.limits.maxToolResultBytes);
      run.write({ type: 'toolResult', turn, callId: call.id, text, isError: outcome.isError });
      return null;
    }
    case 'suspend':
      if (run.timer.signal.aborted) return run.stopped();
      return { kind: 'suspended', cause: { kind: 'tool', why: outcome.why } };
    case 'finish':
      return finish(run, call, outcome.result);
  }
}

/** The result is written first: a crash after it finds a finished run. */
function finish(run: RunInProgress, call: PendingCall['call'], result: unknown): AgentEnd {
  const { turn } = run.transcript;
  const partial = run.partialSince !== null;
  run.write({ type: 'result', turn, result, partial });
  for (const { call: other } of run.transcript.pendingCalls()) {
    if (other.id === call.id) continue;
    const text = notRun(`the run had ended with ${call.name}.`);
    run.write({ type: 'toolResult', turn, callId: other.id, text, isError: true });
  }
  return run.finished(result, partial);
}

/** Null as soon as the signal is aborted; the work's own end is then of no interest. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  let stop = (): void => undefined;
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
