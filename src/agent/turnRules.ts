import type { AgentEnd } from './agentRun.ts';
import type { RunInProgress } from './runInProgress.ts';

/** Ends a run after a turn, all of whose calls have results: the limits in order of what explains most. Null: go on. */
export function endAfterTurn(run: RunInProgress): AgentEnd | null {
  if (run.timer.signal.aborted) return run.stopped();
  run.transcript.settleReply();
  return endOfCircles(run) ?? endOfContext(run) ?? endOfTurns(run);
}

/** What Longhaul has to say to the model before the next call. The same log gives the same notices. */
export function noticesAfterTurn(run: RunInProgress): string[] {
  const { guard } = run.transcript;
  const { endsWith, limits, partialNotice } = run.request;
  const notices: string[] = [];
  if (guard.repliesWithoutCall > 0) {
    const what = guard.lastWasEmpty ? 'Your reply was empty.' : 'Your reply made no tool call.';
    notices.push(`${what} Only tool calls have an effect: make the next one, or call ${endsWith} to end.`);
  }
  const { maxRepeatedCalls } = limits;
  if (guard.sameTurns > 1 && guard.sameTurns === maxRepeatedCalls - 1) {
    notices.push(
      `You made the same call ${guard.sameTurns} times in a row with the same result. Do something else, or call ${endsWith}; once more and the run ends.`,
    );
  } else if (guard.alternatingTurns > 2 && guard.alternatingTurns === 2 * (maxRepeatedCalls - 1)) {
    notices.push(
      `You repeat the same two calls with the same results. Do something else, or call ${endsWith}; otherwise the run ends.`,
    );
  }
  if (partialNotice !== null && run.partialSince === null && isNearContextLimit(run)) notices.push(partialNotice);
  return notices;
}

export function contextFull(run: RunInProgress): AgentEnd {
  return run.failed('contextFull', 'The conversation reached the limit of the context window without a result.');
}

function endOfCircles(run: RunInProgress): AgentEnd | null {
  const { guard } = run.transcript;
  const { limits, endsWith } = run.request;
  if (guard.unreadableReplies > limits.maxMalformedReplies) {
    return run.failed(
      'malformedReplies',
      `${guard.unreadableReplies} replies in a row held no call that could be read.`,
    );
  }
  if (guard.repliesWithoutCall > limits.maxRepliesWithoutCall) {
    const count = guard.repliesWithoutCall;
    return guard.lastWasEmpty
      ? run.failed('emptyReplies', `The model gave ${count} replies in a row without a call, the last of them empty.`)
      : run.failed('noResult', `The model gave ${count} replies in a row without a call and did not call ${endsWith}.`);
  }
  const { maxRepeatedCalls } = limits;
  if (guard.sameTurns >= maxRepeatedCalls || guard.alternatingTurns >= 2 * maxRepeatedCalls) {
    return run.failed('repeatedCalls', 'The model went on making the same calls with the same results.');
  }
  return null;
}

function endOfContext(run: RunInProgress): AgentEnd | null {
  const { partialNotice, limits } = run.request;
  if (run.partialSince === null) return partialNotice === null && isNearContextLimit(run) ? contextFull(run) : null;
  const since = run.transcript.turn - run.partialSince;
  return since >= limits.maxTurnsAfterPartialNotice ? contextFull(run) : null;
}

function endOfTurns(run: RunInProgress): AgentEnd | null {
  const { maxTurns } = run.request.limits;
  if (run.transcript.turn < maxTurns) return null;
  return run.failed('turnLimit', `The run took its ${maxTurns} turns without a result.`);
}

function isNearContextLimit(run: RunInProgress): boolean {
  const usage = run.transcript.lastUsage;
  if (usage === null) return false;
  const { contextTokens } = run.request.model.facts(run.prefix.model);
  const used = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
  return used > run.request.limits.contextShare * contextTokens;
}
