import { Journal } from '../journal/journal.ts';
import type { Listener } from '../journal/journal.ts';
import { eventsOf, replay } from '../journal/replay.ts';
import { entriesOf } from '../journal/runLogs.ts';
import type { MissionEvent } from '../mission/events/event.ts';
import type { Budgets } from '../mission/events/life.ts';
import type { RoleModels } from '../mission/role.ts';
import { emptyState } from '../mission/state.ts';
import type { MissionState } from '../mission/state.ts';
import type { FileChange } from '../ports/git.ts';
import type { Lease, LogProblem } from '../ports/journalStore.ts';
import type { RunLogEntry } from '../ports/runLog.ts';
import { Carrier } from './carrier.ts';
import type { EngineParts } from './engineParts.ts';
import { Mission } from './mission.ts';
import { renderAfter, renderAgain } from './renderings.ts';

export type { EngineParts } from './engineParts.ts';
export type { Halt } from './carryOn.ts';
export { Mission } from './mission.ts';
export type { Said } from './mission.ts';

export interface NewMission {
  folder: string;
  goal: string;
  models: RoleModels;
  budgets: Budgets;
  sandbox: 'off';
  scripted: boolean;
}

export type OpenProblem = { kind: LogProblem['kind'] | 'repository'; message: string };
export type Opened = { ok: true; mission: Mission } | { ok: false; problem: OpenProblem };
/** `dirty`: paths with changes that are not committed, which planning does not mind, but the beginning of work does. */
export type Created = { ok: true; mission: Mission; dirty: string[] } | { ok: false; problem: OpenProblem };
export type Events = { ok: true; events: MissionEvent[] } | { ok: false; problem: OpenProblem };
export type Viewed = { ok: true; state: MissionState; notice: string | null } | { ok: false; problem: OpenProblem };

/** Creates, opens, lists and shows missions. */
export class Missions {
  readonly #engine: EngineParts;

  constructor(engine: EngineParts) {
    this.#engine = engine;
  }

  list(): Promise<string[]> {
    return this.#engine.store.list();
  }

  /** Absolute path, for people. */
  directory(missionId: string): string {
    return this.#engine.store.directory(missionId);
  }

  /** The listener is told of every event from the first one on. */
  async create(request: NewMission, listener: Listener = () => undefined): Promise<Created> {
    const { gitOf, store, newMissionId } = this.#engine;
    const repository = await gitOf(request.folder).inspect();
    if (!repository.ok) return { ok: false, problem: { kind: 'repository', message: repository.message } };
    const missionId = newMissionId(request.goal);
    const made = await store.create(missionId);
    if (!made.ok) return made;
    const opened = await this.#open(missionId, request.folder);
    if (!opened.ok) return opened;
    opened.carrier.journal.listen(listener);
    const created = await opened.carrier.journal.append('user', [
      { type: 'missionCreated', missionId, ...request, baseBranch: repository.branch, baseCommit: repository.head },
    ]);
    if (!created.ok) return { ok: false, problem: { kind: 'unwritable', message: created.why } };
    return { ok: true, mission: new Mission(opened.carrier, opened.lease), dirty: repository.dirty };
  }

  /** Opens a mission to carry it on; refused while another living process owns it. */
  async open(missionId: string): Promise<Opened> {
    const opened = await this.#open(missionId, null);
    return opened.ok ? { ok: true, mission: new Mission(opened.carrier, opened.lease) } : opened;
  }

  /** Reads a mission without owning it. */
  async view(missionId: string): Promise<Viewed> {
    const { store } = this.#engine;
    const read = await store.readJournal(missionId);
    if (!read.ok) return read;
    if (read.records.length === 0) return { ok: false, problem: neverBegun(missionId) };
    const snapshot = await store.readSnapshot(missionId);
    const folded = replay(read.records, snapshot);
    if (!folded.ok)
      return {
        ok: false,
        problem: { kind: 'damaged', message: damaged(missionId, store.directory(missionId), folded.why) },
      };
    return { ok: true, state: folded.state, notice: read.notice };
  }

  /** The events of a mission after `seq`, without owning it; one pass over its journal. */
  async eventsAfter(missionId: string, seq: number): Promise<Events> {
    const read = await this.#engine.store.readJournal(missionId);
    if (!read.ok) return read;
    const events: MissionEvent[] = [];
    for (const record of read.records) {
      const parsed = eventsOf(record);
      if (!parsed.ok)
        return {
          ok: false,
          problem: { kind: 'damaged', message: damaged(missionId, this.directory(missionId), parsed.why) },
        };
      events.push(...parsed.events.filter((event) => event.seq > seq));
    }
    return { ok: true, events };
  }

  /** What a run saw and said; empty where its log cannot be read. */
  async runLog(missionId: string, run: number): Promise<RunLogEntry[]> {
    const read = await this.#engine.store.readRunLog(missionId, run);
    return read.ok ? entriesOf(read.records) : [];
  }

