import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import { moneyFigure } from '../shared/figures.ts';
import { TextField } from '../shared/controls/textField.tsx';
import { notDollars, readDollars } from './dollars.ts';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

const microDollarsPerDollar = 1e6;

/** The money budget of the mission, changed on Enter or when the field is left. */
export function BudgetField({ state, isViewer }: { state: MissionState; isViewer: boolean }): JSX.Element {
  const { microDollars } = state.budgets.mission;
  const present = microDollars === null ? '' : moneyFigure(microDollars);
  const [typed, type] = useState<string | null>(null);
  const press = usePress();

  const set = async (): Promise<void> => {
    if (typed === null || isViewer) return;
    const dollars = readDollars(typed);
    if (dollars === undefined) {
      press.say(notDollars);
      return;
    }
    const micro = dollars === null ? null : Math.round(dollars * microDollarsPerDollar);
    const isSame = micro === microDollars;
    const budgets = { ...state.budgets, mission: { ...state.budgets.mission, microDollars: micro } };
    if (isSame || (await press.act({ kind: 'changeBudgets', budgets }))) type(null);
  };

  return (
    <div class="budget-row">
      <span class="strong">Budget</span>
      <span class="amount" onFocusOut={() => void set()}>
        <TextField
          label="Budget in dollars"
          value={typed ?? present}
          placeholder="none"
          isDisabled={isViewer}
          onInput={type}
          onEnter={() => void set()}
        />
      </span>
      <span class="small muted">then pause</span>
      <Problem text={press.problem} />
    </div>
  );
}
