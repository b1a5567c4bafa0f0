import { eventSchemas } from '../../../../src/mission/events/event.ts';
import type { EventType } from '../../../../src/mission/events/event.ts';
import type { Book } from './book.ts';
import { rule } from './rule.ts';
import type { Rule } from './rule.ts';

const everyType = Object.keys(eventSchemas) as EventType[];
const afterTheEnd: readonly EventType[] = [
  'usageRecorded',
  'modelCallFailed',
  'actionDenied',
  'runEnded',
  'attemptUndone',
];

function unfinished(book: Book): string | null {
  for (const { id, sealed } of book.milestones.values())
    if (!sealed && book.liveFeatures(id).length > 0) return `${id} is not sealed`;
  const live = book.liveAssertions();
  const unproven = live.find((assertion) => !book.isProven(assertion));
  if (live.length === 0 || unproven) return `not proven: ${unproven?.text.id ?? 'anything'}`;
  const left = book.unresolved().find((item) => item.status === 'open' || item.severity === 'blocking');
  return left ? `${left.item} is unresolved` : null;
}

export const lifeRules: readonly Rule[] = [
  rule('a mission is created once, and first', everyType, (book, body) => {
    const isFirst = book.phase === 'none';
    return (body.type === 'missionCreated') !== isFirst && body.type;
  }),
  rule(
    'nothing happens to a mission that has ended',
    everyType,
    (book, body) => book.phase === 'over' && !afterTheEnd.includes(body.type) && body.type,
  ),
  rule('a pause begins once and ends for its reason', ['missionPaused', 'missionResumed'], (book, body, { event }) => {
    if (body.type === 'missionPaused') return book.pause && 'paused twice';
    if (!book.pause) return 'resumed without a pause';
    if (body.by === 'user') return event.author !== 'user' && 'the user never said so';
    if (body.by === 'windowOpened') return book.pause.reason !== 'windowClosed' && 'no window was closed';
    return (book.pause.until === null || event.at < book.pause.until) && 'resumed before its time';
  }),
  rule('an answer answers an open question', ['userAnswered'], (book, body) =>
    book.asks.get(body.ask)?.answered === false ? null : body.ask,
  ),
  rule('an override names what is there', ['overrideGiven'], (book, body) => {
    if (body.kind === 'item') return !book.items.has(body.id) && body.id;
    return book.assertions.get(body.id)?.removed !== false && body.id;
  }),
  rule('a mission completes only when all is passed, fresh and sealed', ['missionCompleted'], (book) =>
    book.openRuns().length > 0 ? 'a run is open' : unfinished(book),
  ),
];
