import type { EventBody } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { EventLine } from './eventLine.ts';
import { count } from './count.ts';
import { oneLine } from './oneLine.ts';
import { duration, modelName, runSentence, shortCommit, spent } from './words.ts';

function startLine(body: EventBody<'runStarted'>, state: MissionState): EventLine {
  const models = new Set(Object.values(state.models).map(modelName));
  const model = models.size > 1 ? `, ${modelName(body.choice)}` : '';
  const text = `${runSentence(body.role, body.subject, state)} (run ${body.run}${model})`;
  return { depth: body.parent ? 1 : 0, mark: 'begins', text };
}

/** Sub-runs that did what they were there for say nothing: their report does. */
function endLine(body: EventBody<'runEnded'>, state: MissionState): EventLine[] {
  const run = state.runs[body.run];
  const depth = run?.parent ? 2 : 1;
  if (body.outcome !== 'completed')
    return [{ depth, mark: 'bad', text: `Run ${body.run} ended ${body.outcome}: ${oneLine(body.reason)}` }];
  if (!run || run.parent) return [];
  const figures = [count(body.turns, 'turn'), spent(run.usage), duration(body.milliseconds)];
  return [{ depth, mark: 'told', text: `Run ${body.run}: ${figures.join(', ')}` }];
}

function handoffLine({ handoff }: EventBody<'handoffReceived'>): EventLine {
  const { summary, undone, findings } = handoff;
  const left = [
    ...(undone.length === 0 ? [] : [`${undone.length} undone`]),
    ...(findings.length === 0 ? [] : [count(findings.length, 'finding')]),
  ];
  const text = `Handoff: ${oneLine(summary)}${left.length === 0 ? '' : ` (${left.join(', ')})`}`;
  return { depth: 1, mark: left.length === 0 ? 'told' : 'warns', text };
}

const findingNames = { blocking: 'Blocking finding', nonBlocking: 'Finding', suggestion: 'Suggestion' };

function itemLines(body: EventBody): EventLine[] | null {
  switch (body.type) {
    case 'itemOpened': {
      const what = body.kind === 'undone' ? 'Undone' : findingNames[body.severity];
      const mark = body.severity === 'blocking' ? 'bad' : 'warns';
      return [{ depth: 1, mark, text: `${what} ${body.item}: ${oneLine(body.summary)}` }];
    }
    case 'itemSettled': {
      const { decision } = body;
      const fates = {
        fix: 'is fixed by',
        reopen: 'reopens',
        extend: 'extends',
        putOff: 'is put off to',
        waitsForUser: 'waits for you:',
        dismiss: 'is dismissed:',
      };
      const object =
        'feature' in decision ? decision.feature : 'question' in decision ? decision.question : decision.reason;
      return [{ depth: 1, mark: 'told', text: `${body.item} ${fates[decision.fate]} ${oneLine(object)}` }];
    }
    case 'dismissalReviewed':
      return [
        {
          depth: 1,
          mark: body.agrees ? 'told' : 'warns',
          text: `Dismissal of ${body.item} ${body.agrees ? 'confirmed' : 'refused'}: ${oneLine(body.reason)}`,
        },
      ];
    case 'turnEnded':
      // The fate of an item has been told already.
      return body.decisions
        .filter(({ cause }) => !cause.startsWith('item:'))
        .map(({ decision }) => ({ depth: 1, mark: 'told', text: `Decided: ${oneLine(decision)}` }));
    default:
      return null;
  }
}

/** Runs, attempts and items as lines; null for every other event. */
export function workLines(body: EventBody, state: MissionState): EventLine[] | null {
  switch (body.type) {
    case 'runStarted':
      return [startLine(body, state)];
    case 'runEnded':
      return endLine(body, state);
    case 'handoffReceived':
      return [handoffLine(body)];
    case 'attemptJudged':
      return body.accepted
        ? []
        : [{ depth: 1, mark: 'bad', text: `${body.feature} not accepted: ${oneLine(body.reasons.join('; '))}` }];
    case 'attemptAccepted':
      return [
        {
          depth: 1,
          mark: 'good',
          text: `${body.feature} committed as ${shortCommit(body.commit)}${body.partial ? ' (in part; a fresh run goes on)' : ''}`,
        },
      ];
    case 'attemptUndone':
      return [
        {
          depth: 1,
          mark: 'warns',
          text: `Attempt ${body.attempt} at ${body.feature} taken back${body.ref === null ? '' : `; its work stays at ${body.ref}`}`,
        },
      ];
    case 'modelCallFailed':
      return [{ depth: 1, mark: 'warns', text: `Model call failed: ${oneLine(body.message)}` }];
    case 'actionDenied':
      return [{ depth: 1, mark: 'warns', text: `Refused ${body.tool}: ${oneLine(body.why)}` }];
    default:
      return itemLines(body);
  }
}
