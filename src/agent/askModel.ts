import type { ModelFailure, ModelReply } from '../ports/model.ts';
import type { AgentEnd } from './agentRun.ts';
import type { RunInProgress } from './runInProgress.ts';
import { contextFull, noticesAfterTurn } from './turnRules.ts';

/** The frozen prefix is prose; fewer bytes make a token only in what tools return. */
const BYTES_PER_TOKEN = 3;
const BYTES_PER_NEW_TOKEN = 2;

/**
 * One model call: notices, permit, intent, reply. The reply is appended but not awaited: whoever acts on it awaits
 * `synced` first, together with the first intent of its calls. Null: go on.
 */
export async function askModel(run: RunInProgress): Promise<AgentEnd | null> {
  const { permit, model, tell } = run.request;
  await sayNotices(run);
  const turn = run.transcript.turn + 1;
  run.transcript.closeUserMessage();
  const request = run.modelRequest();
  const bound = { inputTokens: inputBound(run), outputTokens: request.maxOutputTokens };
  await run.accounted();
  const answer = await permit.ask(bound);
  if (!answer.ok) return { kind: 'suspended', cause: { kind: 'permit', why: answer.why } };
  run.write({ type: 'modelIntent', turn, call: answer.call, bound });
  await run.synced();
  const reply = await model.complete(request, {
    signal: run.timer.signal,
    onText: (text) => tell({ kind: 'text', text }),
  });
  if (!reply.ok) {
    await permit.failed(answer.call, reply.failure);
    return endOfFailure(run, reply.failure);
  }
  run.account(permit.used(answer.call, reply.usage));
  return takeReply(run, { reply, turn, maxOutputTokens: request.maxOutputTokens });
}

async function sayNotices(run: RunInProgress): Promise<void> {
  const { partialNotice, takeNotices } = run.request;
  for (const text of noticesAfterTurn(run)) {
    if (text === partialNotice) run.sayPartialNotice(text);
    else run.say(text);
  }
  for (const text of await takeNotices()) run.say(text);
}

interface Taken {
  reply: Extract<ModelReply, { ok: true }>;
  turn: number;
  maxOutputTokens: number;
}

function takeReply(run: RunInProgress, { reply, turn, maxOutputTokens }: Taken): AgentEnd | null {
  const { text, native, usage, stop } = reply;
  const calls = stop === 'length' ? reply.calls.map(cutLast) : reply.calls;
  run.write({ type: 'modelResult', turn, message: { role: 'assistant', text, calls, native }, usage });
  run.timer.turnDone();
  if (stop === 'refusal') {
    return run.failed('refusedByModel', `The model refused to go on${text === '' ? '.' : `: ${text.slice(0, 500)}`}`);
  }
  if (stop === 'length') {
    run.say(
      `Your reply was cut at ${maxOutputTokens} tokens. ` +
        'Think and write less in one reply: split a long file or input over several calls.',
    );
  }
  return null;
}

/** A call at which the reply was cut is never run, even where its beginning happens to be valid. */
function cutLast<Call extends { input: unknown; malformed?: string }>(call: Call, index: number, all: Call[]): Call {
  if (index < all.length - 1) return call;
  return { ...call, input: undefined, malformed: `${call.malformed ?? JSON.stringify(call.input)} (cut here)` };
}

async function endOfFailure(run: RunInProgress, failure: ModelFailure): Promise<AgentEnd | null> {
  const { partialNotice } = run.request;
  if (run.timer.signal.aborted) return run.stopped();
  if (failure.kind !== 'contextOverflow') return waitAndAskAgain(run, failure);
  if (partialNotice === null || run.partialSince !== null) return contextFull(run);
  run.sayPartialNotice(partialNotice);
  return null;
}

async function waitAndAskAgain(run: RunInProgress, failure: ModelFailure): Promise<AgentEnd | null> {
  const { outlast } = run.request;
  const mayAskAgain = outlast ? await run.timer.uncounted(() => outlast(failure)) : false;
  if (run.timer.signal.aborted) return run.stopped();
  return mayAskAgain ? null : { kind: 'suspended', cause: { kind: 'model', failure } };
}

/** Input tokens of the next call, never under the truth: what the last call was counted at, plus what was added since. */
function inputBound({ transcript }: RunInProgress): number {
  const { lastUsage, bytes, bytesSinceUsage } = transcript;
  const counted = lastUsage ? lastUsage.inputTokens + lastUsage.cacheReadTokens + lastUsage.cacheWriteTokens : 0;
  // Some servers report no usage.
  if (lastUsage === null || counted === 0) return Math.ceil(bytes / BYTES_PER_TOKEN);
  return counted + lastUsage.outputTokens + Math.ceil(bytesSinceUsage / BYTES_PER_NEW_TOKEN);
}
