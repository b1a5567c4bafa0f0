import assert from 'node:assert/strict';
import { modelTable } from '../../../../src/adapters/model/modelFacts.ts';
import { builtInTable } from './formats.ts';

const ownPrice = { input: 1, cacheRead: 0.1, cacheWrite: 1.25, output: 2, asOf: '2026-01-31' };

describe('the facts about models', () => {
  it('come from the longest prefix of the name', () => {
    const table = builtInTable();
    assert.equal(table('claude-opus-5-5-20260922').price?.input, 4);
    assert.equal(table('claude-opus-5').price?.input, 5);
    assert.equal(table('gpt-5.4-mini-2026-03-17').price?.input, 0.75);
    assert.match(table('gpt-6-sol').price?.asOf ?? '', /^\d{4}-\d{2}-\d{2}$/);
  });

  it('are careful about models that nobody here knows', () => {
    assert.deepEqual(builtInTable()('llama'), {
      contextTokens: 128_000,
      maxOutputTokens: 16_000,
      price: null,
      reasoning: null,
    });
    const small = modelTable({ defaultContextTokens: 8_000 });
    assert.ok(small.ok && small.table('llama').contextTokens === 8_000);
    assert.equal(builtInTable()('gpt-5.5-pro').price, null);
  });

  it('can be told, whole or in part', () => {
    const own = modelTable({ overrides: { 'gpt-6-sol': { price: ownPrice }, llama: { contextTokens: 32_000 } } });
    assert.ok(own.ok);
    assert.deepEqual([own.table('gpt-6-sol-2026').price, own.table('gpt-6-sol').contextTokens], [ownPrice, 272_000]);
    assert.deepEqual([own.table('llama-4').contextTokens, own.table('llama-4').price], [32_000, null]);
  });

  it('are refused in a clear sentence where they make no sense', () => {
    const problem = (overrides: unknown) => {
      const result = modelTable({ overrides });
      return result.ok ? null : result.problem;
    };
    assert.match(problem([]) ?? '', /expected an object from model names to facts/);
    assert.match(problem({ llama: 4 }) ?? '', /"llama": expected an object/);
    assert.match(problem({ llama: { contextTokens: -1 } }) ?? '', /"llama": contextTokens must be a number of tokens/);
    assert.match(problem({ llama: { reasoning: 'much' } }) ?? '', /reasoning must be one of none, budget/);
    assert.match(problem({ llama: { price: 3 } }) ?? '', /price must be null or an object/);
    assert.match(problem({ llama: { price: { ...ownPrice, output: '2' } } }) ?? '', /US dollars per million tokens/);
    assert.match(problem({ llama: { price: { ...ownPrice, asOf: 'today' } } }) ?? '', /a date such as/);
  });
});
