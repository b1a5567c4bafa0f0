import { z } from 'zod';
import type { AssertionResult, FlowReport } from '../../mission/artefacts/reports.ts';
import { flowReportSchema } from '../../mission/artefacts/reports.ts';
import { flowQuestions } from '../../mission/findings.ts';
import type { MissionState } from '../../mission/state.ts';
import { missingExpectations } from '../../mission/verdict.ts';
import { browserConsoleTool } from '../../tools/browserConsole.ts';
import { browserNetworkTool } from '../../tools/browserNetwork.ts';
import { browserScreenshotTool } from '../../tools/browserScreenshot.ts';
import { httpRequestTool } from '../../tools/httpRequest.ts';
import { readFileTool } from '../../tools/readFile.ts';
import { runCommandTool } from '../../tools/runCommand.ts';
import { BrowserDesk } from '../../tools/shared/browserDesk.ts';
import type { RoleFactory } from '../role.ts';
import { systemOf } from '../role.ts';
import { browserTools } from '../tools/browserTools.ts';
import { assertionText, itemText, knowledgeText } from '../tools/missionText.ts';
import { proposalTool } from '../tools/proposalTool.ts';
import { ServiceDesk } from '../tools/serviceDesk.ts';
import { evidenceKeeper } from './evidence.ts';

const countedKinds = ['status', 'exitCode'];

/** A picture holds no text that code could find. */
function pictureProblems(state: MissionState, result: AssertionResult): string[] {
  const steps = result.steps.filter(
    (step) => state.evidence[step.evidence]?.kind === 'screenshot' && !countedKinds.includes(step.expectation.kind),
  );
  return steps.map(
    (step) =>
      `${result.assertion}: ${step.evidence} is a screenshot, in which code finds no text; cite the page snapshot`,
  );
}

/** What a report lacks by itself; the content of the evidence is judged by code afterwards. */
function reportProblems(state: MissionState, report: FlowReport, scope: readonly string[]): string[] {
  const reported = new Set(report.results.map((result) => result.assertion));
  const missing = scope
    .filter((id) => !reported.has(id))
    .map((id) => `${id} has no result; report failed or blocked with what you saw, if it did not pass`);
  const outside = [...reported].filter((id) => !scope.includes(id)).map((id) => `${id} is not yours`);
  const results = report.results.flatMap((result) => {
    const text = state.assertions[result.assertion]?.text;
    const unknown = result.steps
      .filter((step) => !state.evidence[step.evidence])
      .map((step) => `${result.assertion}: there is no evidence ${step.evidence}`);
    if (!text || result.result !== 'passed')
      return [
        ...unknown,
        ...(result.result !== 'passed' && result.note === ''
          ? [`${result.assertion}: say in its note what was seen instead`]
          : []),
      ];
    const unshown = missingExpectations(text, result.steps).map(
      ({ kind, value }) =>
        `${result.assertion}: no step shows ${kind} ${JSON.stringify(value)}; a step repeats the expectation literally and names the evidence that shows it`,
    );
    return [...unknown, ...pictureProblems(state, result), ...unshown];
  });
  return [...missing, ...outside, ...results];
}

/** Uses the application as a person would, on its own copy of the services, and records evidence for each of its assertions. */
export const flowTester: RoleFactory = async (context) => {
  const { run, subject, recorder, skills, workspace, http, browser, limits, notes, emptyFolder } = context;
  if (subject.kind !== 'flow') throw new Error('a flow tester needs a flow');
  const state = recorder.state();
  const { shell } = workspace;
  const services = new ServiceDesk({ shell, emptyFolder, signal: new AbortController().signal });
  const commit = state.milestones[subject.milestone]?.rounds.at(-1)?.commit ?? '';
  const onObserved = evidenceKeeper(context, services, commit);
  const desk = new BrowserDesk({ browser, run, allowedOrigins: () => services.origins(), limits, onObserved });
  const started = await Promise.all(
    (state.services?.services ?? []).map(async (service) => ({
      name: service.name,
      outcome: await services.start(service),
    })),
  );
  const addresses = started.map(({ name, outcome }) =>
    outcome.ok
      ? `- ${name} answers at ${outcome.url}`
      : `- ${name} could not be started; what needs it is blocked. ${outcome.why}`,
  );
  const assertions = subject.assertions.flatMap((id) =>
    state.assertions[id] ? [assertionText(state.assertions[id].text)] : [],
  );
  const { milestone, round } = subject;
  // Testers judge what a user sees, never the source; a document is what they see.
  const readsDocuments = subject.assertions.some((id) => state.assertions[id]?.text.surface === 'document');
  return {
    system: systemOf(skills, 'flowTester/SKILL'),
    brief: [
      `# Mission\n${state.goal}\n\n## Knowledge\n${knowledgeText(state)}`,
      [
        `# Your assertions\n${assertions.join('\n')}`,
        `## Services, started for you alone with empty data\n${addresses.join('\n') || 'None.'}`,
        `## Problems seen earlier that you may meet\n${flowQuestions(state).map(itemText).join('\n') || 'None.'}`,
        ...(notes === '' ? [] : [`## Notes from the user tester\n${notes}`]),
      ].join('\n\n'),
    ],
    tools: [
      ...browserTools(desk),
      browserScreenshotTool(desk),
      browserConsoleTool(desk),
      browserNetworkTool(desk),
      httpRequestTool({ http, allowedOrigins: () => services.origins(), limits, onObserved }),
      runCommandTool({ shell, limits, onObserved }),
      ...(readsDocuments ? [readFileTool({ files: workspace.files, limits, onObserved })] : []),
      proposalTool({
        name: 'submit_flow',
        description:
          'End this run with a result for each of your assertions; a passed one has, for each of its expectations, a step with the evidence that shows it.',
        schema: z.strictObject(flowReportSchema.shape),
        recorder,
        refuse: (report) => {
          const problems = reportProblems(recorder.state(), report, subject.assertions);
          return Promise.resolve(
            problems.length === 0 ? null : `The report is not complete:\n- ${problems.join('\n- ')}`,
          );
        },
        toEvent: (report) => ({ type: 'flowReported', milestone, round, run, report }),
        ends: true,
      }),
    ],
    endsWith: 'submit_flow',
    ...(addresses.length > 0 && { servicesNow: addresses.join('\n') }),
    partialNotice: 'Your context is nearly full. Call submit_flow now; what you could not test is blocked.',
    dispose: async () => {
      await Promise.all([desk.close(), services.stopAll()]);
      await shell.stopAll();
    },
  };
};
