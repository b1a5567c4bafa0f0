import type { AgentEnd, AgentRunRequest } from './agentRun.ts';
import { askModel } from './askModel.ts';
import { runCalls } from './runCalls.ts';
import { RunInProgress } from './runInProgress.ts';
import { endAfterTurn } from './turnRules.ts';

/**
 * Runs one agent until its terminal tool accepts a result, a limit ends it, or something makes it wait. A log that holds
 * entries already is gone on with at the step in flight; one that holds a result returns it. Rejects only when the log
 * or the permit cannot be written.
 */
export async function runAgent(request: AgentRunRequest): Promise<AgentEnd> {
  const run = new RunInProgress(request);
  try {
    await settleLastCall(request);
    const earlier = run.transcript.result;
    if (earlier) return run.finished(earlier.result, earlier.partial);
    if (request.log.entries.length > 0) await sayResumed(run);
    const end = await takeTurns(run);
    await Promise.all([run.synced(), run.accounted()]);
    return end;
  } finally {
    run.timer.stop();
  }
}

async function takeTurns(run: RunInProgress): Promise<AgentEnd> {
  for (;;) {
    const end = (await runCalls(run)) ?? endAfterTurn(run) ?? (await askModel(run));
    if (end !== null) return end;
  }
}

/** What the last call before a restart used is counted, also where its end was never seen. */
async function settleLastCall({ log, permit }: AgentRunRequest): Promise<void> {
  const intent = log.entries.findLast((entry) => entry.type === 'modelIntent');
  if (!intent) return;
  const reply = log.entries.findLast((entry) => entry.type === 'modelResult');
  await permit.settle(intent.call, intent.bound, reply?.turn === intent.turn ? reply.usage : null);
}

async function sayResumed(run: RunInProgress): Promise<void> {
  const notice = await run.request.resumeNotice();
  if (notice !== null) run.say(notice);
}
