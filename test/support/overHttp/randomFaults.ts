import { Chance } from '../missionModel/chance.ts';
import type { Fault, FaultRule } from '../modelServer/faults.ts';
import { providers, type ProviderName } from './httpMission.ts';

const kinds: readonly Fault['kind'][] = [
  'rateLimited',
  'overloaded',
  'serverError',
  'noMoney',
  'wrongKey',
  'unknownModel',
  'contextOverflow',
  'badRequest',
  'cutInToolJson',
  'endWithoutFinal',
  'errorEvent',
  'malformedArguments',
  'emptyReply',
  'refusal',
  'outputLimit',
  'stall',
  'dropConnection',
];

export interface FaultPlan {
  provider: ProviderName;
  faults: FaultRule[];
}

/** Requests of a small mission that nothing disturbs. */
const plainRequests = 48;

function randomFault(chance: Chance): Fault {
  const kind = chance.pick(kinds) ?? 'stall';
  if (kind === 'rateLimited') return { kind, retryAfterMs: chance.between(0, 150) };
  return { kind };
}

/** The same seed gives the same plan: some faults of any kind at any requests, now and then several in a row. */
export function randomFaults(seed: number): FaultPlan {
  const chance = new Chance(seed);
  const faults = Array.from({ length: chance.between(3, 9) }, (): FaultRule => {
    const first = chance.between(1, plainRequests);
    const inARow = chance.is(0.2) ? chance.between(2, 3) : 1;
    return { at: Array.from({ length: inARow }, (_, place) => first + place), fault: randomFault(chance) };
  });
  return { provider: chance.pick(providers) ?? 'anthropic', faults };
}
