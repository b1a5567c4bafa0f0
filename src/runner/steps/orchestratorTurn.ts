import type { Step } from '../../mission/nextStep.ts';
import type { StepContext } from './stepContext.ts';

export async function orchestratorTurn(
  { carrier, runs }: StepContext,
  step: Extract<Step, { kind: 'orchestratorTurn' }>,
): Promise<void> {
  const subject = step.scoping
    ? ({ kind: 'scoping' } as const)
    : ({ kind: 'turn', causes: step.causes.map((cause) => cause.id) } as const);
  const open = step.run === null ? undefined : carrier.state.runs[step.run];
  const workspace = carrier.ground.workspaces.userTree(carrier.state.runCount + 1);
  await runs.carryOut({
    role: 'orchestrator',
    subject: open?.subject ?? subject,
    parent: null,
    notes: '',
    workspace,
    run: step.run,
  });
}
