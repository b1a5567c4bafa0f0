import type { JSX } from 'preact';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import { Button } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { EarlierMissions } from './earlierMissions.tsx';
import { everyRole } from './everyRole.ts';
import { GoalForm } from './goalForm.tsx';
import { chosenModels } from './modelSetup.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

type Obstacle = NonNullable<WindowState['problem']>;

const obstacleLabels: Readonly<Record<NonNullable<Obstacle['action']>, string>> = {
  openFolder: 'Open folder…',
  trust: 'Manage trust…',
  initialiseGit: 'Make it a git repository',
};

function ObstacleCallout({ obstacle }: { obstacle: Obstacle }): JSX.Element {
  const press = usePress();
  const { text, action } = obstacle;
  return (
    <div class="callout" role="group" aria-label="Before a mission can start">
      <p>{text}</p>
      <Problem text={press.problem} />
      {action !== null && (
        <div class="btns">
          <Button primary isDisabled={press.isBusy} onPress={() => void press.show({ kind: 'folder' })}>
            {obstacleLabels[action]}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RehearsalProps {
  goal: string;
  window: WindowState;
  /** No other model can be used yet: then this is how one begins. */
  isFirst: boolean;
  onUse: (goal: string) => void;
}

/** The goal of the sample, which the rehearsal can play: one press starts it. */
function Rehearsal({ goal, window, isFirst, onUse }: RehearsalProps): JSX.Element {
  const press = usePress();
  const start = (): void =>
    void press.act({ kind: 'startMission', goal, models: everyRole(window.rehearsal), budgetDollars: null });
  return (
    <section aria-labelledby="rehearsal-heading" class="rehearsal">
      <h2 id="rehearsal-heading">Watch a rehearsal</h2>
      <p>
        A whole mission on this sample: scripted, free, no key. Edits, commits, tests and browser are real; nothing is
        thought up.
      </p>
      <blockquote class="quote clamp3" title={goal}>
        {goal}
      </blockquote>
      <Button primary={isFirst} icon="play" isDisabled={press.isBusy || window.problem !== null} onPress={start}>
        Start the rehearsal
      </Button>
      {!isFirst && (
        <Button isDisabled={window.problem !== null} onPress={() => onUse(goal)}>
          Use its goal with your models
        </Button>
      )}
      <Problem text={press.problem} />
    </section>
  );
}

interface WelcomeProps {
  window: WindowState;
  now: number;
  goal: string;
  onGoal: (goal: string) => void;
}

/** No mission is open: what Longhaul does, and how one begins. */
export function Welcome({ window, now, goal, onGoal }: WelcomeProps): JSX.Element {
  const isBare = chosenModels(window, '') === undefined;
  const rehearsal = window.suggestedGoal !== null && (
    <Rehearsal goal={window.suggestedGoal} window={window} isFirst={isBare} onUse={onGoal} />
  );
  return (
    <div class="welcome">
      <h1>Start a mission</h1>
      <p>
        Say what you want. Longhaul asks, writes a contract, and waits for your approval. Then it works on its own
        branch until every assertion holds.
      </p>
      {window.notice !== null && (
        <div class="callout" role="status">
          {window.notice}
        </div>
      )}
      {window.problem && <ObstacleCallout obstacle={window.problem} />}
      {isBare && rehearsal}
      <GoalForm
        window={window}
        goal={goal}
        onGoal={onGoal}
        isPrimary={window.problem === null && (!isBare || rehearsal === false)}
      />
      {!isBare && rehearsal}
      <EarlierMissions window={window} now={now} />
      <p class="small muted sandbox">
        <Icon icon="warning" tone="attention" />
        <span>
          <b class="strong">Sandbox: {window.sandbox}.</b> Commands of agents run with your rights; only the tools
          confine what is read and written.
        </span>
      </p>
    </div>
  );
}
