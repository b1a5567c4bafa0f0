import { entriesOf, resultOf, runLogOver } from '../journal/runLogs.ts';
import type { EventBody } from '../mission/events/event.ts';
import type { MissionRecorder } from '../ports/missionRecorder.ts';
import type { ModelPort } from '../ports/model.ts';
import type { RunLog } from '../ports/runLog.ts';
import { playRole } from '../roles/role.ts';
import type { RoleContext, RoleEnd } from '../roles/role.ts';
import type { Carrier } from './carrier.ts';
import { JournalUnwritable } from './carrier.ts';
import { delegateFor } from './delegation.ts';
import { outlast } from './modelPauses.ts';
import type { Permits } from './permits.ts';
import { players } from './players.ts';
import type { RunOutcome, RunRequest } from './runRequest.ts';
import { waitUntil } from './waitUntil.ts';

/** Starts runs and goes on with open ones; the same way for every role. */
export class RoleRuns {
  readonly carrier: Carrier;
  readonly #permits: Permits;

  constructor(carrier: Carrier, permits: Permits) {
    this.carrier = carrier;
    this.#permits = permits;
  }

  async carryOut(request: RunRequest): Promise<RunOutcome> {
    const found = this.#findModel(request);
    if (!found.ok) {
      await this.carrier.pause({
        reason: 'modelSetup',
        detail: found.problem,
        goesOn: 'Correct the model or its key, then resume.',
        until: null,
      });
      return { kind: 'suspended' };
    }
    const run = request.run ?? (await this.#start(request));
    if (run === null) return { kind: 'suspended' };
    const log = await this.#openLog(run);
    if (!log.ok) return this.#end(run, { outcome: 'unreadable', reason: log.why, turns: 0, toolCalls: 0 }, null);
    try {
      const end = await this.#play({ ...request, run }, found.model, log.log);
      return await this.#conclude(run, end);
    } finally {
      await log.log.close();
      await this.carrier.ground.ledger.reapRun(run);
    }
  }

  /** What an ended run returned, from its log. */
  async resultOf(run: number): Promise<unknown> {
    const { engine, state } = this.carrier;
    const read = await engine.store.readRunLog(state.missionId, run);
    return read.ok ? (resultOf(entriesOf(read.records))?.result ?? null) : null;
  }

  #findModel({ role, run }: RunRequest): { ok: true; model: ModelPort } | { ok: false; problem: string } {
    const { state, engine } = this.carrier;
    // A run keeps the model it began with while it can use it (fold of modelChanged).
    const choice = (run === null ? undefined : state.runs[run]?.choice) ?? state.models[role];
    return engine.models(choice.provider);
  }