  /** Bytes of an output or of evidence by its hash, or null. */
  blob(missionId: string, id: string): Promise<Uint8Array | null> {
    return this.#engine.blobsOf(missionId).bytes(id);
  }

  changes(folder: string, base: string, head: string): Promise<FileChange[]> {
    return this.#engine.gitOf(folder).changes(base, head);
  }

  /** Content of a file in a commit, or null where it is not in it. */
  fileAt(folder: string, commit: string, path: string): Promise<string | null> {
    return this.#engine.gitOf(folder).show(commit, path);
  }

  /** What the repository in a folder looks like before a mission; a problem is a sentence that says what to do. */
  async inspect(
    folder: string,
  ): Promise<{ ok: true; dirty: string[]; branch: string } | { ok: false; problem: string }> {
    const repository = await this.#engine.gitOf(folder).inspect();
    return repository.ok
      ? { ok: true, dirty: repository.dirty, branch: repository.branch }
      : { ok: false, problem: repository.message };
  }

  /** Asks the owner of a mission, in whatever process, to pause or cancel it. */
  async ask(missionId: string, request: 'pause' | 'cancel'): Promise<void> {
    await this.#engine.store.leaveRequest(missionId, request);
  }

  async #open(
    missionId: string,
    folder: string | null,
  ): Promise<{ ok: true; carrier: Carrier; lease: Lease } | { ok: false; problem: OpenProblem }> {
    const engine = this.#engine;
    const { store, limits, clock } = engine;
    const leased = await store.acquireLease(missionId);
    if (!leased.ok) return leased;
    const giveUp = async (problem: OpenProblem): Promise<{ ok: false; problem: OpenProblem }> => {
      await leased.lease.release();
      return { ok: false, problem };
    };
    const opened = await store.openJournal(missionId);
    if (!opened.ok) return giveUp(opened.problem);
    const folded = replay(opened.records, await store.readSnapshot(missionId));
    if (!folded.ok) {
      await opened.log.close();
      return giveUp({ kind: 'damaged', message: damaged(missionId, store.directory(missionId), folded.why) });
    }
    if (opened.records.length === 0 && folder === null) {
      await opened.log.close();
      return giveUp(neverBegun(missionId));
    }
    if (opened.notice !== null) engine.log.warn(opened.notice);
    const state = opened.records.length === 0 ? emptyState() : folded.state;
    const gone = folder === null ? await folderProblem(engine, state) : null;
    if (gone !== null) {
      await opened.log.close();
      return giveUp(gone);
    }
    const ground = await engine.ground(missionId, folder ?? state.folder);
    await ground.ledger.reapLeftOvers();
    // An open run makes its clone anew when it goes on.
    await ground.workspaces.discardAll();
    await store.takeRequests(missionId);
    const journal = new Journal({ log: opened.log, state, limits, clock, afterAppend: snapshots(engine, missionId) });
    const carrier = new Carrier({ journal, engine, ground, epoch: leased.lease.epoch });
    const render = renderAfter(carrier);
    journal.listen(render);
    renderAgain(render, opened.records, state);
    return { ok: true, carrier, lease: leased.lease };
  }
}

/** Its directory was made, and the process ended before its first event. */
function neverBegun(missionId: string): OpenProblem {
  const message = `Mission ${missionId} was never begun: Longhaul ended while it was being created. Nothing was done and nothing is lost; start the mission again.`;
  return { kind: 'missing', message };
}

/** Whether the mission's repository is still where it was; what else is wrong with it is told when work goes on. */
async function folderProblem({ gitOf }: EngineParts, { missionId, folder }: MissionState): Promise<OpenProblem | null> {
  const repository = await gitOf(folder).inspect();
  if (repository.ok || !['notARepository', 'notTheTopFolder'].includes(repository.problem)) return null;
  const message = `The repository of mission ${missionId} is not where it was, in ${folder}. Put it back there, then go on; nothing of the mission is lost.`;
  return { kind: 'repository', message };
}

function damaged(missionId: string, directory: string, why: string): string {
  return `The journal of mission ${missionId} cannot be read: ${why}. Nothing was changed. Its files are in ${directory}; put back a copy of them, or start a new mission.`;
}

/** Writes a snapshot every so many events, in the background: the journal stays the source of truth. */
function snapshots({ store, limits, log }: EngineParts, missionId: string): (state: MissionState) => void {
  let last = 0;
  return (state) => {
    if (state.seq - last < limits.snapshotEveryEvents) return;
    last = state.seq;
    store.writeSnapshot(missionId, state.seq, structuredClone(state)).catch((error: unknown) => {
      log.warn(`no snapshot: ${String(error)}`);
    });
  };
}
