import { z } from 'zod';
import type { AnyTool } from '../../agent/tool.ts';
import { defineTool, refusal, result } from '../../agent/tool.ts';
import { questionSchema } from '../../mission/artefacts/plan.ts';
import { contractReviewSchema, readinessReportSchema, researchReportSchema } from '../../mission/artefacts/reports.ts';
import { liveAssertions } from '../../mission/plan.ts';
import type { AskState } from '../../mission/state.ts';
import type { RoleContext } from '../role.ts';
import { delegateOutcome } from '../tools/delegateText.ts';

function answersText(ask: AskState): string {
  return ask.questions
    .map(({ question }, place) => `${question}\n→ ${ask.answers?.[place] ?? '(no answer)'}`)
    .join('\n\n');
}

/** In scoping it waits for the answer inside the run; in later turns the answer comes back as a cause. */
export function askUserTool({ run, subject, recorder }: RoleContext): AnyTool {
  return defineTool({
    name: 'ask_user',
    description:
      'Ask the user 1 to 4 questions at once, each with options to choose from where there are any; the user may always answer freely.',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({ questions: z.array(z.strictObject(questionSchema.shape)).min(1).max(4) }),
    run: async ({ questions }, { callId }) => {
      const ask = `A${String(run)}-${callId}`;
      const present = recorder.state().asks[ask];
      if (present?.answers) return result(answersText(present));
      if (!present) {
        const asked = await recorder.propose(callId, { type: 'orchestratorAsked', ask, run, questions });
        if (!asked.ok) return refusal(asked.why);
      }
      if (subject.kind === 'scoping') return { kind: 'suspend', why: 'waits for the user' };
      return result(
        'Asked. The answer will come as a cause of a later turn. Settle what waits for it as waitsForUser, then end the turn.',
      );
    },
  });
}

const tasksSchema = z.array(z.string().min(10).max(4000)).min(1).max(6);

export function researchTool({ delegate }: RoleContext): AnyTool {
  return defineTool({
    name: 'research',
    description:
      'Send researchers, one for each task, in parallel; they read code and documentation and report. A task says what you must know and why.',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({ tasks: tasksSchema }),
    run: async ({ tasks }, { callId }) => {
      const outcomes = await delegate(
        callId,
        tasks.map((task) => ({
          role: 'researcher',
          subject: { kind: 'research', task: task.slice(0, 200) },
          notes: task,
        })),
      );
      return delegateOutcome(outcomes, (report, run) => {
        const { summary, report: text } = researchReportSchema.parse(report);
        return `Report of run ${String(run)}: ${summary}\n${text}`;
      });
    },
  });
}

export function scoutTool({ delegate }: RoleContext): AnyTool {
  return defineTool({
    name: 'scout',
    description:
      'Send scouts, one for each task, in parallel; each tries something for real in a scratch clone: install, start, drive by browser or HTTP, run the gates. A task says what to try and how.',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({ tasks: tasksSchema }),
    run: async ({ tasks }, { callId }) => {
      const outcomes = await delegate(
        callId,
        tasks.map((task) => ({ role: 'scout', subject: { kind: 'readiness', task: task.slice(0, 200) }, notes: task })),
      );
      return delegateOutcome(outcomes, (report, run) => {
        const { ready, summary, checks, missing } = readinessReportSchema.parse(report);
        const lines = checks.map(({ what, ok, seen }) => `- ${ok ? 'ok' : 'NOT ok'} ${what}: ${seen}`);
        return `Scout run ${String(run)}: ${ready ? 'ready' : 'not ready'}. ${summary}\n${lines.join('\n')}\nMissing: ${missing.join('; ') || 'nothing'}`;
      });
    },
  });
}

export function reviewContractTool({ delegate, recorder }: RoleContext): AnyTool {
  return defineTool({
    name: 'review_contract',
    description:
      'Have the contract as it stands reviewed, one fresh reviewer for each focus, in parallel. Gives numbered points.',
    kind: 'resumable',
    asksOthers: true,
    schema: z.strictObject({ focuses: z.array(z.string().min(5).max(2000)).min(1).max(4) }),
    run: async ({ focuses }, { callId }) => {
      if (liveAssertions(recorder.state()).length === 0)
        return refusal('There is nothing to review yet: write_assertions first.');
      const contractVersion = recorder.state().versions.contract;
      const outcomes = await delegate(
        callId,
        focuses.map((focus) => ({
          role: 'reviewer',
          subject: { kind: 'contractReview', contractVersion, focus: focus.slice(0, 200) },
          notes: focus,
        })),
      );
      return delegateOutcome(outcomes, (review, run) => {
        const { summary, points } = contractReviewSchema.parse(review);
        const lines = points.map(
          ({ kind, assertion, text }, place) =>
            `P${String(run)}-${String(place + 1)} ${kind}${assertion === null ? '' : ` ${assertion}`}: ${text}`,
        );
        return `Review by run ${String(run)}: ${summary}\n${lines.join('\n') || 'No points.'}`;
      });
    },
  });
}
