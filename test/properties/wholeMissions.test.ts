import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Oracle } from '../support/missionModel/oracle/oracle.ts';
import { playMission } from '../support/missionModel/wholeMission.ts';
import type { PlayedMission } from '../support/missionModel/wholeMission.ts';
import { modelLimits } from '../support/missionModel/world.ts';
import { settings } from './settings.ts';

const runs = 1000;

function shareOf(missions: readonly PlayedMission[], has: (mission: PlayedMission) => boolean): number {
  return (100 * missions.filter(has).length) / missions.length;
}

describe('whole missions, driven by nextStep and played by chance', () => {
  const played: PlayedMission[] = [];

  it('end or pause for a reason, are never refused what nextStep asked for, and keep the discipline', () => {
    const property = fc.property(fc.nat(), (seed) => {
      const mission = playMission(seed, new Oracle(modelLimits));
      played.push(mission);
      assert.notEqual(mission.end, 'endless');
    });
    fc.assert(property, settings(runs));
  }).timeout(120_000);

  it('reach second rounds, second milestones, put-off work and completion', () => {
    const shares = {
      completed: shareOf(played, ({ state }) => state.phase.startsWith('completed')),
      'left in a pause': shareOf(played, ({ end }) => end === 'paused'),
      'second milestone': shareOf(played, ({ state }) => sealed(state).length > 1),
      'second round': shareOf(played, ({ state }) =>
        Object.values(state.milestones).some(({ rounds }) => rounds.length > 1),
      ),
      'put-off milestone': shareOf(played, ({ state }) =>
        sealed(state).some(({ text }) => text.id.startsWith('misc-')),
      ),
      'resumed by the user': shareOf(played, ({ resumes }) => resumes > 0),
    };
    const events = played.reduce((sum, mission) => sum + mission.events.length, 0) / played.length;
    const figures = Object.entries(shares).map(([what, share]) => `${what} ${share.toFixed(1)} %`);
    console.log(`      ${figures.join(', ')}; ${events.toFixed(0)} events a mission`);
    for (const [what, share] of Object.entries(shares)) assert.ok(share >= 5, `${what}: ${String(share)} %`);
  });
});

function sealed(state: PlayedMission['state']): { text: { id: string } }[] {
  return Object.values(state.milestones).filter((milestone) => milestone.sealedAt !== null);
}
