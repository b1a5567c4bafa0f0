import { missionBranch } from '../../mission/commitTrailers.ts';
import { checkBase } from './checkBase.ts';
import type { StepContext } from './stepContext.ts';

/** Makes the mission branch at HEAD and checks it out; a dirty tree or a moved HEAD is shown, never overwritten. */
export async function begin(context: StepContext): Promise<void> {
  const { carrier } = context;
  const { git } = carrier.ground;
  const repository = await git.inspect();
  if (!repository.ok) {
    await carrier.pause({
      reason: 'branchChanged',
      detail: repository.message,
      goesOn: 'Put the repository right, then resume.',
      until: null,
    });
    return;
  }
  const { missionId, goal, baseCheck } = carrier.state;
  const branch = missionBranch(missionId, goal);
  if (repository.branch !== branch && repository.dirty.length > 0) {
    const detail = `The working tree has changes that are not committed: ${repository.dirty.slice(0, 8).join(', ')}.`;
    await carrier.pause({ reason: 'branchChanged', detail, goesOn: 'Commit or stash them, then resume.', until: null });
    return;
  }
  // HEAD moved since the base checks: they run again on what the mission will really stand on.
  if (baseCheck?.commit !== repository.head) {
    await checkBase(context);
    return;
  }
  const begun = await git.beginBranch(branch, repository.head);
  if (begun.ok) await carrier.append('runner', { type: 'missionBegun', branch, base: repository.head });
  else
    await carrier.pause({
      reason: 'branchChanged',
      detail: begun.why,
      goesOn: 'Put the branch right, then resume.',
      until: null,
    });
}
