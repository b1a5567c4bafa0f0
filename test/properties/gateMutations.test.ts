import assert from 'node:assert/strict';
import { gateNames, removeGate } from '../support/missionModel/gateMutations.ts';
import { seed } from './settings.ts';

const maxCases = 2000;

describe('without one of the gates', () => {
  for (const name of gateNames)
    it(`the discipline breaks: ${name}`, () => {
      const { caughtBy } = removeGate(name, { seed, maxCases });
      assert.ok(caughtBy, `removing ${name} changed nothing in ${String(maxCases)} cases`);
    }).timeout(180_000);
});
