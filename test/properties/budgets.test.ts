import assert from 'node:assert/strict';
import fc from 'fast-check';
import { budgetMutants, budgetProperty, removeBudgetPart } from '../support/missionModel/budgetMutations.ts';
import { seed, settings } from './settings.ts';

const runs = 300;
const maxCases = 200;

describe('budgets', () => {
  it('are never overdrawn, whatever is in flight', () => {
    let made = 0;
    let refused = 0;
    fc.assert(
      budgetProperty(undefined, (game) => {
        made += game.made;
        refused += game.refused;
      }),
      settings(runs),
    );
    console.log(`      ${String(made)} calls made, ${String(refused)} refused`);
    assert.ok(made > runs && refused > runs);
  }).timeout(180_000);

  for (const name of Object.keys(budgetMutants))
    it(`are overdrawn when the check leaves out: ${name}`, () => {
      assert.ok(removeBudgetPart(name, { seed, maxCases }).caughtBy, `nothing noticed in ${String(maxCases)} cases`);
    }).timeout(180_000);
});
