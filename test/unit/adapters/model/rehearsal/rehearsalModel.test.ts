import assert from 'node:assert/strict';
import { rehearsalModel } from '../../../../../src/adapters/model/rehearsal/rehearsalModel.ts';
import type { ModelReply } from '../../../../../src/ports/model.ts';
import { FakeRun } from '../../../../support/rehearsal/fakeRun.ts';
import { rehearsalPolicy } from '../../../../../src/adapters/model/rehearsal/rehearsalPolicy.ts';

const brief = ['# Mission\nTags', '# Your task\nConventions: how is the project laid out?'];

type Said = Extract<ModelReply, { ok: true }>;

async function complete(run: FakeRun): Promise<Said> {
  const heard: string[] = [];
  const reply = await rehearsalModel().complete(run.request, {
    signal: new AbortController().signal,
    onText: (text) => heard.push(text),
  });
  assert.ok(reply.ok);
  assert.deepEqual(heard, [reply.text]);
  return reply;
}

function researcher(): FakeRun {
  return new FakeRun(rehearsalPolicy(), 'submit_research', brief);
}

describe('the rehearsal as a model', () => {
  it('is called rehearsal and costs nothing', () => {
    const model = rehearsalModel();
    const { price } = model.facts('scripted');
    assert.deepEqual([model.provider, price?.input, price?.output], ['rehearsal', 0, 0]);
  });

  it('counts what it is sent once: new texts as written to the cache, earlier ones as read from it', async () => {
    const run = researcher();
    const first = await complete(run);
    run.answer(() => ({ text: 'x'.repeat(4000) }));
    const second = await complete(run);
    const before = first.usage.cacheReadTokens + first.usage.cacheWriteTokens;
    assert.ok(first.usage.outputTokens > 0);
    assert.equal(first.usage.inputTokens + second.usage.inputTokens, 0);
    assert.equal(second.usage.cacheReadTokens, before);
    assert.ok(second.usage.cacheWriteTokens > 1000);
  });

  it('gives every call an id of its own, the same for the same request', async () => {
    const run = researcher();
    const first = await complete(run);
    assert.deepEqual(await complete(run), first);
    run.answer(() => ({ text: 'nothing' }));
    const second = await complete(run);
    const ids = [...first.calls, ...second.calls].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('stops when it is told to', async () => {
    const reply = await rehearsalModel().complete(researcher().request, { signal: AbortSignal.abort() });
    assert.equal(!reply.ok && reply.failure.kind, 'aborted');
  });
});
