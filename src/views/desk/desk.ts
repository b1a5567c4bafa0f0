import type { MissionEvent } from '../../mission/events/event.ts';
import type { MissionState } from '../../mission/state.ts';
import type { Action } from '../../protocol/actions.ts';
import type { ActivityPiece, LogLine, Ownership, Snapshot, WindowState } from '../../protocol/toWebview.ts';
import type { Halt, Mission, Missions, Said } from '../../runner/missions.ts';
import { CurrentMission, hasEnded } from './currentMission.ts';
import type { NewMissions } from './newMissions.ts';

export type DeskChange =
  /** Another mission, or none: everything is to be shown anew. */
  | { kind: 'mission' }
  | { kind: 'event'; event: MissionEvent; lines: LogLine[]; state: MissionState }
  | { kind: 'activity'; run: number; at: number; piece: ActivityPiece }
  | { kind: 'ownership'; ownership: Ownership }
  | { kind: 'window' }
  /** The mission stopped here, and why. */
  | { kind: 'halt'; halt: Halt; state: MissionState };

type DeskListener = (change: DeskChange) => void;

export interface DeskParts {
  missions: Missions;
  /** What a new mission needs beyond its goal, and what the window knows of its surroundings. */
  newMissions: NewMissions;
  /** The folder of the window, absolute; null where there is none that missions can work in. */
  folder: string | null;
  log: { warn(message: string): void };
}

const followMs = 1000;
const noMission: Said = { ok: false, why: 'No mission is open in this window.' };
const viewing: Said = {
  ok: false,
  why: 'Another window carries this mission. Act there; when it is closed, this window takes over.',
};

