import type { MissionEvent } from '../../../src/mission/events/event.ts';

/** Verdicts of one round by assertion, as code judged. */
export function verdictsOf(
  events: readonly MissionEvent[],
  milestone: string,
  round: number,
): Record<string, 'passed' | 'failed' | 'blocked'> {
  const judged = events.flatMap(({ body }) =>
    body.type === 'assertionJudged' && body.milestone === milestone && body.round === round ? [body] : [],
  );
  return Object.fromEntries(judged.map(({ assertion, verdict }) => [assertion, verdict]));
}

/** Those of them that are not passed. */
export function failuresOf(...round: Parameters<typeof verdictsOf>): Record<string, string> {
  return Object.fromEntries(Object.entries(verdictsOf(...round)).filter(([, verdict]) => verdict !== 'passed'));
}
