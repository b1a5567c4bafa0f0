import assert from 'node:assert/strict';
import { modelFinder, type ModelFinderOptions } from '../../../../src/adapters/model/modelFinder.ts';
import { environmentSecrets } from '../../../../src/adapters/node/environmentSecrets.ts';
import type { ModelPort } from '../../../../src/ports/model.ts';
import { startModelServer } from '../../../support/modelServer/modelServer.ts';
import { ask, builtInTable, complete, good, say } from './formats.ts';

function finder(environment: Record<string, string>, more: Partial<ModelFinderOptions> = {}) {
  return modelFinder({
    secrets: environmentSecrets(environment),
    baseUrls: {},
    requestTimeoutMs: 5_000,
    stallLimitMs: 5_000,
    facts: builtInTable(),
    ...more,
  });
}

const problem = (found: ReturnType<ReturnType<typeof finder>>) => (found.ok ? '' : found.problem);

describe('finding a model', () => {
  it('says what is missing', () => {
    const find = finder({ OPENAI_API_KEY: '  ' });
    assert.match(problem(find('anthropic')), /^No key for anthropic: set ANTHROPIC_API_KEY, or choose another model/);
    assert.match(problem(find('openai')), /^No key for openai: set OPENAI_API_KEY/);
    assert.match(problem(find('compatible')), /^No address for compatible: .*--base-url/);
    assert.match(problem(find('somebody')), /"somebody".*anthropic, openai, compatible\.$/);
    assert.match(problem(finder({}, { baseUrls: { compatible: 'localhost:1234' } })('compatible')), /is no base URL/);
  });

  it('finds each with its facts, and the same one again', () => {
    const find = finder({ ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b' });
    const [anthropic, openai] = [find('anthropic'), find('openai')];
    assert.ok(anthropic.ok && openai.ok);
    assert.deepEqual([anthropic.model.provider, openai.model.provider], ['anthropic', 'openai']);
    assert.deepEqual(Object.keys(anthropic.model.facts('claude-opus-5-5')), [
      'contextTokens',
      'maxOutputTokens',
      'price',
    ]);
    const again = find('anthropic');
    assert.ok(again.ok && again.model === anthropic.model);
  });

  it('takes a key that was put right without a restart', async () => {
    const server = await startModelServer({ policy: () => ({ text: 'Hello.', calls: [] }), apiKey: 'right' });
    try {
      const environment = { OPENAI_API_KEY: 'wrong' };
      const find = finder(environment, { baseUrls: server.baseUrls });
      const wrong = find('openai');
      assert.ok(wrong.ok && !(await complete(wrong.model, ask([say('Go')]))).ok);
      environment.OPENAI_API_KEY = 'right';
      const right = find('openai');
      assert.ok(right.ok && good(await complete(right.model, ask([say('Go')]))).text === 'Hello.');
    } finally {
      await server.close();
    }
  });

  it('counts cache writes that live an hour at their own price', () => {
    const found = finder({ ANTHROPIC_API_KEY: 'a' }, { cacheLifetime: '1h' })('anthropic');
    assert.ok(found.ok && found.model.facts('claude-opus-5-5').price?.cacheWrite === 8);
  });

  it('takes further providers as they are', () => {
    const rehearsal: ModelPort = {
      provider: 'rehearsal',
      facts: () => ({ contextTokens: 1, maxOutputTokens: 1, price: null }),
      complete: () => Promise.reject(new Error('not asked')),
    };
    const found = finder({}, { further: { rehearsal } })('rehearsal');
    assert.ok(found.ok && found.model === rehearsal);
  });

  it('needs no key for a local server, and sends none of the others', async () => {
    const server = await startModelServer({ policy: () => ({ text: 'Hello.', calls: [] }), apiKey: 'none' });
    try {
      const found = finder(
        { OPENAI_API_KEY: 'secret' },
        { baseUrls: { compatible: server.baseUrls.compatible } },
      )('compatible');
      assert.ok(found.ok);
      assert.equal(good(await complete(found.model, ask([say('Hi')]))).text, 'Hello.');
    } finally {
      await server.close();
    }
  });

  it('gives the key to the provider that it belongs to', async () => {
    const server = await startModelServer({ policy: () => ({ text: 'Hello.', calls: [] }), apiKey: 'right' });
    try {
      const keys = { ANTHROPIC_API_KEY: 'right', OPENAI_API_KEY: 'right', LONGHAUL_COMPATIBLE_KEY: 'right' };
      const find = finder(keys, { baseUrls: server.baseUrls });
      for (const provider of ['anthropic', 'openai', 'compatible']) {
        const found = find(provider);
        assert.ok(found.ok);
        assert.equal(good(await complete(found.model, ask([say('Hi')]))).text, 'Hello.');
      }
    } finally {
      await server.close();
    }
  });
});
