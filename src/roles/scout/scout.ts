import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import { readinessReportSchema } from '../../mission/artefacts/reports.ts';
import { manifestServiceSchema } from '../../mission/artefacts/services.ts';
import { httpRequestTool } from '../../tools/httpRequest.ts';
import { runCommandTool } from '../../tools/runCommand.ts';
import { BrowserDesk } from '../../tools/shared/browserDesk.ts';
import type { RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { browserTools } from '../tools/browserTools.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { agentsFile, readTools } from '../tools/readTools.ts';
import { servicesText } from '../tools/missionText.ts';
import { ServiceDesk } from '../tools/serviceDesk.ts';

const startSchema = z.strictObject({
  name: manifestServiceSchema.shape.name,
  start: manifestServiceSchema.shape.start,
  healthPath: manifestServiceSchema.shape.healthPath,
});

function startServiceTool(desk: ServiceDesk): AnyTool {
  return defineTool({
    name: 'start_service',
    description:
      'Start a server on a free port with an empty data folder, in the scratch clone; gives its address. Starting the same name again restarts it.',
    kind: 'effect',
    schema: startSchema,
    run: async (service) => {
      const started = await desk.start({ ...service, startLimitSeconds: 60 });
      return started.ok ? result(`${service.name} answers at ${started.url}`) : refusal(started.why);
    },
  });
}

/** Makes a dry run in a scratch clone: what a mission will need really installs, starts and can be driven. */
export const scout: RoleFactory = async ({
  run,
  skills,
  workspace,
  http,
  browser,
  limits,
  recorder,
  notes,
  emptyFolder,
}) => {
  const { files, shell } = workspace;
  const services = new ServiceDesk({ shell, emptyFolder, signal: new AbortController().signal });
  const desk = new BrowserDesk({ browser, run, allowedOrigins: () => services.origins(), limits });
  const agents = await agentsFile(files);
  const state = recorder.state();
  const shared = `# Mission\n${state.goal}\n\n## Services manifest so far\n${servicesText(state)}${agents === null ? '' : `\n\n## AGENTS.md of the repository\n${agents}`}`;
  return {
    system: systemOf(skills, 'scout/SKILL'),
    brief: [shared, `# Your task\n${notes}`],
    tools: [
      ...readTools(files, limits),
      runCommandTool({ shell, limits }),
      startServiceTool(services),
      httpRequestTool({ http, allowedOrigins: () => services.origins(), limits }),
      ...browserTools(desk),
      proposalTool({
        name: 'submit_readiness',
        description:
          'End this run with your readiness report: what you tried and saw, and what a person must still provide.',
        schema: z.strictObject(readinessReportSchema.shape),
        recorder,
        toEvent: (report) => ({ type: 'readinessReported', run, report }),
        ends: true,
      }),
    ],
    endsWith: 'submit_readiness',
    partialNotice: 'Your context is nearly full. Submit your readiness report with what you have seen.',
    dispose: async () => {
      await Promise.all([desk.close(), services.stopAll()]);
      await shell.stopAll();
    },
  };
};
