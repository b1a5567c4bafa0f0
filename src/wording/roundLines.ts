import type { EventBody } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { EventLine } from './eventLine.ts';
import { count } from './count.ts';
import { oneLine } from './oneLine.ts';
import { shortCommit } from './words.ts';

function verdictLine(
  depth: 0 | 1,
  what: string,
  { passed, reasons }: { passed: boolean; reasons: string[] },
): EventLine {
  return {
    depth,
    mark: passed ? 'good' : 'bad',
    text: `${what} ${passed ? 'passed' : `failed: ${oneLine(reasons.join('; '))}`}`,
  };
}

function assertionLine(body: EventBody<'assertionJudged'>, state: MissionState): EventLine {
  const title = oneLine(state.assertions[body.assertion]?.text.title ?? '');
  const mark = body.verdict === 'passed' ? 'good' : body.verdict === 'failed' ? 'bad' : 'warns';
  const why = body.verdict === 'passed' ? '' : ` — ${body.verdict}: ${oneLine(body.reasons.join('; '))}`;
  return { depth: 1, mark, text: `${`${body.assertion} ${title}`.trimEnd()}${why}` };
}

/** Rounds, gates, verdicts and the mission's end as lines; null for every other event. */
export function roundLines(body: EventBody, state: MissionState): EventLine[] | null {
  switch (body.type) {
    case 'roundOpened': {
      const { features, assertions } = body.scope;
      const scope = `${count(features.length, 'feature')}, ${count(assertions.length, 'assertion')}`;
      const text = `Round ${body.round} of ${body.milestone} at ${shortCommit(body.commit)}: ${scope}`;
      return [{ depth: 0, mark: 'begins', text }];
    }
    case 'gatesRun':
      return body.gates.map(({ name, holds, why }) => ({
        depth: 1,
        mark: holds ? 'good' : 'bad',
        text: `Gate ${name}: ${oneLine(why)}`,
      }));
    case 'featureReviewed': {
      const findings = body.review.findings.length;
      const text = `${body.review.feature} reviewed: ${findings === 0 ? 'no findings' : count(findings, 'finding')}`;
      return [{ depth: 1, mark: findings === 0 ? 'good' : 'warns', text }];
    }
    case 'scrutinyJudged':
      return [verdictLine(1, 'Scrutiny', body)];
    case 'assertionJudged':
      return [assertionLine(body, state)];
    case 'testingJudged':
      return [verdictLine(1, 'User testing', body)];
    case 'roundClosed':
      return [
        {
          depth: 0,
          mark: body.result === 'passed' ? 'good' : body.result === 'failed' ? 'bad' : 'told',
          text: `Round ${body.round} of ${body.milestone} ${body.result === 'superseded' ? 'is overtaken by new work' : body.result}`,
        },
      ];
    case 'milestoneSealed': {
      const title = oneLine(state.milestones[body.milestone]?.text.title ?? '');
      return [{ depth: 0, mark: 'good', text: `Milestone ${body.milestone} ${title} is sealed` }];
    }
    default:
      return null;
  }
}
