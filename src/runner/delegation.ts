import type { RunState } from '../mission/state.ts';
import type { Delegate, DelegatedTask, DelegateOutcome } from '../ports/delegate.ts';
import type { Workspace } from '../ports/workspaces.ts';
import type { Carrier } from './carrier.ts';
import type { RunOutcome, RunRequest } from './runRequest.ts';

/** What delegation needs of the runner. */
export interface SubRuns {
  carrier: Carrier;
  carryOut(request: RunRequest): Promise<RunOutcome>;
  resultOf(run: number): Promise<unknown>;
}

interface Placed {
  task: DelegatedTask;
  parent: NonNullable<RunState['parent']>;
}

/** Sub-runs read the user's tree, but whoever runs something or judges a commit works in a clone at that commit. */
async function workspaceOf({ carrier }: SubRuns, { task, parent }: Placed, name: string): Promise<Workspace> {
  const { state, ground } = carrier;
  const { subject } = task;
  if (subject.kind === 'featureReview' || subject.kind === 'flow') {
    const commit = state.milestones[subject.milestone]?.rounds.at(-1)?.commit ?? state.head ?? state.baseCommit;
    return prepared(await ground.workspaces.clone(name, commit, parent.run), subject.kind === 'flow', carrier);
  }
  if (subject.kind === 'readiness') return ground.workspaces.clone(name, state.head ?? state.baseCommit, parent.run);
  return ground.workspaces.userTree(parent.run);
}

/** Flow testers use the application as it is after `setup` in a fresh checkout. */
async function prepared(
  workspace: Workspace,
  needsSetup: boolean,
  { state, engine, stop }: Carrier,
): Promise<Workspace> {
  if (!needsSetup) return workspace;
  const { maxCommandTimeMs, commandIdleMs, maxToolResultBytes } = engine.limits;
  for (const command of state.services?.setup ?? []) {
    await workspace.shell.run({
      command,
      folder: '.',
      timeLimitMs: maxCommandTimeMs,
      idleLimitMs: commandIdleMs,
      maxOutputBytes: maxToolResultBytes,
      environment: {},
      signal: stop.signal,
    });
  }
  return workspace;
}

async function carryOut(runs: SubRuns, placed: Placed): Promise<DelegateOutcome> {
  const { state } = runs.carrier;
  const { task, parent } = placed;
  const earlier = Object.values(state.runs).find(
    (run) => run.parent?.run === parent.run && run.parent.call === parent.call && run.parent.place === parent.place,
  );
  if (earlier?.ended) {
    if (earlier.ended.outcome === 'completed')
      return { kind: 'completed', run: earlier.run, result: await runs.resultOf(earlier.run) };
    return { kind: 'failed', run: earlier.run, reason: earlier.ended.reason };
  }
  const name = `${task.role}-${String(parent.run)}-${parent.call.slice(-12)}-${String(parent.place)}`.replace(
    /[^\w-]/g,
    '_',
  );
  const workspace = await workspaceOf(runs, placed, name);
  const outcome = await runs.carryOut({
    role: task.role,
    subject: task.subject,
    parent,
    notes: task.notes,
    workspace,
    run: earlier?.run ?? null,
  });
  if (outcome.kind === 'suspended') return { kind: 'suspended' };
  await runs.carrier.ground.workspaces.discard(name);
  if (outcome.outcome === 'completed') return { kind: 'completed', run: outcome.run, result: outcome.result };
  return { kind: 'failed', run: outcome.run, reason: outcome.reason };
}

/** Carries out the sub-runs of one call, at most `maxParallelSubRuns` at a time. */
export function delegateFor(runs: SubRuns, run: number): Delegate {
  return async (call, tasks) => {
    const outcomes = new Array<DelegateOutcome>(tasks.length).fill({ kind: 'suspended' });
    const queue = tasks.map((task, place) => ({ task, parent: { run, call, place } }));
    const next = async (): Promise<void> => {
      for (let placed = queue.shift(); placed; placed = queue.shift()) {
        if (runs.carrier.stop.signal.aborted) return;
        outcomes[placed.parent.place] = await carryOut(runs, placed);
      }
    };
    const lanes = Math.min(runs.carrier.engine.limits.maxParallelSubRuns, tasks.length);
    await Promise.all(Array.from({ length: lanes }, next));
    return outcomes;
  };
}
