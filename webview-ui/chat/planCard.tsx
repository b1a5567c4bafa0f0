import type { JSX } from 'preact';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import type { Estimate } from '../../src/mission/artefacts/plan.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { durationFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { BudgetField } from './budgetField.tsx';
import { PlanBase } from './planBase.tsx';
import { PlanContract } from './planContract.tsx';
import { PlanFeatures } from './planFeatures.tsx';
import { PlanBoundaries, PlanCommands, PlanModels, PlanRequirements } from './planSections.tsx';

const minuteMs = 60_000;

function Counts({ state }: { state: MissionState }): JSX.Element {
  const counts = [
    { number: state.milestoneOrder.length, one: 'milestone' },
    { number: liveFeatures(state).length, one: 'feature' },
    { number: liveAssertions(state).length, one: 'assertion' },
  ];
  return (
    <div class="in">
      <div class="counts">
        {counts.map(({ number, one }) => (
          <div key={one}>
            <b>{number}</b>
            {number === 1 ? one : `${one}s`}
          </div>
        ))}
      </div>
    </div>
  );
}

interface EstimateRow {
  name: string;
  low: string;
  high: string;
}

function dollars(amount: number): string {
  return amount === 0 ? 'free' : `$${amount.toFixed(amount < 100 ? 2 : 0)}`;
}

function estimateRows({ runs, minutes, tokens, cost }: Estimate): EstimateRow[] {
  const time = ([low, high]: [number, number]): EstimateRow => ({
    name: 'Time',
    low: durationFigure(low * minuteMs),
    high: durationFigure(high * minuteMs),
  });
  return [
    time(minutes),
    { name: 'Runs', low: String(Math.round(runs[0])), high: String(Math.round(runs[1])) },
    { name: 'Tokens', low: tokenFigure(tokens[0]), high: tokenFigure(tokens[1]) },
    ...(cost ? [{ name: 'Cost', low: dollars(cost[0]), high: dollars(cost[1]) }] : []),
  ];
}

function EstimateTable({ estimate }: { estimate: Estimate }): JSX.Element {
  return (
    <table class="plain">
      <caption class="visually-hidden">Estimate</caption>
      <thead>
        <tr>
          <th scope="col">Estimate</th>
          <th scope="col" class="num">
            Low
          </th>
          <th scope="col" class="num">
            High
          </th>
        </tr>
      </thead>
      <tbody>
        {estimateRows(estimate).map(({ name, low, high }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={name === 'Cost' ? 'num strong' : 'num'}>{low}</td>
            <td class={name === 'Cost' ? 'num strong' : 'num'}>{high}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function estimateNote({ proposal, scripted }: MissionState): string {
  if (scripted) return 'A rehearsal: scripted and free.';
  return proposal?.estimate.cost === null
    ? 'Guessed from the size of the plan. What the models cost is not known, so a budget in dollars cannot hold them.'
    : 'Guessed from the size of the plan; repairs are counted in.';
}

/** The plan that waits for approval. */
export function PlanCard({ state, isViewer }: { state: MissionState; isViewer: boolean }): JSX.Element {
  return (
    <section class="card plan-card" aria-labelledby="plan-heading">
      <header>
        <Icon icon="checklist" />
        <h2 id="plan-heading">Plan</h2>
        <span class="small muted">version {state.versions.plan}</span>
      </header>
      <Counts state={state} />
      <div class="in">
        {state.proposal && <EstimateTable estimate={state.proposal.estimate} />}
        <p class="small muted">{estimateNote(state)}</p>
        <BudgetField state={state} isViewer={isViewer} />
      </div>
      <PlanFeatures state={state} />
      <PlanContract state={state} />
      <PlanRequirements state={state} />
      <PlanBoundaries state={state} />
      <PlanCommands state={state} />
      <PlanBase state={state} />
      <PlanModels state={state} />
      <div class="in">
        <p class="small sandbox">
          <Icon icon="warning" tone="attention" />
          <span>
            <b class="strong">Sandbox: {state.sandbox}.</b> Commands of agents run with your rights; only the tools
            confine what is read and written.
          </span>
        </p>
      </div>
    </section>
  );
}
