import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { totalTokens } from '../../src/mission/budget.ts';
import type { Budget, Budgets } from '../../src/mission/events/life.ts';
import type { MissionState, RunState, UsageTotals } from '../../src/mission/state.ts';
import { act } from '../shared/ask.ts';
import { Button } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { durationFigure, tokenFigure } from '../shared/figures.ts';
import { costWords, runMs, workedMs } from '../shared/metrics.ts';
import { topRun } from '../shared/stateLine.ts';
import { budgetDraft, readBudgets } from './budgetDraft.ts';
import type { BudgetDraft } from './budgetDraft.ts';
import type { View } from './view.ts';

type Scope = keyof Budgets;

const scopeNames: Readonly<Record<Scope, string>> = {
  mission: 'Mission',
  milestone: 'Each milestone',
  run: 'Each run',
};
const measures: readonly { measure: keyof Budget; name: string; unit: string }[] = [
  { measure: 'microDollars', name: 'cost', unit: 'US dollars' },
  { measure: 'tokens', name: 'tokens', unit: 'million tokens' },
  { measure: 'milliseconds', name: 'time', unit: 'hours at work' },
];

interface Used {
  usage: UsageTotals;
  milliseconds: number;
}

/** The milestone that has used most, and the run at work: what the budgets of each are held against. */
function usedBy(state: MissionState, scope: Scope, now: number): Used | null {
  if (scope === 'mission') return { usage: state.usage, milliseconds: workedMs(state, now) };
  if (scope === 'run') {
    const run: RunState | null = topRun(state);
    return run && { usage: run.usage, milliseconds: runMs(state, run, now) };
  }
  const open = state.milestoneOrder.find((id) => state.milestones[id]?.sealedAt === null && state.milestoneUsage[id]);
  const usage = open === undefined ? undefined : state.milestoneUsage[open];
  return open === undefined || !usage ? null : { usage, milliseconds: state.milestoneMs[open] ?? 0 };
}

function usedWords(used: Used | null, measure: keyof Budget): string {
  if (!used) return '–';
  if (measure === 'microDollars') return costWords(used.usage);
  return measure === 'tokens' ? tokenFigure(totalTokens(used.usage)) : durationFigure(used.milliseconds);
}

interface FormProps {
  view: View;
  isFixed: boolean;
}

/** Budgets of money, tokens and time; an empty field is no limit. */
export function BudgetForm({ view, isFixed }: FormProps): JSX.Element {
  const { state, now } = view;
  const [edited, setEdited] = useState<BudgetDraft | null>(null);
  const draft = edited ?? budgetDraft(state.budgets);
  const read = readBudgets(draft);
  const save = async (): Promise<void> => {
    if (read.ok && (await act({ kind: 'changeBudgets', budgets: read.budgets }))) setEdited(null);
  };
  return (
    <>
      <table class="budgets">
        <thead>
          <tr>
            <th scope="col">Budget</th>
            <th scope="col" class="num">
              Used
            </th>
            <th scope="col">At most</th>
          </tr>
        </thead>
        <tbody>
          {(['mission', 'milestone', 'run'] as const).flatMap((scope) =>
            measures.map(({ measure, name, unit }) => (
              <tr key={`${scope}/${measure}`}>
                <th scope="row">
                  {scopeNames[scope]}, {name}
                </th>
                <td class="num">{usedWords(usedBy(state, scope, now), measure)}</td>
                <td>
                  <span class="unit">
                    <TextField
                      label={`${scopeNames[scope]}, ${name}, in ${unit}; empty is no limit`}
                      placeholder="no limit"
                      value={draft[scope][measure]}
                      isDisabled={isFixed}
                      onInput={(text) => setEdited({ ...draft, [scope]: { ...draft[scope], [measure]: text } })}
                      onEnter={() => void save()}
                    />
                    <span class="small muted">{unit}</span>
                  </span>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {!read.ok && (
        <p class="callout failed after" role="alert">
          {read.problem}
        </p>
      )}
      {edited && (
        <div class="btns after">
          <Button compact primary isDisabled={!read.ok} onPress={() => void save()}>
            Change budgets
          </Button>
          <Button compact onPress={() => setEdited(null)}>
            Go back
          </Button>
        </div>
      )}
    </>
  );
}
