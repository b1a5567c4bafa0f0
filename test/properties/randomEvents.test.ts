import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MissionState } from '../../src/mission/state.ts';
import { gateProperty } from '../support/missionModel/gateProperty.ts';
import { settings } from './settings.ts';

const runs = 800;

describe('random events, legal, nearly legal and illegal ones', () => {
  const reached = { sealed: 0, secondMilestone: 0, secondRound: 0, misc: 0, completed: 0 };

  function count({ milestones, phase }: MissionState): void {
    const all = Object.values(milestones);
    const sealed = all.filter((milestone) => milestone.sealedAt !== null);
    reached.sealed += Number(sealed.length > 0);
    reached.secondMilestone += Number(sealed.length > 1);
    reached.secondRound += Number(all.some(({ rounds }) => rounds.length > 1));
    reached.misc += Number(sealed.some(({ text }) => text.id.startsWith('misc-')));
    reached.completed += Number(phase.startsWith('completed'));
  }

  it('keep the whole discipline wherever the gates accept them', () => {
    fc.assert(gateProperty(undefined, count), settings(runs));
  }).timeout(120_000);

  it('reach deep states, not only beginnings', () => {
    const shares = Object.entries(reached).map(
      ([what, times]) => [what, (100 * times) / settings(runs).numRuns] as const,
    );
    console.log(`      ${shares.map(([what, share]) => `${what} ${share.toFixed(1)} %`).join(', ')}`);
    for (const [what, share] of shares)
      assert.ok(share >= (what === 'completed' ? 5 : 1), `${what}: ${String(share)} %`);
  });
});
