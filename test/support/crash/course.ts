import type { MissionEvent } from '../../../src/mission/events/event.ts';

/** Events that a kill may repeat or add: calls that were made again, their evidence, and waits. */
const mayDiffer = new Set(['usageRecorded', 'modelCallFailed', 'missionPaused', 'missionResumed', 'evidenceRecorded']);

function described({ body }: MissionEvent): string {
  switch (body.type) {
    case 'runStarted':
      return `${body.type} ${body.role} ${body.subject.kind}`;
    case 'runEnded':
      return `${body.type} ${body.outcome}`;
    case 'attemptCommitted':
    case 'handoffReceived':
    case 'attemptUndone':
      return `${body.type} ${body.feature}/${String(body.attempt)}`;
    case 'attemptJudged':
    case 'attemptAccepted':
      return `${body.type} ${body.feature}/${String(body.attempt)} ${'accepted' in body ? String(body.accepted) : ''}`;
    case 'assertionJudged':
      return `${body.type} ${body.assertion} ${body.verdict} in round ${String(body.round)}`;
    case 'itemOpened':
    case 'itemSettled':
      return `${body.type} ${body.item}`;
    case 'roundClosed':
      return `${body.type} ${String(body.round)} ${body.result}`;
    default:
      return body.type;
  }
}

/** What a mission did, without what may differ: the same however often it was killed. */
export function courseOf(events: readonly MissionEvent[]): string[] {
  return events
    .filter(({ body }) => !mayDiffer.has(body.type))
    .map(described)
    .sort();
}
