import type { Budget, Budgets } from '../../src/mission/events/life.ts';

/** Texts of the fields, in dollars, millions of tokens and hours; empty is no limit. */
export type BudgetDraft = Record<keyof Budgets, Record<keyof Budget, string>>;

const units: Readonly<Record<keyof Budget, number>> = { microDollars: 1e6, tokens: 1e6, milliseconds: 3_600_000 };
const measures = ['microDollars', 'tokens', 'milliseconds'] as const;

function fieldText(budget: Budget, measure: keyof Budget): string {
  const value = budget[measure];
  return value === null ? '' : String(Number((value / units[measure]).toFixed(6)));
}

function fieldsOf(budget: Budget): Record<keyof Budget, string> {
  return {
    microDollars: fieldText(budget, 'microDollars'),
    tokens: fieldText(budget, 'tokens'),
    milliseconds: fieldText(budget, 'milliseconds'),
  };
}

export function budgetDraft({ mission, milestone, run }: Budgets): BudgetDraft {
  return { mission: fieldsOf(mission), milestone: fieldsOf(milestone), run: fieldsOf(run) };
}

/** Null is no limit; undefined is no number above zero. */
function readField(text: string, measure: keyof Budget): number | null | undefined {
  const trimmed = text.trim().replace(/^\$/, '');
  if (trimmed === '') return null;
  const value = Math.round(Number(trimmed.replace(',', '.')) * units[measure]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** Budgets from the fields, or the sentence that says what is wrong with them. */
export function readBudgets(draft: BudgetDraft): { ok: true; budgets: Budgets } | { ok: false; problem: string } {
  const wrong: string[] = [];
  const read = (fields: Record<keyof Budget, string>): Budget => {
    const values = measures.map((measure) => {
      const value = readField(fields[measure], measure);
      if (value === undefined) wrong.push(`“${fields[measure].trim()}”`);
      return value ?? null;
    });
    return { microDollars: values[0] ?? null, tokens: values[1] ?? null, milliseconds: values[2] ?? null };
  };
  const budgets = { mission: read(draft.mission), milestone: read(draft.milestone), run: read(draft.run) };
  if (wrong.length === 0) return { ok: true, budgets };
  return {
    ok: false,
    problem: `${wrong.join(', ')} is no number above zero. Write one, or leave the field empty for no limit.`,
  };
}
