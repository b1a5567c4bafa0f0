import fc from 'fast-check';
import { budgetRefusal } from '../../../src/mission/budget.ts';
import { BudgetGame } from './budgetGame.ts';
import type { Refusal } from './budgetGame.ts';
import { Chance } from './chance.ts';
import type { Mutation } from './gateMutations.ts';
import { noBudget } from './texts.ts';

const stepsPerGame = 60;

/** However calls overlap, no budget of money, tokens or time is ever overdrawn. */
export function budgetProperty(
  refusal: Refusal = budgetRefusal,
  seen: (game: BudgetGame) => void = () => undefined,
): fc.IProperty<[number]> {
  return fc.property(fc.nat(), (seed) => {
    const game = new BudgetGame(new Chance(seed), refusal);
    for (let step = 0; step < stepsPerGame; step += 1) game.step();
    seen(game);
  });
}

const nothing = { microDollars: 0, tokens: 0 };

function blindTo(scope: 'mission' | 'milestone' | 'run'): Refusal {
  return (state, run, request) =>
    budgetRefusal({ ...state, budgets: { ...state.budgets, [scope]: noBudget } }, run, request);
}

function blindToKind(kind: 'microDollars' | 'tokens' | 'milliseconds'): Refusal {
  return (state, run, request) => {
    const { mission, milestone, run: ofRun } = state.budgets;
    const budgets = {
      mission: { ...mission, [kind]: null },
      milestone: { ...milestone, [kind]: null },
      run: { ...ofRun, [kind]: null },
    };
    return budgetRefusal({ ...state, budgets }, run, request);
  };
}

/** The budget gate, each time without one of its parts. */
export const budgetMutants: Readonly<Record<string, Refusal>> = {
  budgetRefusal: () => null,
  'calls in flight': (state, run, { bound, now }) =>
    budgetRefusal(state, run, { bound, reserved: { mission: nothing, milestone: nothing, run: nothing }, now }),
  'the bound of the call': (state, run, { reserved, now }) =>
    budgetRefusal(state, run, { bound: nothing, reserved, now }),
  'the budget of the mission': blindTo('mission'),
  'the budget of the milestone': blindTo('milestone'),
  'the budget of the run': blindTo('run'),
  money: blindToKind('microDollars'),
  tokens: blindToKind('tokens'),
  time: blindToKind('milliseconds'),
};

/** Takes a part of the budget gate away and looks for a budget that is overdrawn. */
export function removeBudgetPart(name: string, { seed, maxCases }: { seed: number; maxCases: number }): Mutation {
  const found = fc.check(budgetProperty(budgetMutants[name]), { seed, numRuns: maxCases, endOnFailure: true });
  const why = found.errorInstance instanceof Error ? found.errorInstance.message : null;
  return { removed: name, caughtBy: found.failed ? why : null, cases: found.numRuns };
}
