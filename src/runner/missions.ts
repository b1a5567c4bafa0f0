import { Journal } from '../journal/journal.ts';
import type { Listener } from '../journal/journal.ts';
import { replay } from '../journal/replay.ts';
import type { EventBody } from '../mission/events/event.ts';
import type { Budgets } from '../mission/events/life.ts';
import type { ModelChoice, Role, RoleModels } from '../mission/role.ts';
import { emptyState } from '../mission/state.ts';
import type { MissionState } from '../mission/state.ts';
import type { Lease, LogProblem } from '../ports/journalStore.ts';
import { Carrier } from './carrier.ts';
import { carryOn } from './carryOn.ts';
import type { Halt } from './carryOn.ts';
import type { EngineParts } from './engineParts.ts';
import { renderAfter, renderAgain } from './renderings.ts';

export type { EngineParts } from './engineParts.ts';
export type { Halt } from './carryOn.ts';

export interface NewMission {
  folder: string;
  goal: string;
  models: RoleModels;
  budgets: Budgets;
  sandbox: 'off';
  scripted: boolean;
}

export type Said = { ok: true } | { ok: false; why: string };
export type OpenProblem = { kind: LogProblem['kind'] | 'repository'; message: string };
export type Opened = { ok: true; mission: Mission } | { ok: false; problem: OpenProblem };
/** `dirty`: paths with changes that are not committed, which planning does not mind, but the beginning of work does. */
export type Created = { ok: true; mission: Mission; dirty: string[] } | { ok: false; problem: OpenProblem };
export type Viewed = { ok: true; state: MissionState; notice: string | null } | { ok: false; problem: OpenProblem };

const requestPollMs = 400;

/** One mission that this process owns: what the user may say to it, and the loop that carries it. */
export class Mission {
  readonly #carrier: Carrier;
  readonly #lease: Lease;
  #running: Promise<Halt> | null = null;

  constructor(carrier: Carrier, lease: Lease) {
    this.#carrier = carrier;
    this.#lease = lease;
  }

  get state(): MissionState {
    return this.#carrier.state;
  }

  get directory(): string {
    return this.#carrier.engine.store.directory(this.state.missionId);
  }

  /** Told of every event once it is on disk. Returns how to stop listening. */
  listen(listener: Listener): () => void {
    return this.#carrier.journal.listen(listener);
  }

  /** Carries the mission on until it waits for the user, ends, or is stopped. One loop at a time. */
  run(): Promise<Halt> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  say(text: string): Promise<Said> {
    return this.#user({ type: 'userSaid', message: `m${String(this.state.seq + 1)}`, text });
  }

  answer(ask: string, answers: string[]): Promise<Said> {
    const asked = this.state.asks[ask];
    if (!asked) return Promise.resolve({ ok: false, why: 'There is no such question.' });
    if (asked.answers) return Promise.resolve({ ok: false, why: 'The question has been answered.' });
    return this.#user({ type: 'userAnswered', ask, answers });
  }

  approve(): Promise<Said> {
    return this.#user({ type: 'planApproved', planVersion: this.state.versions.plan });
  }

  reject(comment: string): Promise<Said> {
    return this.#user({ type: 'planRejected', planVersion: this.state.versions.plan, comment });
  }

  /** Stops the model call in flight; open runs stay open and go on at their step. */
  async pause(): Promise<Said> {
    const paused: EventBody<'missionPaused'> = {
      type: 'missionPaused',
      reason: 'user',
      detail: 'Paused by the user.',
      goesOn: 'Resume when you like.',
      until: null,
    };
    for (;;) {
      const { pause } = this.state;
      // A countdown becomes the user's pause, at once, so that nothing goes on in between.
      const bodies: EventBody[] = pause?.until ? [{ type: 'missionResumed', by: 'user' }, paused] : [paused];
      const said = await this.#user(...bodies);
      // A countdown that began or ended just now: said once more.
      if (!said.ok && this.state.pause !== pause) continue;
      this.#carrier.stop.abort();
      return said;
    }
  }

  resume(): Promise<Said> {
    return this.#user({ type: 'missionResumed', by: 'user' });
  }

  /** Ends the mission for good; the branch and the mission directory stay. */
  cancel(reason: string): Promise<Said> {
    this.#carrier.stop.abort();
    return this.#user({ type: 'missionAbandoned', reason });
  }

  changeModel(role: Role, choice: ModelChoice): Promise<Said> {
    return this.#user({ type: 'modelChanged', role, choice });
  }

  changeBudgets(budgets: Budgets): Promise<Said> {
    return this.#user({ type: 'budgetsChanged', budgets });
  }

  override(kind: 'assertion' | 'item', id: string, reason: string): Promise<Said> {
    return this.#user({ type: 'overrideGiven', kind, id, reason });
  }

  /** Stops the loop, ends what it started and gives the mission back. Open runs stay open. */
  async close(): Promise<void> {
    const { ground, journal, engine } = this.#carrier;
    this.#carrier.stop.abort();
    await this.#running?.catch((error: unknown) => {
      engine.log.warn(String(error));
    });
    await this.#carrier.renderings;
    await ground.ledger.reapRun(0);
    await ground.workspaces.discardAll();
    await ground.close();
    await journal.close();
    await this.#lease.release();
  }

  async #runOnce(): Promise<Halt> {
    this.#carrier.stop = new AbortController();
    const ended = new AbortController();
    const watching = this.#watchRequests(ended.signal);
    try {
      const halt = await carryOn(this.#carrier);
      if (halt.kind === 'done') await this.#carrier.ground.workspaces.discardAll();
      return halt;
    } finally {
      ended.abort();
      await watching;
    }
  }

  /** Carries out what other processes ask of the owner. */
  async #watchRequests(ended: AbortSignal): Promise<void> {
    const { store, clock } = this.#carrier.engine;
    while (!ended.aborted) {
      for (const request of await store.takeRequests(this.state.missionId)) {
        await (request === 'pause' ? this.pause() : this.cancel('cancelled by the user'));
      }
      await clock.sleep(requestPollMs, ended);
    }
  }

  async #user(...bodies: EventBody[]): Promise<Said> {
    const outcome = await this.#carrier.journal.append('user', bodies);
    return outcome.ok ? { ok: true } : { ok: false, why: outcome.why };
  }
}

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
