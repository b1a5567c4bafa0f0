import { nextStep } from '../mission/nextStep.ts';
import type { Step } from '../mission/nextStep.ts';
import type { Carrier } from './carrier.ts';
import { JournalUnwritable } from './carrier.ts';
import { Permits } from './permits.ts';
import { RoleRuns } from './roleRuns.ts';
import { begin } from './steps/begin.ts';
import { checkBase } from './steps/checkBase.ts';
import { orchestratorTurn } from './steps/orchestratorTurn.ts';
import { closeRound, judgeScrutiny, judgeTesting, openRound, scrutinize, seal, testAsUser } from './steps/rounds.ts';
import { settleAttempt } from './steps/settleAttempt.ts';
import type { StepContext } from './steps/stepContext.ts';
import { work } from './steps/work.ts';
import { waitUntil } from './waitUntil.ts';

/** Why a mission stopped running here. */
export type Halt =
  | { kind: 'done' }
  | { kind: 'awaitUser'; for: 'approval' | 'answer' | 'pause'; detail: string }
  /** The process stops; the mission goes on when it is opened again. */
  | { kind: 'stopped' }
  | { kind: 'disk'; why: string };

type Executable = Exclude<Step, { kind: 'awaitUser' | 'done' | 'wait' }>;
/** Carries out one step; every kind has its own function. */
async function execute(context: StepContext, step: Executable): Promise<void> {
  const { carrier } = context;
  switch (step.kind) {
    case 'orchestratorTurn':
      return orchestratorTurn(context, step);
    case 'checkBase':
      return checkBase(context);
    case 'begin':
      return begin(context);
    case 'work':
      return work(context, step);
    case 'settleAttempt':
      return settleAttempt(context, step);
    case 'openRound':
      return openRound(context, step);
    case 'scrutinize':
      return scrutinize(context, step);
    case 'judgeScrutiny':
      return judgeScrutiny(context, step);
    case 'testAsUser':
      return testAsUser(context, step);
    case 'judgeTesting':
      return judgeTesting(context, step);
    case 'closeRound':
      return closeRound(context, step);
    case 'seal':
      return seal(context, step);
    case 'complete':
      return carrier.append('code', { type: 'missionCompleted', commit: carrier.state.head ?? '' });
    case 'pause': {
      const { reason, detail, goesOn } = step;
      return carrier.append('code', { type: 'missionPaused', reason, detail, goesOn, until: null });
    }
  }
}

/**
 * The loop: decide, do, again, until the mission waits for the user, ends, or is stopped. Opening the journal and calling this is
 * all there is to resuming. Never rejects for what the world does.
 */
export async function carryOn(carrier: Carrier): Promise<Halt> {
  const context: StepContext = { carrier, runs: new RoleRuns(carrier, new Permits(carrier)) };
  try {
    for (;;) {
      if (carrier.stop.signal.aborted && carrier.state.pause === null) return { kind: 'stopped' };
      const step = nextStep(carrier.state, carrier.engine.limits);
      if (step.kind === 'done') return { kind: 'done' };
      if (step.kind === 'awaitUser') return step;
      if (step.kind === 'wait') await waitUntil(carrier, step.until);
      else await execute(context, step);
      if (carrier.stop.signal.aborted)
        return carrier.state.pause?.until === null
          ? { kind: 'awaitUser', for: 'pause', detail: carrier.state.pause.detail }
          : { kind: 'stopped' };
    }
  } catch (error) {
    if (error instanceof JournalUnwritable) return { kind: 'disk', why: error.message };
    throw error;
  }
}
