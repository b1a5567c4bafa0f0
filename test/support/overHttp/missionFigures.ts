import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { wasNotRun } from '../../../src/agent/parseCall.ts';
import { entriesOf } from '../../../src/journal/runLogs.ts';
import type { EventBody, EventType } from '../../../src/mission/events/event.ts';
import type { ModelPrice, TokenUsage } from '../../../src/ports/model.ts';
import type { RunLogEntry } from '../../../src/ports/runLog.ts';
import { costOf } from '../../../src/runner/permits.ts';
import type { HttpMission } from './httpMission.ts';

/** Faults after which the same request is sent again by itself, byte for byte. */
const askedAgain: readonly string[] = [
  'rateLimited',
  'overloaded',
  'serverError',
  'cutInToolJson',
  'endWithoutFinal',
  'errorEvent',
  'stall',
  'dropConnection',
];

type Body<T extends EventType> = Extract<EventBody, { type: T }>;

function isOfType<T extends EventType>(body: EventBody, type: T): body is Body<T> {
  return body.type === type;
}

export function eventsOf<T extends EventType>({ events }: HttpMission, type: T): (Body<T> & { at: number })[] {
  return events.flatMap(({ at, body }) => (isOfType(body, type) ? [{ ...body, at }] : []));
}

export async function runLogOf({ engine, mission }: HttpMission, run: number): Promise<RunLogEntry[]> {
  const read = await engine.store.readRunLog(mission.state.missionId, run);
  return read.ok ? entriesOf(read.records) : [];
}

export async function allRunLogs(mission: HttpMission): Promise<RunLogEntry[][]> {
  const runs = Array.from({ length: mission.mission.state.runCount }, (_, place) => place + 1);
  return Promise.all(runs.map((run) => runLogOf(mission, run)));
}

/** Calls that were run, or would have been if there were such a tool. */
function callsRun(entries: RunLogEntry[]): number {
  return entries.filter(
    (entry) =>
      entry.type === 'result' ||
      (entry.type === 'toolResult' && (!wasNotRun(entry.text) || entry.text.includes('there is no tool'))),
  ).length;
}

/** Every request that the server saw is a usage or a failure in the journal, and none of these is made up. */
export function assertEveryRequestIsJournaled(mission: HttpMission): void {
  const known = eventsOf(mission, 'usageRecorded').filter((usage) => usage.known);
  const calls = [...known, ...eventsOf(mission, 'modelCallFailed')].map(({ run, call }) => `${run}/${call}`);
  assert.equal(new Set(calls).size, calls.length, 'one end for each call in the journal');
  assert.equal(mission.server.requests.length, calls.length, 'requests at the server against calls in the journal');
}

/**
 * The server saw a retry for each fault that passes by itself, at most one for any other (a fresh run may begin with the very
 * words of one that was answered badly), and no history was rewritten.
 */
export function assertRetriesAreTheFaults({ server }: HttpMission): void {
  const faults = server.requests.flatMap(({ fault }) => fault ?? []);
  const least = faults.filter((fault) => askedAgain.includes(fault)).length;
  const retries = server.retries();
  assert.ok(least <= retries && retries <= faults.length, `${retries} retries for ${least} to ${faults.length} faults`);
  assert.equal(server.prefixBreaks(), 0);
}

/** No tool ran from a reply that did not arrive whole, and none ran twice: by the server's count, by the run logs, by the files. */
export async function assertToolsRanOnce(mission: HttpMission): Promise<void> {
  const logs = await allRunLogs(mission);
  const complete = mission.server.requests.reduce((sum, { completeCalls }) => sum + completeCalls, 0);
  assert.equal(
    logs.reduce((sum, entries) => sum + callsRun(entries), 0),
    complete,
    'calls run against complete calls sent',
  );
  assertIntentsAreSingle(logs);
  assert.equal(ticksOf(mission), expectedTicks(mission, logs), 'times the program ran against commands in the logs');
}

/** No call has two intents or two results, and the program ran no more often than commands say. */
export function assertIntentsAreSingle(logs: RunLogEntry[][]): void {
  for (const entries of logs) {
    const intents = entries.flatMap((entry) => (entry.type === 'toolIntent' ? [entry.call.id] : []));
    assert.equal(new Set(intents).size, intents.length, 'an intent for each call');
    const results = entries.flatMap((entry) => (entry.type === 'toolResult' ? [entry.callId] : []));
    assert.equal(new Set(results).size, results.length, 'a result for each call');
  }
}

export function ticksOf({ ticks }: HttpMission): number {
  return readFileSync(ticks, 'utf8').split('\n').length - 1;
}

/** Runs of the program by agents, by their intents, and by code on the untouched base. */
export function expectedTicks(mission: HttpMission, logs: RunLogEntry[][]): number {
  const commands = logs
    .flat()
    .filter(
      (entry) =>
        entry.type === 'toolIntent' &&
        entry.call.name === 'run_command' &&
        JSON.stringify(entry.call).includes('node cli.js'),
    );
  const onBase = eventsOf(mission, 'baseChecked').reduce((sum, { assertions }) => sum + assertions.length, 0);
  return commands.length + onBase;
}

/** Each pause by the provider tells until when, and the mission goes on by itself, not before. */
export function assertWaitsAreHonoured(mission: HttpMission): void {
  let until: number | null = null;
  for (const { at, body } of mission.events) {
    if (body.type === 'missionPaused' && (body.reason === 'rateLimit' || body.reason === 'outage')) {
      assert.ok(body.until !== null && body.until >= at, `${body.reason} says until when`);
      until = body.until;
    }
    if (body.type === 'missionResumed' && body.by === 'deadline') {
      assert.ok(until !== null && at >= until, 'resumed after the deadline');
      until = null;
    }
  }
  assert.equal(until, null, 'the last wait has ended');
}

interface Charged extends TokenUsage {
  conversation: number;
}

/** What the server would charge: everything that it began to answer, cut or whole. */
function chargedUsages({ server }: HttpMission): Charged[] {
  return server.requests
    .filter(({ status, outputTokens }) => status === 200 && outputTokens > 0)
    .map(({ usage, outputTokens, conversation }) => ({ ...usage, outputTokens, conversation }));
}

function tokensOf(usage: TokenUsage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
}

export function chargedTokens(mission: HttpMission): number {
  return chargedUsages(mission).reduce((sum, usage) => sum + tokensOf(usage), 0);
}

/** Of the conversation that was charged most. */
export function mostChargedTokens(mission: HttpMission): number {
  const sums = new Map<number, number>();
  for (const usage of chargedUsages(mission))
    sums.set(usage.conversation, (sums.get(usage.conversation) ?? 0) + tokensOf(usage));
  return Math.max(0, ...sums.values());
}

/** Millionths of a US dollar. */
export function chargedMoney(mission: HttpMission, price: ModelPrice): number {
  return chargedUsages(mission).reduce((sum, usage) => sum + (costOf(price, usage) ?? 0), 0);
}

/** Files below the mission's root, the work clones and what the engine said that hold this text. */
export function placesOf(text: string, { root, said }: HttpMission): string[] {
  const found = said.filter((line) => line.includes(text)).map((line) => `said: ${line}`);
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, name);
    if (!name.includes('node_modules') && statSync(file, { throwIfNoEntry: false })?.isFile() === true)
      if (readFileSync(file, 'latin1').includes(text)) found.push(name);
  }
  return found;
}
