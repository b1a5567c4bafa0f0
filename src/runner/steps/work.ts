import type { Step } from '../../mission/nextStep.ts';
import type { Carrier } from '../carrier.ts';
import type { StepContext } from './stepContext.ts';

/** The mission branch must be checked out at its tip before a worker starts; what the user did is shown, never undone. */
export async function branchProblem(carrier: Carrier): Promise<string | null> {
  const { branch, head } = carrier.state;
  const repository = await carrier.ground.git.inspect();
  if (!repository.ok) return repository.message;
  if (repository.branch !== branch)
    return `The branch ${repository.branch} is checked out; the mission works on ${branch ?? ''}.`;
  return repository.head === head
    ? null
    : `The mission branch was moved to ${repository.head.slice(0, 10)}; the mission left it at ${head?.slice(0, 10) ?? ''}.`;
}

export async function work({ carrier, runs }: StepContext, step: Extract<Step, { kind: 'work' }>): Promise<void> {
  const problem = await branchProblem(carrier);
  if (problem !== null) {
    await carrier.pause({
      reason: 'branchChanged',
      detail: problem,
      goesOn: 'Check out the mission branch at its tip again, then resume.',
      until: null,
    });
    return;
  }
  const { state, ground } = carrier;
  const feature = state.features[step.feature];
  const open = step.run === null ? undefined : state.runs[step.run];
  const attempt = (feature?.attempts.length ?? 0) + 1;
  const subject = open?.subject ?? {
    kind: 'attempt' as const,
    feature: step.feature,
    attempt,
    base: state.head ?? state.baseCommit,
  };
  const workspace = ground.workspaces.userTree(step.run ?? state.runCount + 1);
  await runs.carryOut({ role: 'worker', subject, parent: null, notes: '', workspace, run: step.run });
}
