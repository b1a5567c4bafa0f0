import type { EventBody, MissionEvent } from '../mission/events/event.ts';
import type { MissionState } from '../mission/state.ts';
import type { EventLine } from './eventLine.ts';
import { oneLine } from './oneLine.ts';
import { planningLines } from './planningLines.ts';
import { roundLines } from './roundLines.ts';
import { clockTime, modelName, pauseNames, pauseSentence, roleNames, shortCommit } from './words.ts';
import { workLines } from './workLines.ts';

const maxSaidCharacters = 4000;

function lifeLines(body: EventBody, state: MissionState): EventLine[] | null {
  switch (body.type) {
    case 'userSaid':
      return [{ depth: 0, mark: 'told', text: `You: ${oneLine(body.text)}` }];
    case 'userAnswered':
      return body.answers.map((answer) => ({ depth: 1, mark: 'told', text: `You: ${oneLine(answer)}` }));
    case 'orchestratorSaid':
      return [{ depth: 1, mark: 'told', text: `Orchestrator: ${oneLine(body.text, maxSaidCharacters)}` }];
    case 'orchestratorAsked':
      // While scoping the mission waits, and the question is shown where it is answered.
      return state.phase !== 'running'
        ? []
        : body.questions.map(({ question }) => ({ depth: 1, mark: 'asks', text: oneLine(question) }));
    case 'planApproved':
      return [{ depth: 0, mark: 'good', text: 'Plan approved' }];
    case 'planRejected':
      return [{ depth: 0, mark: 'told', text: `You: ${oneLine(body.comment)}` }];
    case 'missionBegun':
      return [{ depth: 0, mark: 'told', text: `Branch ${body.branch} begins at ${shortCommit(body.base)}` }];
    case 'missionPaused':
      // Where it stays paused, the end says so.
      return body.until === null
        ? []
        : [
            {
              depth: 1,
              mark: 'warns',
              text: `Waits until ${clockTime(body.until)} (${pauseNames[body.reason]}): ${pauseSentence(body)}`,
            },
          ];
    case 'missionResumed':
      return body.by === 'deadline' ? [] : [{ depth: 0, mark: 'told', text: 'Goes on' }];
    case 'modelChanged':
      return [
        { depth: 0, mark: 'told', text: `${roleNames[body.role]} is played by ${modelName(body.choice)} from now on` },
      ];
    case 'budgetsChanged':
      return [{ depth: 0, mark: 'told', text: 'The budget is changed' }];
    case 'overrideGiven':
      return [{ depth: 0, mark: 'warns', text: `You accept ${body.id} as it is: ${oneLine(body.reason)}` }];
    default:
      return null;
  }
}

/** One event as lines for people; none where it says nothing to them. */
export function eventLines({ body }: MissionEvent, state: MissionState): EventLine[] {
  return lifeLines(body, state) ?? planningLines(body) ?? workLines(body, state) ?? roundLines(body, state) ?? [];
}
