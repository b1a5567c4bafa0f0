import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, result } from '../../agent/tool.ts';
import { z } from 'zod';
import { deleteFileTool } from '../../tools/deleteFile.ts';
import { editFileTool } from '../../tools/editFile.ts';
import { httpRequestTool } from '../../tools/httpRequest.ts';
import { moveFileTool } from '../../tools/moveFile.ts';
import { runCommandTool } from '../../tools/runCommand.ts';
import { BrowserDesk } from '../../tools/shared/browserDesk.ts';
import { writeFileTool } from '../../tools/writeFile.ts';
import type { MissionState } from '../../mission/state.ts';
import type { RoleContext, RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { browserTools } from '../tools/browserTools.ts';
import { assertionText, featureText, itemText, planText, sharedBrief } from '../tools/missionText.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';
import { ServiceDesk } from '../tools/serviceDesk.ts';
import { attemptOf, commitTool } from './commitTool.ts';
import { handOffTool } from './handOffTool.ts';
import { OwnChanges } from './ownChanges.ts';

function startServicesTool(context: RoleContext, desk: ServiceDesk): AnyTool {
  return defineTool({
    name: 'start_services',
    description:
      'Start (or restart) the services of the manifest on your working tree, on free ports with empty data; gives their addresses.',
    kind: 'effect',
    schema: z.strictObject({}),
    run: async () => {
      const services = context.recorder.state().services?.services ?? [];
      const lines: string[] = [];
      for (const service of services) {
        const started = await desk.start(service);
        lines.push(started.ok ? `${service.name} answers at ${started.url}` : started.why);
      }
      return result(lines.length === 0 ? 'The manifest has no services.' : lines.join('\n'));
    },
  });
}

function earlierAttempts(state: MissionState, feature: string): string {
  const attempts = state.features[feature]?.attempts.slice(0, -1) ?? [];
  const lines = attempts.map((attempt) => {
    const ended = state.runs[attempt.run]?.ended;
    const head = `Attempt ${String(attempt.attempt)} ended ${ended?.outcome ?? ''}: ${ended?.reason ?? ''}`;
    const judged =
      attempt.judged && !attempt.judged.accepted ? ` Not accepted: ${attempt.judged.reasons.join('; ')}.` : '';
    const kept = attempt.commit === null ? '' : ` Its work is in the tree (commit ${attempt.commit.slice(0, 10)}).`;
    const handoff = attempt.handoff
      ? `\n  Summary: ${attempt.handoff.summary}\n  Left undone: ${attempt.handoff.undone.join('; ') || 'nothing'}`
      : '';
    return head + judged + kept + handoff;
  });
  return lines.length === 0 ? '' : `\n\n## Earlier attempts at this feature\n${lines.join('\n')}`;
}

function ownBrief(state: MissionState, run: number): string {
  const { feature } = attemptOf(state, run);
  const text = state.features[feature]?.text;
  if (!text) throw new Error(`run ${String(run)} works on an unknown feature`);
  const judgedBy = [...text.claims, ...text.fixes.assertions].flatMap((id) =>
    state.assertions[id] ? [assertionText(state.assertions[id].text)] : [],
  );
  const given = Object.values(state.items).filter(
    ({ fate }) => fate !== null && 'feature' in fate && fate.feature === feature,
  );
  const fixes = [...new Set([...text.fixes.findings, ...given.map(({ item }) => item)])].flatMap((id) =>
    state.items[id] ? [itemText(state.items[id])] : [],
  );
  const previous = Object.values(state.features)
    .flatMap((other) => other.attempts)
    .filter((attempt) => attempt.commit !== null && attempt.handoff)
    .slice(-3)
    .map((attempt) => `- ${attempt.feature}: ${attempt.handoff?.summary ?? ''}`);
  return (
    [
      `# Your feature\n${featureText(text)}`,
      `## Assertions it will be judged by\n${judgedBy.join('\n') || 'None of its own; the findings below say what to repair.'}`,
      ...(fixes.length === 0 ? [] : [`## Findings to repair\n${fixes.join('\n')}`]),
      `## The plan around it\n${planText(state)}`,
      ...(previous.length === 0 ? [] : [`## What was built last\n${previous.join('\n')}`]),
    ].join('\n\n') + earlierAttempts(state, feature)
  );
}

/** Implements one feature with fresh context: tests first, code, checks by hand, commits, handoff. */
export const worker: RoleFactory = async (context) => {
  const { run, skills, workspace, git, http, browser, limits, recorder, earlier, emptyFolder, treeWatch, clock } =
    context;
  const { files, shell } = workspace;
  const state = recorder.state();
  const skill = state.skills[state.features[attemptOf(state, run).feature]?.text.skill ?? ''] ?? '';
  const changes = new OwnChanges(treeWatch, clock, earlier);
  await treeWatch.begin();
  if (earlier.length > 0) {
    const repository = await git.inspect();
    if (repository.ok) changes.noteUnexplained(repository.dirty);
  }
  const services = new ServiceDesk({ shell, emptyFolder, signal: new AbortController().signal });
  const desk = new BrowserDesk({ browser, run, allowedOrigins: () => services.origins(), limits });
  const writing = { files, limits, onWrote: changes.wrote };
  return {
    system: [...systemOf(skills, 'worker/SKILL'), `# Skill for this kind of feature\n${skill}`],
    brief: [sharedBrief(state, await agentsFile(files)), ownBrief(state, run)],
    tools: [
      ...readTools(files, limits),
      editFileTool(writing),
      writeFileTool(writing),
      deleteFileTool(writing),
      moveFileTool(writing),
      runCommandTool({ shell, limits, aroundCommand: changes.aroundCommand }),
      startServicesTool(context, services),
      httpRequestTool({ http, allowedOrigins: () => services.origins(), limits }),
      ...browserTools(desk),
      commitTool(context, changes),
      handOffTool(context, changes),
    ],
    endsWith: 'hand_off',
    partialNotice:
      'Your context is nearly full. Commit what stands and passes its tests, then call hand_off with everything that is left in `undone`; a fresh run goes on from there.',
    takeNotices: () => Promise.resolve(changes.takeNotices()),
    dispose: async () => {
      await Promise.all([desk.close(), services.stopAll(), treeWatch.end()]);
      await shell.stopAll();
    },
  };
};
