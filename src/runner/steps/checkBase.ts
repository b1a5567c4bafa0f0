import { liveAssertions } from '../../mission/plan.ts';
import type { Workspace } from '../../ports/workspaces.ts';
import type { Carrier } from '../carrier.ts';
import { runGates, runInClone, runSetup } from '../manifestRuns.ts';
import type { StepContext } from './stepContext.ts';

interface BaseAssertion {
  id: string;
  holds: boolean;
  exitCode: number | null;
}

async function commandAssertions(carrier: Carrier, workspace: Workspace): Promise<BaseAssertion[]> {
  const checks: BaseAssertion[] = [];
  for (const { text } of liveAssertions(carrier.state)) {
    if (text.command === null) continue;
    const result = await runInClone(carrier, workspace, { command: text.command });
    const whole =
      (result.outputBlob === null ? null : await carrier.ground.blobs.text(result.outputBlob)) ?? result.output;
    const holds = text.expectations.every(({ kind, value }) => {
      if (kind === 'exitCode') return result.exitCode === Number(value);
      return kind === 'absent' ? !whole.includes(value) : whole.includes(value);
    });
    checks.push({ id: text.id, holds, exitCode: result.exitCode });
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
