import { Chance } from '../missionModel/chance.ts';
import { drawGroups, KilledMission, liveUndisturbed } from './killedMission.ts';
import type { Figures, Undisturbed } from './killedMission.ts';

/** More seeds for a longer search, fewer points in a mission for a plainer one. */
const seeds = Number(process.env['LONGHAUL_CRASH_SEEDS'] ?? 5);
const pointsPerMission = Number(process.env['LONGHAUL_CRASH_POINTS'] ?? 6);

function table({ kills, recoveryKills, missions, eventsChecked }: Figures): string {
  const rows = [...kills].map(([point, count]) => `      ${point.padEnd(36)}${String(count).padStart(4)}`);
  const total = [...kills.values()].reduce((sum, count) => sum + count, 0);
  return [
    `      ${'killed'.padEnd(36)}${'seeds'.padStart(5)}`,
    ...rows,
    `      ${String(kills.size)} points, ${String(total)} kills and ${String(recoveryKills)} more during recovery, in ${String(missions)} missions; ${String(eventsChecked)} shown events found on disk`,
  ].join('\n');
}

/**
 * Whole missions whose process is killed (-9) at each of the points, with each seed once. A seed draws which points one mission
 * lives through, which occurrence of each dies, how long after it, and after which kills the next process dies at once.
 */
export function crashSuite(title: string, points: readonly string[]): void {
  describe(title, function () {
    this.timeout(300_000);
    this.slow(60_000);
    const figures: Figures = { kills: new Map(), recoveryKills: 0, missions: 0, eventsChecked: 0 };
    let undisturbed: Undisturbed;
    before(async () => {
      undisturbed = await liveUndisturbed();
    });
    after(() => {
      console.log(table(figures));
    });
    for (let seed = 1; seed <= seeds; seed += 1) {
      for (const [index, group] of drawGroups(points, seed, pointsPerMission).entries()) {
        it(`goes on and completes: ${group.join(', ')} (seed ${String(seed)})`, async () => {
          const chance = new Chance(seed * 1000 + index);
          await new KilledMission(undisturbed, figures, chance).live(group);
        });
      }
    }
  });
}
