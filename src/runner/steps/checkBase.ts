import type { EventBody } from '../../mission/events/event.ts';
import { liveAssertions } from '../../mission/plan.ts';
import { isSeen } from '../../mission/verdict.ts';
import type { Workspace } from '../../ports/workspaces.ts';
import type { Carrier } from '../carrier.ts';
import { runGates, runInClone, runSetup } from '../manifestRuns.ts';
import type { StepContext } from './stepContext.ts';

type BaseAssertion = EventBody<'baseChecked'>['assertions'][number];

/** Of an output, what the orchestrator needs to see why an assertion does not hold. */
const shownCharacters = 800;

async function commandAssertions(carrier: Carrier, workspace: Workspace): Promise<BaseAssertion[]> {
  const checks: BaseAssertion[] = [];
  for (const { text } of liveAssertions(carrier.state)) {
    if (text.command === null) continue;
    const result = await runInClone(carrier, workspace, { command: text.command });
    const whole =
      (result.outputBlob === null ? null : await carrier.ground.blobs.text(result.outputBlob)) ?? result.output;
    const { exitCode } = result;
    // As evidence of a tester's command would read, so that what holds here would pass there.
    const seen = {
      kind: 'command',
      text: `exit code ${exitCode ?? 'unknown'}\n${whole}`,
      status: null,
      exitCode,
    } as const;
    const unseen = text.expectations.filter((expectation) => !isSeen(expectation, seen));
    const holds = unseen.length === 0;
    checks.push({ id: text.id, holds, exitCode, unseen, output: whole.trim().slice(0, shownCharacters) });
  }
  return checks;
}

/** Runs gates and command assertions on the untouched base, in a scratch clone (product.md section 6, rule 3). */
export async function checkBase({ carrier }: StepContext): Promise<void> {
  const { ground } = carrier;
  const repository = await ground.git.inspect();
  if (!repository.ok) {
    await carrier.pause({
      reason: 'branchChanged',
      detail: repository.message,
      goesOn: 'Put the repository right, then resume.',
      until: null,
    });
    return;
  }
  const { head } = repository;
  const { versions } = carrier.state;
  const { services: servicesVersion, contract: contractVersion } = versions;
  const workspace = await ground.workspaces.clone('base', head, 0);
  try {
    const setup = await runSetup(carrier, workspace);
    const gates = setup.ok ? await runGates(carrier, workspace) : [];
    const assertions = setup.ok ? await commandAssertions(carrier, workspace) : [];
    if (carrier.stop.signal.aborted) return;
    await carrier.append('code', {
      type: 'baseChecked',
      commit: head,
      servicesVersion,
      contractVersion,
      setup: { ok: setup.ok, output: setup.output === null ? null : await ground.blobs.put(setup.output) },
      gates: gates.map(({ name, command, exitCode, testsRun, failingTests }) => ({
        name,
        command,
        exitCode,
        testsRun,
        failingTests,
      })),
      assertions,
    });
  } finally {
    await workspace.shell.stopAll();
    await ground.workspaces.discard('base');
  }
}
