import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Oracle } from '../support/missionModel/oracle/oracle.ts';
import { smooth } from '../support/missionModel/mood.ts';
import type { Mood } from '../support/missionModel/mood.ts';
import { playIn, playMission } from '../support/missionModel/wholeMission.ts';
import type { PlayedMission } from '../support/missionModel/wholeMission.ts';
import { modelLimits } from '../support/missionModel/world.ts';
import { settings } from './settings.ts';

const runs = 1000;
const hopelessRuns = 200;

/** What may always or never happen in a mission without the user's doing. */
const usersOwn = ['asks', 'userSays', 'userPauses', 'userOverrides', 'rejects', 'outage'];
const unhappy = (Object.keys(smooth) as (keyof Mood)[]).filter((key) => !usersOwn.includes(key));

/** What was reached, as numbers: missions themselves would fill the memory. */
class Figures {
  readonly #counts = new Map<string, number>();
  missions = 0;
  events = 0;

  count({ state, end, events, resumes }: PlayedMission): void {
    this.missions += 1;
    this.events += events.length;
    const all = Object.values(state.milestones);
    const sealed = all.filter((milestone) => milestone.sealedAt !== null);
    this.#add('completed', state.phase.startsWith('completed'));
    this.#add('left in a pause', end === 'paused');
    this.#add('second milestone', sealed.length > 1);
    this.#add(
      'second round',
      all.some(({ rounds }) => rounds.length > 1),
    );
    this.#add(
      'put-off milestone',
      sealed.some(({ text }) => text.id.startsWith('misc-')),
    );
    this.#add('resumed by the user', resumes > 0);
  }

  /** Percent of the missions. */
  shares(): [string, number][] {
    return [...this.#counts].map(([what, count]) => [what, (100 * count) / this.missions]);
  }

  #add(what: string, isSo: boolean): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + Number(isSo));
  }
}

describe('whole missions, driven by nextStep and played by chance', () => {
  const figures = new Figures();

  it('end or pause for a reason, are never refused what nextStep asked for, and keep the discipline', () => {
    const property = fc.property(fc.nat(), (seed) => {
      const mission = playMission(seed, new Oracle(modelLimits));
      figures.count(mission);
      assert.notEqual(mission.end, 'endless');
    });
    fc.assert(property, settings(runs));
  }).timeout(120_000);

  it('come to an end or a pause also when something never goes right', () => {
    const property = fc.property(fc.nat(), fc.subarray(unhappy), fc.subarray(unhappy), (seed, never, always) => {
      const fixed = [...never.map((key) => [key, 0] as const), ...always.map((key) => [key, 1] as const)];
      const mood: Mood = { ...smooth, ...Object.fromEntries(fixed) };
      const { end } = playIn({ seed, mood, maxResumes: 1, witness: new Oracle(modelLimits) });
      assert.notEqual(end, 'endless');
    });
    fc.assert(property, settings(hopelessRuns));
  }).timeout(120_000);

  it('reach second rounds, second milestones, put-off work and completion', () => {
    const shares = figures.shares();
    const events = figures.events / figures.missions;
    const text = shares.map(([what, share]) => `${what} ${share.toFixed(1)} %`).join(', ');
    console.log(`      ${text}; ${events.toFixed(0)} events a mission`);
    assert.equal(shares.length, 6);
    for (const [what, share] of shares) assert.ok(share >= 5, `${what}: ${String(share)} %`);
  });
});
