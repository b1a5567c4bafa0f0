import path from 'node:path';
import type { EventBody, EventType, MissionEvent } from '../../../src/mission/events/event.ts';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../../src/mission/state.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import type { Missions } from '../../../src/runner/missions.ts';
import { policyModel } from '../smallMission/policyModel.ts';
import { smallPolicy } from '../smallMission/smallPolicy.ts';
import { testEngine } from '../smallMission/testEngine.ts';
import { until } from './until.ts';

type Body<Type extends EventType> = Extract<EventBody, { type: Type }>;

interface Wait<Type extends EventType> {
  withinMs: number;
  holds?: (body: Body<Type>) => boolean;
}

/** The newest mission below an editor's home, read from the disk while a window carries it, or afterwards. */
export class MissionRecord {
  readonly #missions: Missions;

  constructor(home: string) {
    // Nothing is carried here, so no model is ever asked.
    this.#missions = testEngine(policyModel(smallPolicy()), { root: path.join(home, '.longhaul') }).missions;
  }

  async id(): Promise<string> {
    const [newest] = await this.#missions.list();
    if (newest === undefined) throw new Error('no mission was begun');
    return newest;
  }

  async directory(): Promise<string> {
    return this.#missions.directory(await this.id());
  }

  async events(): Promise<MissionEvent[]> {
    const read = await this.#missions.eventsAfter(await this.id(), 0);
    if (!read.ok) throw new Error(read.problem.message);
    return read.events;
  }

  async bodies<Type extends EventType>(type: Type): Promise<Body<Type>[]> {
    return (await this.events()).flatMap(({ body }) => (isOfType(body, type) ? [body] : []));
  }

  async state(): Promise<MissionState> {
    const state = emptyState();
    for (const event of await this.events()) applyEvent(state, event);
    return state;
  }

  /** Bytes of a stored output or picture, or null. */
  async blob(blob: string): Promise<Uint8Array | null> {
    return this.#missions.blob(await this.id(), blob);
  }

  /** Resolves with the first event of a type for which `holds`, once it is on the disk. */
  async seen<Type extends EventType>(type: Type, { withinMs, holds = () => true }: Wait<Type>): Promise<Body<Type>> {
    let found: Body<Type> | undefined;
    await until(`a ${type} in the journal`, withinMs, async () => {
      found = (await this.#begun()) ? (await this.bodies(type)).find(holds) : undefined;
      return found !== undefined;
    });
    if (!found) throw new Error(`no ${type}`);
    return found;
  }

  async #begun(): Promise<boolean> {
    return (await this.#missions.list()).length > 0;
  }
}

function isOfType<Type extends EventType>(body: EventBody, type: Type): body is Body<Type> {
  return body.type === type;
}
