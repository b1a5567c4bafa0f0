import type { EventBody, EventType, MissionEvent } from '../../../../src/mission/events/event.ts';
import type { Limits } from '../../../../src/mission/limits.ts';
import type { Book } from './book.ts';

/** A sentence of the product's discipline: what must be so when an event of these types was accepted. */
export interface Rule {
  name: string;
  on: readonly EventType[];
  /** What is wrong, or null. `book` is as it was before the event. */
  problem(book: Book, event: MissionEvent, limits: Limits): string | null;
}

type Problem<Type extends EventType> = (
  book: Book,
  body: EventBody<Type>,
  context: { event: MissionEvent; limits: Limits },
) => string | null | false | undefined;

export function rule<Type extends EventType>(name: string, on: readonly Type[], problem: Problem<Type>): Rule {
  const types: readonly EventType[] = on;
  const isMine = (body: EventBody): body is EventBody<Type> & EventBody => types.includes(body.type);
  return {
    name,
    on,
    problem: (book, event, limits) => {
      const found = isMine(event.body) ? problem(book, event.body, { event, limits }) : null;
      return typeof found === 'string' ? found : null;
    },
  };
}
