import type { JSX } from 'preact';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import { Button } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { notDollars, readDollars } from './dollars.ts';
import { GrowingField } from './growingField.tsx';
import { isSend, sendKeys } from '../shared/keys.ts';
import { chosenModels, ModelSetup } from './modelSetup.tsx';
import { Problem } from './problem.tsx';
import { useDraft } from '../shared/remembered.ts';
import { usePress } from './usePress.ts';

interface GoalFormProps {
  window: WindowState;
  goal: string;
  onGoal: (goal: string) => void;
  /** Whether it is the one thing to do here. */
  isPrimary: boolean;
}

const noGoal = 'Say first what is to be true when the mission is done.';
const noModel = 'No model can be used yet. Add a key first.';

/** The goal, the models that play the roles, and a budget. */
export function GoalForm({ window, goal, onGoal, isPrimary }: GoalFormProps): JSX.Element {
  const [budget, setBudget] = useDraft('goal.budget');
  const [choice, choose] = useDraft('goal.models');
  const press = usePress();

  const dollars = readDollars(budget);
  const models = chosenModels(window, choice);
  const isLocked = press.isBusy || window.problem !== null;
  const missing =
    goal.trim() === '' ? noGoal : dollars === undefined ? notDollars : models === undefined ? noModel : null;

  const start = async (): Promise<void> => {
    if (isLocked) return;
    if (missing !== null || models === undefined || dollars === undefined) {
      press.say(missing);
      return;
    }
    if (!(await press.act({ kind: 'startMission', goal: goal.trim(), models, budgetDollars: dollars }))) return;
    onGoal('');
    setBudget('');
  };

  return (
    <form
      class="goal-form"
      aria-label="New mission"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isSend(event)) return;
        event.preventDefault();
        void start();
      }}
    >
      <label class="strong" for="goal">
        What do you want?
      </label>
      <GrowingField
        id="goal"
        rows={4}
        value={goal}
        placeholder="Such as: owners can share a notebook by link, and several people edit one note at the same time. Use Yjs."
        onInput={onGoal}
      />
      <ModelSetup window={window} choice={choice} onChoose={choose} />
      <div class="budget-row">
        <span class="strong">Budget</span>
        <span class="amount">
          <TextField label="Budget in dollars, optional" placeholder="none" value={budget} onInput={setBudget} />
        </span>
        <span class="small muted">dollars, then pause</span>
      </div>
      <Problem text={press.problem} />
      <Button primary={isPrimary} isDisabled={isLocked} title={sendKeys} onPress={() => void start()}>
        Start scoping
      </Button>
      <p class="small muted">
        {sendKeys} starts. Scoping reads and asks; your files stay as they are until you approve a plan.
      </p>
    </form>
  );
}