/** The mission on which a window works: opens it, carries it on, and tells all views the same. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #listeners = new Set<DeskListener>();
  #current: CurrentMission | null = null;
  #stopListening: () => void = () => undefined;
  #following: ReturnType<typeof setTimeout> | null = null;
  #carrying = false;
  #carryAgain = false;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get missions(): Missions {
    return this.#parts.missions;
  }

  get state(): MissionState | null {
    return this.#current?.state ?? null;
  }

  get ownership(): Ownership {
    return this.#current === null || this.#current.mission !== null || this.#current.hasEnded ? 'owner' : 'viewer';
  }

  get folder(): string | null {
    return this.#parts.folder;
  }

  listen(listener: DeskListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  snapshot(): Snapshot | null {
    const current = this.#current;
    if (!current) return null;
    const directory = this.missions.directory(current.id);
    return { state: current.state, log: current.newestLines, ownership: this.ownership, directory };
  }

  window(): WindowState {
    return this.#parts.newMissions.window();
  }

  /** Says that the surroundings have changed: folder, keys, trust, list of missions. */
  windowChanged(): void {
    this.#tell({ kind: 'window' });
  }

  activity(run: number, piece: ActivityPiece): void {
    if (this.#current?.mission) this.#tell({ kind: 'activity', run, at: Date.now(), piece });
  }

  /** Opens the newest mission of the folder that has not ended, or else the newest of all; none is no problem. */
  async openNewest(): Promise<void> {
    const { newMissions, folder } = this.#parts;
    await newMissions.refresh();
    const own = newMissions.window().missions.filter((summary) => summary.folder === folder);
    const newest =
      own.find(({ phase }) => !['completed', 'completedWithExceptions', 'abandoned'].includes(phase)) ?? own[0];
    if (newest) await this.#open(newest.mission);
    this.windowChanged();
  }

  async act(action: Action): Promise<Said> {
    switch (action.kind) {
      case 'startMission':
        return this.#start(action);
      case 'openMission':
        return this.#open(action.mission);
      case 'closeMission':
        await this.#giveBack('close');
        this.#tell({ kind: 'mission' });
        return { ok: true };
      default:
        return this.#actOnMission(action);
    }
  }

  /** When the window closes: the mission waits for it. */
  async leave(): Promise<void> {
    await this.#giveBack('leave');
    this.#listeners.clear();
  }

  async #actOnMission(
    action: Exclude<Action, { kind: 'startMission' | 'openMission' | 'closeMission' }>,
  ): Promise<Said> {
    const current = this.#current;
    if (!current) return noMission;
    const { mission } = current;
    if (!mission) return this.#askOwner(current, action.kind);
    const said = await this.#say(mission, action);
    if (said.ok) void this.#carry(current);
    return said;
  }

  #say(
    mission: Mission,
    action: Exclude<Action, { kind: 'startMission' | 'openMission' | 'closeMission' }>,
  ): Promise<Said> {
    switch (action.kind) {
      case 'answer':
        return mission.answer(action.ask, action.answers);
      case 'approve':
        return action.planVersion === mission.state.versions.plan
          ? mission.approve()
          : Promise.resolve({
              ok: false,
              why: 'The plan has changed meanwhile. Read the new version, then approve it.',
            });
      case 'reject':
        return mission.reject(action.comment);
      case 'say':
        return mission.say(action.text);
      case 'pause':
        return mission.pause();
      case 'resume':
        return mission.resume();
      case 'cancel':
        return mission.cancel('cancelled by the user');
      case 'killRun':
        return mission.killRun(action.run);
      case 'changeModel':
        return mission.changeModel(action.role, action.choice);
      case 'changeBudgets':
        return mission.changeBudgets(action.budgets);
      case 'override':
        return mission.override(action.of, action.id, action.reason);
    }
  }

  async #askOwner({ id, hasEnded: isOver }: CurrentMission, kind: Action['kind']): Promise<Said> {
    if (isOver) return { ok: false, why: 'The mission has ended.' };
    if (kind !== 'pause' && kind !== 'cancel') return viewing;
    await this.missions.ask(id, kind);
    return { ok: true };
  }

  async #start(action: Extract<Action, { kind: 'startMission' }>): Promise<Said> {
    const prepared = this.#parts.newMissions.prepare(action);
    if (!prepared.ok) return { ok: false, why: prepared.problem };
    const created = await this.missions.create(prepared.mission);
    if (!created.ok) return { ok: false, why: created.problem.message };
    await this.#giveBack('close');
    const { mission } = created;
    await this.#take(new CurrentMission(mission.state.missionId, mission));
    return { ok: true };
  }

  async #open(id: string): Promise<Said> {
    if (this.#current?.id === id) return { ok: true };
    const read = await this.missions.eventsAfter(id, 0);
    if (!read.ok) return this.#notice(read.problem.message);
    const current = new CurrentMission(id, null);
    current.take(read.events);
    if (current.state.seq === 0) return this.#notice(`Mission ${id} was never begun. Start it again.`);
    await this.#giveBack('close');
    if (current.hasEnded) {
      this.#current = current;
      this.#tell({ kind: 'mission' });
      return { ok: true };
    }
    const opened = await this.missions.open(id);
    if (opened.ok) {
      await opened.mission.windowOpened();
      await this.#take(new CurrentMission(id, opened.mission));
      return { ok: true };
    }
    this.#current = current;
    this.#tell({ kind: 'mission' });
    if (opened.problem.kind !== 'owned') return this.#notice(opened.problem.message);
    this.#follow(current);
    return { ok: true };
  }

  #notice(why: string): Said {
    this.#parts.newMissions.notice = why;
    this.windowChanged();
    return { ok: false, why };
  }

  /** From here on this window owns the mission: what is on disk is read once, then every event is told. */
  async #take(current: CurrentMission): Promise<void> {
    const { mission } = current;
    if (!mission) return;
    const later: MissionEvent[] = [];
    let isCaughtUp = false;
    const listener = (event: MissionEvent): void => {
      if (isCaughtUp) this.#told(current, [event]);
      else later.push(event);
    };
    const stop = mission.listen(listener);
    const read = await this.missions.eventsAfter(current.id, 0);
    current.take(read.ok ? read.events : []);
    current.take(later);
    isCaughtUp = true;
    this.#current = current;
    this.#stopListening = stop;
    this.#parts.newMissions.notice = null;
    this.#tell({ kind: 'mission' });
    void this.#carry(current);
  }

  #told(current: CurrentMission, events: readonly MissionEvent[]): void {
    for (const { event, lines } of current.take(events))
      if (this.#current === current) this.#tell({ kind: 'event', event, lines, state: current.state });
  }

  /** One loop at a time; what was said while it was about to stop lets it run once more. */
  async #carry(current: CurrentMission): Promise<void> {
    this.#carryAgain = true;
    if (this.#carrying) return;
    this.#carrying = true;
    try {
      while (this.#carryAgain && current.mission && this.#current === current) {
        this.#carryAgain = false;
        const halt = await current.mission.run();
        this.#tell({ kind: 'halt', halt, state: current.state });
        if (hasEnded(current.state)) await this.#parts.newMissions.refresh();
      }
    } catch (error) {
      this.#notice(
        `Longhaul has a defect: ${error instanceof Error ? error.message : String(error)}. What was shown is on disk; reload the window to go on.`,
      );
      this.#parts.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      this.#carrying = false;
    }
  }

  /** Looks on while another process carries the mission, and takes over when that process is gone. */
  #follow(current: CurrentMission): void {
    const look = async (): Promise<void> => {
      if (this.#current !== current) return;
      const read = await this.missions.eventsAfter(current.id, current.state.seq);
      if (read.ok) this.#told(current, read.events);
      if (current.hasEnded) {
        this.#tell({ kind: 'ownership', ownership: 'owner' });
        return;
      }
      const opened = await this.missions.open(current.id);
      if (opened.ok) {
        await opened.mission.windowOpened();
        await this.#take(new CurrentMission(current.id, opened.mission));
        return;
      }
      this.#follow(current);
    };
    this.#following = setTimeout(() => {
      look().catch((error: unknown) => {
        this.#parts.log.warn(String(error));
        this.#follow(current);
      });
    }, followMs);
  }

  async #giveBack(how: 'close' | 'leave'): Promise<void> {
    const current = this.#current;
    this.#current = null;
    if (this.#following !== null) clearTimeout(this.#following);
    this.#stopListening();
    this.#stopListening = () => undefined;
    if (current?.mission) await current.mission[how]();
  }

  #tell(change: DeskChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
