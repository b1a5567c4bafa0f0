import type { EventType, MissionEvent } from '../../../../src/mission/events/event.ts';
import type { Limits } from '../../../../src/mission/limits.ts';
import type { Witness } from '../simulation.ts';
import { Book } from './book.ts';
import { note } from './entries.ts';
import { itemRules } from './itemRules.ts';
import { lifeRules } from './lifeRules.ts';
import { planRules } from './planRules.ts';
import { roundRules } from './roundRules.ts';
import type { Rule } from './rule.ts';
import { runRules } from './runRules.ts';

export const oracleRules: readonly Rule[] = [...lifeRules, ...planRules, ...runRules, ...itemRules, ...roundRules];

const rulesByType = new Map<EventType, Rule[]>();
for (const one of oracleRules)
  for (const type of one.on) rulesByType.set(type, [...(rulesByType.get(type) ?? []), one]);

/** An accepted event broke the discipline. */
export class Violation extends Error {
  readonly rule: string;
  readonly event: MissionEvent;

  constructor(broken: Rule, detail: string, event: MissionEvent) {
    super(`${broken.name}: ${detail}\nby event ${JSON.stringify(event)}`);
    this.rule = broken.name;
    this.event = event;
  }
}

/** Reads the accepted events alone and knows no gate; throws a `Violation` at the first one that breaks the discipline. */
export class Oracle implements Witness {
  readonly book = new Book();
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  see(event: MissionEvent): void {
    for (const one of rulesByType.get(event.body.type) ?? []) {
      const detail = one.problem(this.book, event, this.#limits);
      if (detail !== null) throw new Violation(one, detail, event);
    }
    note(this.book, event);
  }
}
