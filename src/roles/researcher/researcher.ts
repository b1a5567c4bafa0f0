import { z } from 'zod';
import { defineTool } from '../../agent/tool.ts';
import type { AnyTool } from '../../agent/tool.ts';
import { researchReportSchema } from '../../mission/artefacts/reports.ts';
import { fetchPageTool } from '../../tools/fetchPage.ts';
import type { RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';

function submitResearch(): AnyTool {
  return defineTool({
    name: 'submit_research',
    description:
      'End this run with your report: a short summary and the facts behind it, each with file and line or page.',
    kind: 'resumable',
    schema: z.strictObject(researchReportSchema.shape),
    run: (report) => Promise.resolve({ kind: 'finish', result: report }),
  });
}

/** Reads code and documentation; writes nothing. */
export const researcher: RoleFactory = async ({ skills, workspace, http, limits, recorder, notes }) => {
  const agents = await agentsFile(workspace.files);
  const shared = `# Mission\n${recorder.state().goal}${agents === null ? '' : `\n\n## AGENTS.md of the repository\n${agents}`}`;
  return {
    system: systemOf(skills, 'researcher/SKILL'),
    brief: [shared, `# Your task\n${notes}`],
    tools: [...readTools(workspace.files, limits), fetchPageTool({ http, limits }), submitResearch()],
    endsWith: 'submit_research',
    partialNotice: 'Your context is nearly full. Submit what you have found now.',
    dispose: () => Promise.resolve(),
  };
};
