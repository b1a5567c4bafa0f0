import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../../../src/journal/replay.ts';
import { missionReport } from '../../../src/mission/report.ts';
import { Chance } from '../missionModel/chance.ts';
import {
  assertNothingIsLeft,
  assertNothingShownIsLost,
  assertRepository,
  assertStepsAreDoneOnce,
} from './afterwards.ts';
import { CarriedMission } from './carriedMission.ts';
import type { Carried, ProcessEnd } from './carriedMission.ts';
import { courseOf } from './course.ts';
import { ordersFor, placeKill, recoveryKill } from './killPlan.ts';
import type { Passes, PlacedKill } from './killPlan.ts';
import type { Kill } from './trap.ts';

/** What a mission does that nobody kills: the measure of the others. */
export interface Undisturbed {
  passes: Passes;
  course: string[];
}

export interface Figures {
  kills: Map<string, number>;
  /** Second kills, while the next process was finding its way. */
  recoveryKills: number;
  missions: number;
  eventsChecked: number;
}

async function assertReportIsWritten({ store, missionId }: CarriedMission): Promise<void> {
  const read = await store.readJournal(missionId ?? '');
  const folded = read.ok ? replay(read.records, null) : null;
  assert.ok(folded?.ok);
  const report = readFileSync(path.join(store.directory(missionId ?? ''), 'report.md'), 'utf8');
  assert.equal(report, missionReport(folded.state), 'the report is the one of the journal');
}

async function assertCompleted(mission: CarriedMission, end: ProcessEnd, course: string[] | null): Promise<void> {
  assert.deepEqual([end.halt, end.phase], [{ kind: 'done' }, 'completed']);
  const events = await mission.events();
  if (course !== null) assert.deepEqual(courseOf(events), course, 'it took the course of an undisturbed mission');
  await assertNothingShownIsLost(mission);
  assertRepository(mission, events);
  await assertStepsAreDoneOnce(mission, events);
  await assertReportIsWritten(mission);
  await assertNothingIsLeft(mission);
}

export async function liveUndisturbed(): Promise<Undisturbed> {
  const mission = new CarriedMission();
  try {
    const carried = await mission.carry([]);
    assert.ok(carried.kind === 'ended');
    await assertCompleted(mission, carried.end, null);
    return { passes: carried.end.passed, course: courseOf(await mission.events()) };
  } finally {
    mission.remove();
  }
}

/** Points drawn by seed into groups of about `size`: each group is the fate of one mission. */
export function drawGroups(points: readonly string[], seed: number, size: number): string[][] {
  const chance = new Chance(seed);
  const left = [...points];
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (): string[] => []);
  for (let place = 0; left.length > 0; place += 1) {
    const [point] = left.splice(chance.between(0, left.length - 1), 1);
    if (point !== undefined) groups[place % groups.length]?.push(point);
  }
  return groups;
}

/** Kills one mission again and again, and checks what is on disk after every kill and what there is at the end. */
export class KilledMission {
  readonly #undisturbed: Undisturbed;
  readonly #figures: Figures;
  readonly #chance: Chance;

  constructor(undisturbed: Undisturbed, figures: Figures, chance: Chance) {
    this.#undisturbed = undisturbed;
    this.#figures = figures;
    this.#chance = chance;
  }

  /** Lives through a kill at each of the points, in the order in which the mission passes them. */
  async live(points: readonly string[]): Promise<void> {
    const { passes } = this.#undisturbed;
    const placed = points
      .map((point) => placeKill(point, passes, this.#chance))
      .sort((one, other) => one.place - other.place);
    // A kill may change which passes come in the process after it: what was missed gets a mission of its own.
    const missed = await this.#liveThrough(placed);
    for (const { point } of missed) {
      const first = { point, place: passes.indexOf(point), delayMs: 0 };
      assert.deepEqual(await this.#liveThrough([first]), [], `the process was not killed ${point}`);
    }
  }

  /** Resolves with the kills that did not happen. */
  async #liveThrough(placed: readonly PlacedKill[]): Promise<PlacedKill[]> {
    const mission = new CarriedMission();
    this.#figures.missions += 1;
    try {
      const done = await this.#killThrough(mission, placed);
      this.#figures.eventsChecked += mission.printed.length;
      return placed.filter((kill) => !done.has(kill));
    } catch (error) {
      const fate = JSON.stringify(mission.kills);
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`Killed ${fate}: ${what}`, { cause: error });
    } finally {
      mission.remove();
    }
  }

  async #killThrough(mission: CarriedMission, placed: readonly PlacedKill[]): Promise<Set<PlacedKill>> {
    const done = new Set<PlacedKill>();
    let since: PlacedKill | undefined;
    let recovery: Kill | null = null;
    for (;;) {
      const left = placed.filter((each) => !done.has(each));
      const orders = ordersFor(left, this.#undisturbed.passes, since?.place ?? -1);
      const carried = await this.#carry(mission, recovery === null ? orders : [recovery, ...orders]);
      if (carried.kind === 'ended') {
        await assertCompleted(mission, carried.end, this.#undisturbed.course);
        return done;
      }
      const { kill } = carried;
      const met = left.find(({ point }, place) => point === kill.point && orders[place]?.delayMs === kill.delayMs);
      if (met) {
        done.add(met);
        since = met;
        this.#count(met.point);
      } else this.#figures.recoveryKills += 1;
      // Sometimes the next process dies as well before it has got anywhere.
      recovery = met && this.#chance.is(1 / 3) ? recoveryKill(this.#chance) : null;
    }
  }

  async #carry(mission: CarriedMission, kills: Kill[]): Promise<Carried> {
    const carried = await mission.carry(kills);
    await assertNothingShownIsLost(mission);
    return carried;
  }

  #count(point: string): void {
    this.#figures.kills.set(point, (this.#figures.kills.get(point) ?? 0) + 1);
  }
}
