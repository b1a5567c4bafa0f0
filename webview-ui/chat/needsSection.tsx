import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import type { WindowState } from '../../src/protocol/toWebview.ts';
import { Button } from '../shared/controls/button.tsx';
import { ageFigure, moneyFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { needsYou } from '../shared/needsYou.ts';
import type { Need } from '../shared/needsYou.ts';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';
import type { Press } from './usePress.ts';

const budgetStepDollars = 5;
const raiseFactor = 1.5;
const nearBudget = 0.5;
const microDollarsPerDollar = 1e6;

/** A budget with room again; null where it is not the money of the mission that ran out. Millionths of a dollar. */
function raisedBudget({ pause, budgets, usage }: MissionState): number | null {
  const present = budgets.mission.microDollars;
  if (pause?.reason !== 'budget' || present === null || usage.microDollars < present * nearBudget) return null;
  const dollars = (present * raiseFactor) / microDollarsPerDollar;
  return Math.ceil(dollars / budgetStepDollars) * budgetStepDollars * microDollarsPerDollar;
}

/** What the chat shows in its own place: questions, the plan and the end have their cards. */
export function needsInChat(state: MissionState, window: WindowState): Need[] {
  return needsYou(state, window).filter(({ id }) => id !== 'approval' && id !== 'end' && !id.startsWith('ask:'));
}

interface NeedRowProps {
  need: Need;
  state: MissionState;
  now: number;
  isFirst: boolean;
  /** Puts the cursor where the answer is written. */
  onAnswer: (need: Need) => void;
}

async function raiseAndResume(state: MissionState, microDollars: number, press: Press): Promise<void> {
  const budgets = { ...state.budgets, mission: { ...state.budgets.mission, microDollars } };
  if (await press.act({ kind: 'changeBudgets', budgets })) await press.act({ kind: 'resume' });
}

interface Choice {
  label: string;
  choose: () => void;
}

function choicesOf({ need, state, onAnswer }: NeedRowProps, press: Press): Choice[] {
  const raised = need.id === 'pause' ? raisedBudget(state) : null;
  const raise: Choice[] =
    raised === null
      ? []
      : [
          {
            label: `Raise to ${moneyFigure(raised)} and resume`,
            choose: () => void raiseAndResume(state, raised, press),
          },
        ];
  const others = need.presses.map(({ label, press: wanted }) => ({
    label,
    choose: () => {
      if (wanted.kind === 'act') void press.act(wanted.action);
      else if (wanted.place.kind === 'chat') onAnswer(need);
      else void press.show(wanted.place);
    },
  }));
  return [...raise, ...others];
}

function NeedRow(props: NeedRowProps): JSX.Element {
  const { need, now, isFirst } = props;
  const press = usePress();
  return (
    <li>
      <Icon icon={need.icon} tone={need.tone} />
      <div>
        <b class="strong">{need.lead}</b>{' '}
        {need.since !== null && <span class="small muted">{ageFigure(now - need.since)}</span>}
        <br />
        {need.text.charAt(0).toUpperCase() + need.text.slice(1)}
      </div>
      <div class="btns">
        {choicesOf(props, press).map(({ label, choose }, place) => (
          <Button key={label} compact primary={isFirst && place === 0} isDisabled={press.isBusy} onPress={choose}>
            {label}
          </Button>
        ))}
      </div>
      <div class="wide">
        <Problem text={press.problem} />
      </div>
    </li>
  );
}

interface NeedsSectionProps {
  needs: Need[];
  state: MissionState;
  now: number;
  onAnswer: (need: Need) => void;
}

/** What only the user can move, with what to press in the row. */
export function NeedsSection({ needs, state, now, onAnswer }: NeedsSectionProps): JSX.Element | null {
  if (needs.length === 0) return null;
  return (
    <section class="sec" aria-labelledby="needs-heading" data-region tabIndex={-1}>
      <div class="hd">
        <Icon icon="bell" tone="attention" />
        <h2 id="needs-heading">Needs you</h2>
        <span class="badge">{needs.length}</span>
      </div>
      <ul class="att">
        {needs.map((need, place) => (
          <NeedRow key={need.id} need={need} state={state} now={now} isFirst={place === 0} onAnswer={onAnswer} />
        ))}
      </ul>
    </section>
  );
}
