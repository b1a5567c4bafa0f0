import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEvent } from '../../../src/mission/events/event.ts';
import type { MissionEvent } from '../../../src/mission/events/event.ts';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import { emptyState } from '../../../src/mission/state.ts';
import type { MissionState } from '../../../src/mission/state.ts';
import type { LogLine, Snapshot } from '../../../src/protocol/toWebview.ts';
import { eventLines } from '../../../src/wording/eventLines.ts';

/** US dollars per million tokens, for states that show money: the rehearsal itself is free. */
const dollarsPerMillion = { fresh: 40, cached: 4, output: 200 };

/** The journal of one rehearsed mission on the sample: two milestones, a failed round, a fix, a second round. */
const recorded: readonly MissionEvent[] = readFileSync(path.join(import.meta.dirname, 'rehearsal.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const parsed = parseEvent(JSON.parse(line));
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.event;
  });

export function recordedEvents(): readonly MissionEvent[] {
  return recorded;
}

/** As if its calls had cost money. */
function priced(event: MissionEvent): MissionEvent {
  if (event.body.type !== 'usageRecorded') return event;
  const { inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens } = event.body;
  const { fresh, cached, output } = dollarsPerMillion;
  const microDollars = (inputTokens + cacheWriteTokens) * fresh + cacheReadTokens * cached + outputTokens * output;
  return { ...event, body: { ...event.body, microDollars } };
}

type Body<Type extends MissionEvent['body']['type']> = Extract<MissionEvent['body'], { type: Type }>;

/** The first event of a type for which `matches` holds; its number. */
export function seqOf<Type extends MissionEvent['body']['type']>(
  type: Type,
  matches: (body: Body<Type>) => boolean = () => true,
): number {
  const found = recorded.find(({ body }) => body.type === type && matches(body as Body<Type>));
  if (!found) throw new Error(`the recorded mission has no such ${type}`);
  return found.seq;
}

interface Folded {
  state: MissionState;
  log: LogLine[];
}

/** The mission after event `seq`, and after `added` on top of it, each a second later. */
export function missionAt(seq: number, added: readonly MissionEvent['body'][] = [], isPriced = false): Folded {
  const state = emptyState();
  const log: LogLine[] = [];
  const last = recorded[seq - 1];
  const more = added.map((body, place) => ({
    seq: seq + 1 + place,
    at: (last?.at ?? 0) + (place + 1) * 1000,
    author: 'runner' as const,
    body,
  }));
  for (const event of [...recorded.slice(0, seq), ...more]) {
    applyEvent(state, isPriced ? priced(event) : event);
    log.push(...eventLines(event, state).map((line) => ({ ...line, seq: event.seq, at: event.at })));
  }
  if (isPriced) state.scripted = false;
  return { state, log };
}

/** What the host would send of it. */
export function snapshotOf({ state, log }: Folded): Snapshot {
  return { state, log, ownership: 'owner', directory: `/home/reader/.longhaul/missions/${state.missionId}` };
}