  async #start({ role, subject, parent }: Pick<RunRequest, 'role' | 'subject' | 'parent'>): Promise<number | null> {
    const { carrier } = this;
    const { state } = carrier;
    const run = state.runCount + 1;
    const skill = subject.kind === 'attempt' ? (state.features[subject.feature]?.text.skill ?? '') : role;
    const body: EventBody<'runStarted'> = {
      type: 'runStarted',
      run,
      role,
      subject,
      parent,
      choice: state.models[role],
      skill,
      versions: { ...state.versions },
      epoch: carrier.epoch,
    };
    const outcome = await carrier.journal.append('runner', [body]);
    if (outcome.ok) return run;
    if (outcome.kind === 'disk') throw new JournalUnwritable(outcome.why);
    // Sub-runs start side by side; one of them took the number.
    if (state.runCount >= run) return this.#start({ role, subject, parent });
    // A sibling run, or the user, has paused the mission: nothing starts until it goes on.
    if (state.pause !== null) {
      const goesOn = state.pause.until !== null && (await waitUntil(carrier, state.pause.until));
      return goesOn ? this.#start({ role, subject, parent }) : null;
    }
    if (!outcome.why.includes('budget')) throw new Error(`run of ${role} was refused: ${outcome.why}`);
    await carrier.pause({
      reason: 'budget',
      detail: outcome.why,
      goesOn: 'Raise the budget, then resume.',
      until: null,
    });
    return null;
  }

  async #openLog(run: number): Promise<{ ok: true; log: RunLog } | { ok: false; why: string }> {
    const { engine, state } = this.carrier;
    const opened = await engine.store.openRunLog(state.missionId, run);
    if (opened.ok) return { ok: true, log: runLogOver(opened.log, opened.records) };
    if (opened.problem.kind === 'unwritable') throw new JournalUnwritable(opened.problem.message);
    return { ok: false, why: opened.problem.message };
  }

  async #play(request: RunRequest & { run: number }, model: ModelPort, log: RunLog): Promise<RoleEnd> {
    const { carrier } = this;
    const { run, role } = request;
    const choice = carrier.state.runs[run]?.choice ?? carrier.state.models[role];
    const context = this.#contextOf(request, log);
    const permit = this.#permits.forRun(run, model.facts(choice.model));
    const { missionId } = carrier.state;
    const { signal } = carrier.stop;
    return playRole(players[role], context, {
      model,
      choice,
      log,
      permit,
      missionId,
      signal,
      outlast: (failure) => outlast(carrier, run, failure),
      isFatal: (error) => error instanceof JournalUnwritable,
      tell: (piece) => {
        carrier.engine.activity.tell(run, piece);
      },
    });
  }

  #contextOf({ run, role, subject, notes, workspace }: RunRequest & { run: number }, log: RunLog): RoleContext {
    const { carrier } = this;
    const { engine, ground } = carrier;
    const recorder: MissionRecorder = {
      state: () => carrier.state,
      propose: async (call, body) => {
        const outcome = await carrier.journal.append(role, [body], `${String(run)}:${call}`);
        if (outcome.ok) return { ok: true };
        if (outcome.kind === 'disk') throw new JournalUnwritable(outcome.why);
        return { ok: false, why: outcome.why };
      },
    };
    return {
      run,
      subject,
      notes,
      recorder,
      delegate: delegateFor(this, run),
      workspace,
      emptyFolder: (name) => ground.workspaces.emptyFolder(`data-${String(run)}-${name}`),
      treeWatch: ground.treeWatch(),
      git: ground.git,
      http: engine.http,
      browser: ground.browser,
      blobs: ground.blobs,
      clock: engine.clock,
      skills: engine.skills,
      limits: engine.limits,
      earlier: log.entries,
      pricePerThousand: () => this.#pricePerThousand(),
    };
  }

  /** A rough price of 1,000 tokens of the worker's model, of which most are read from the cache. */
  #pricePerThousand(): number | null {
    const choice = this.carrier.state.models.worker;
    const found = this.carrier.engine.models(choice.provider);
    const price = found.ok ? found.model.facts(choice.model).price : null;
    return price ? (0.95 * price.cacheRead + 0.04 * price.cacheWrite + 0.01 * price.output) / 1000 : null;
  }

  async #conclude(run: number, end: RoleEnd): Promise<RunOutcome> {
    if (end.kind === 'finished') {
      const outcome = end.partial ? 'partial' : 'completed';
      // The accepted report is a call too: deciding can be all there is to do.
      return this.#end(run, { outcome, reason: '', turns: end.turns, toolCalls: end.toolCalls + 1 }, end.result);
    }
    if (end.kind === 'failed') {
      // The orchestrator's work is recorded as it goes: without room in its context a fresh run goes on from there.
      const isRecorded = this.carrier.state.runs[run]?.role === 'orchestrator';
      const outcome = end.failure === 'contextFull' && isRecorded ? 'partial' : 'failed';
      return this.#end(run, { outcome, reason: end.message, turns: end.turns, toolCalls: end.toolCalls }, null);
    }
    if (this.carrier.killed.delete(run))
      return this.#end(run, { outcome: 'killed', reason: 'killed by the user', turns: 0, toolCalls: 0 }, null);
    const { cause } = end;
    if (cause.kind === 'permit')
      await this.carrier.pause({
        reason: 'budget',
        detail: cause.why,
        goesOn: 'Raise the budget, then resume.',
        until: null,
      });
    return { kind: 'suspended' };
  }

  async #end(
    run: number,
    how: { outcome: EventBody<'runEnded'>['outcome']; reason: string; turns: number; toolCalls: number },
    result: unknown,
  ): Promise<RunOutcome> {
    const { carrier } = this;
    const startedAt = carrier.state.runs[run]?.startedAt ?? 0;
    await this.endOpenSubRuns(run);
    await carrier.append('runner', {
      type: 'runEnded',
      run,
      ...how,
      milliseconds: Math.max(0, carrier.engine.clock.now() - startedAt),
      log: await carrier.engine.store.hashRunLog(carrier.state.missionId, run),
    });
    return { kind: 'ended', run, outcome: how.outcome, reason: how.reason, result };
  }

  /** Sub-runs end before their parent. */
  async endOpenSubRuns(run: number): Promise<void> {
    const { state } = this.carrier;
    const children = state.openRuns.filter((open) => state.runs[open]?.parent?.run === run);
    for (const child of children) {
      await this.carrier.append('runner', {
        type: 'runEnded',
        run: child,
        outcome: 'killed',
        reason: 'its parent run ended',
        turns: 0,
        toolCalls: 0,
        milliseconds: 0,
        log: null,
      });
    }
  }
}
