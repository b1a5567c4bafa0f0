import type { Listener } from '../journal/journal.ts';
import type { EventBody } from '../mission/events/event.ts';
import type { Budgets } from '../mission/events/life.ts';
import type { ModelChoice, Role } from '../mission/role.ts';
import type { MissionState } from '../mission/state.ts';
import type { Lease } from '../ports/journalStore.ts';
import type { Carrier } from './carrier.ts';
import { carryOn } from './carryOn.ts';
import type { Halt } from './carryOn.ts';

export type Said = { ok: true } | { ok: false; why: string };

const requestPollMs = 400;

/** One mission that this process owns: what the user may say to it, and the loop that carries it. */
export class Mission {
  readonly #carrier: Carrier;
  readonly #lease: Lease;
  #running: Promise<Halt> | null = null;
  #killing = false;
  #closing = false;

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

  /** Ends a run at work; what it leaves undone is decided as after any run that was killed. Scoping is ended by cancelling. */
  async killRun(run: number): Promise<Said> {
    const { openRuns, runs, pause } = this.state;
    const wanted = openRuns.includes(run) ? runs[run] : undefined;
    if (!wanted) return { ok: false, why: `Run ${String(run)} has ended already.` };
    if (wanted.parent !== null || wanted.role === 'orchestrator')
      return { ok: false, why: 'Only the run of a worker or a validator can be killed; its sub-runs end with it.' };
    if (pause !== null) return { ok: false, why: 'The mission is paused. Resume it, then kill the run.' };
    this.#carrier.killed.add(run);
    this.#killing = true;
    this.#carrier.stop.abort();
    return { ok: true };
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

  /** As `close`, and says in the journal that the mission waits for its window; `windowOpened` lets it go on. */
  async leave(): Promise<void> {
    const { phase, pause } = this.state;
    if (phase === 'running' && pause === null)
      await this.#carrier.pause({
        reason: 'windowClosed',
        detail: 'The window was closed.',
        goesOn: 'Goes on by itself when the window is open again.',
        until: null,
      });
    await this.close();
  }

  /** Ends the pause that the closing of the window began; does nothing where there is none. */
  async windowOpened(): Promise<void> {
    if (this.state.pause?.reason !== 'windowClosed') return;
    await this.#carrier.journal.append('runner', [{ type: 'missionResumed', by: 'windowOpened' }]);
  }

  /** Stops the loop, ends what it started and gives the mission back. Open runs stay open. */
  async close(): Promise<void> {
    const { ground, journal, engine } = this.#carrier;
    this.#closing = true;
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
    const ended = new AbortController();
    const watching = this.#watchRequests(ended.signal);
    try {
      const halt = await this.#carryOn();
      if (halt.kind === 'done') await this.#carrier.ground.workspaces.discardAll();
      return halt;
    } finally {
      ended.abort();
      await watching;
    }
  }

  /** The loop, begun again where it was only left to kill a run. */
  async #carryOn(): Promise<Halt> {
    for (;;) {
      this.#carrier.stop = new AbortController();
      const halt = await carryOn(this.#carrier);
      if (halt.kind !== 'stopped' || this.#closing || !this.#killing) return halt;
      this.#killing = false;
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
