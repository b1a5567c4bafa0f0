import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import type { Handoff } from '../../mission/artefacts/handoff.ts';
import { handoffSchema } from '../../mission/artefacts/handoff.ts';
import type { RoleContext } from '../role.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { attemptOf } from './commitTool.ts';
import type { OwnChanges } from './ownChanges.ts';

/** Each claim must be in the record, and the last run of a command must be among its claims: an early green hides nothing. */
function commandProblems(handoff: Handoff, changes: OwnChanges): string[] {
  const claimed = new Map<string, number[]>();
  for (const { command, exitCode } of handoff.commands)
    claimed.set(command.trim(), [...(claimed.get(command.trim()) ?? []), exitCode]);
  return [...claimed].flatMap(([command, exitCodes]) => {
    const runs = changes.commands
      .filter((recorded) => recorded.command.trim() === command)
      .map((recorded) => recorded.exitCode);
    const last = runs.at(-1);
    if (last === undefined) return [`"${command}" was not run in this session; list commands exactly as you ran them`];
    const wrong = exitCodes.filter((exitCode) => !runs.includes(exitCode));
    if (wrong.length > 0)
      return [`"${command}" ended with exit code ${runs.join(', then ')}, never ${wrong.join(' or ')}`];
    return last !== null && exitCodes.includes(last)
      ? []
      : [`"${command}" last ended with exit code ${String(last)}; say so too`];
  });
}

/** Ends the run with a handoff that agrees with the record and leaves no own change uncommitted. */
export function handOffTool(context: RoleContext, changes: OwnChanges): AnyTool {
  const { run, recorder, git } = context;

  function uncommitted(): Promise<string[]> {
    const attempt = attemptOf(recorder.state(), run);
    return git.differing(
      attempt.tip ?? attempt.base,
      changes.own.filter((path) => !changes.isOthers(path)),
    );
  }

  return proposalTool({
    name: 'hand_off',
    description:
      'End this run with your handoff. Refused while something of yours is not committed. Say truthfully what is done, what is not, what you ran and saw; what is left out is found later, at higher cost.',
    schema: z.strictObject(handoffSchema.shape),
    recorder,
    refuse: async (handoff) => {
      await changes.look();
      const problems = commandProblems(handoff, changes);
      const left = await uncommitted();
      if (left.length > 0)
        problems.push(`these changes are not committed: ${left.join(', ')}; commit them, or undo them`);
      return problems.length === 0 ? null : `The handoff does not agree with the record:\n- ${problems.join('\n- ')}`;
    },
    toEvent: (handoff) => {
      const { feature, attempt } = attemptOf(recorder.state(), run);
      return { type: 'handoffReceived', run, feature, attempt, handoff };
    },
    ends: true,
  });
}
