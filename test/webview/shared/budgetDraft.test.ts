import assert from 'node:assert/strict';
import { budgetDraft, readBudgets } from '../../../webview-ui/missionControl/budgetDraft.ts';

const none = { microDollars: null, tokens: null, milliseconds: null };

describe('budgets as typed', () => {
  it('come back as they were', () => {
    const budgets = {
      mission: { microDollars: 60_000_000, tokens: 1_500_000, milliseconds: 86_400_000 },
      milestone: none,
      run: none,
    };
    const draft = budgetDraft(budgets);
    assert.deepEqual(draft.mission, { microDollars: '60', tokens: '1.5', milliseconds: '24' });
    assert.deepEqual(readBudgets(draft), { ok: true, budgets });
  });

  it('take an empty field as no limit, a comma and a dollar sign', () => {
    const draft = budgetDraft({ mission: none, milestone: none, run: none });
    const read = readBudgets({ ...draft, run: { microDollars: ' $2,50 ', tokens: '', milliseconds: '' } });
    assert.deepEqual(read, {
      ok: true,
      budgets: { mission: none, milestone: none, run: { ...none, microDollars: 2_500_000 } },
    });
  });

  it('are refused with what was typed where that is no number above zero', () => {
    const draft = budgetDraft({ mission: none, milestone: none, run: none });
    for (const text of ['0', '-3', 'much', '1e400']) {
      const read = readBudgets({ ...draft, mission: { ...draft.mission, tokens: text } });
      assert.ok(!read.ok);
      assert.ok(read.problem.startsWith(`“${text}” is no number above zero.`));
    }
  });
});
