import { z } from 'zod';
import type { Author } from './author.ts';
import { itemEvents } from './items.ts';
import { lifeEvents } from './life.ts';
import { planningEvents } from './planning.ts';
import { roundEvents } from './rounds.ts';
import { roles } from '../role.ts';
import { runEvents } from './runs.ts';
import { isUsageEvent } from './usageEvent.ts';
import { workEvents } from './work.ts';

export const eventSchemas = {
  ...lifeEvents,
  ...planningEvents,
  ...runEvents,
  ...workEvents,
  ...itemEvents,
  ...roundEvents,
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventBody<Type extends EventType = EventType> = {
  [Key in Type]: { type: Key } & z.infer<(typeof eventSchemas)[Key]>;
}[Type];

/** What the journal adds: its place, its time (ms since 1970) and who appended it. */
export interface EventStamp {
  seq: number;
  at: number;
  author: Author;
  /** `run:call` of the tool call that proposed it, so that a call done again after a restart appends nothing twice. */
  call?: string | undefined;
}
export type MissionEvent<Type extends EventType = EventType> = EventStamp & { body: EventBody<Type> };

/** Who may append what; a test compares it with every place that appends. */
export const eventAuthors: Readonly<Record<EventType, readonly Author[]>> = {
  missionCreated: ['user'],
  userSaid: ['user'],
  orchestratorSaid: ['orchestrator'],
  orchestratorAsked: ['orchestrator'],
  userAnswered: ['user'],
  planProposed: ['orchestrator'],
  baseChecked: ['code'],
  planApproved: ['user'],
  planRejected: ['user'],
  missionBegun: ['runner'],
  missionPaused: ['user', 'runner', 'code'],
  missionResumed: ['user', 'runner'],
  missionCompleted: ['code'],
  missionAbandoned: ['user'],
  modelChanged: ['user'],
  budgetsChanged: ['user'],
  overrideGiven: ['user'],
  phaseEntered: ['orchestrator'],
  requirementRecorded: ['orchestrator'],
  requirementDropped: ['orchestrator'],
  decisionRecorded: ['orchestrator'],
  knowledgeWritten: ['orchestrator', 'scrutiny', 'userTester'],
  skillWritten: ['orchestrator'],
  servicesWritten: ['orchestrator'],
  assertionsWritten: ['orchestrator'],
  assertionRemoved: ['orchestrator'],
  contractReviewed: ['reviewer'],
  readinessReported: ['scout'],
  milestonesWritten: ['orchestrator'],
  featuresWritten: ['orchestrator'],
  featureCancelled: ['orchestrator'],
  runStarted: ['runner'],
  usageRecorded: ['runner'],
  modelCallFailed: ['runner'],
  actionDenied: ['runner'],
  runEnded: ['runner'],
  attemptCommitted: ['worker'],
  handoffReceived: ['worker'],
  attemptJudged: ['code'],
  attemptAccepted: ['runner'],
  attemptUndone: ['runner'],
  itemOpened: ['code'],
  itemSettled: ['orchestrator', 'user'],
  dismissalReviewed: ['reviewer'],
  findingAnswered: ['reviewer', 'code'],
  turnEnded: ['orchestrator'],
  roundOpened: ['code'],
  gatesRun: ['code'],
  featureReviewed: ['reviewer'],
  scrutinyReported: ['scrutiny'],
  scrutinyJudged: ['code'],
  evidenceRecorded: ['flowTester'],
  flowReported: ['flowTester'],
  testingReported: ['userTester'],
  assertionJudged: ['code'],
  testingJudged: ['code'],
  roundClosed: ['code'],
  milestoneSealed: ['code'],
};

const bodySchemas: Partial<Record<string, z.ZodType>> = eventSchemas;

/** Parses one event of a journal line; the error names what is wrong with it. */
export function parseEvent(value: unknown): { ok: true; event: MissionEvent } | { ok: false; why: string } {
  if (isUsageEvent(value)) return { ok: true, event: value };
  const stamped = readStamped(value);
  if (stamped === null) return { ok: false, why: 'not an event' };
  const { type } = stamped.body;
  const schema = Object.hasOwn(bodySchemas, type) ? bodySchemas[type] : undefined;
  if (!schema) return { ok: false, why: `unknown event "${type}"` };
  const body = schema.safeParse(stamped.body);
  if (!body.success) return { ok: false, why: `${type}: ${z.prettifyError(body.error)}` };
  return { ok: true, event: { ...stamped.stamp, body: { type, ...(body.data as object) } as EventBody } };
}

/** By hand, since every event of a long journal has a stamp and schemas take several times as long. */
function readStamped(value: unknown): { stamp: EventStamp; body: { type: string } } | null {
  if (!isRecord(value)) return null;
  const { seq, at, author, call, body } = value;
  if (typeof seq !== 'number' || typeof at !== 'number' || !Number.isFinite(seq + at) || !isAuthor(author)) return null;
  if (!isRecord(body) || !hasType(body) || (call !== undefined && typeof call !== 'string')) return null;
  return { stamp: { seq, at, author, ...(call !== undefined && { call }) }, body };
}

const authors: ReadonlySet<unknown> = new Set(['user', 'runner', 'code', ...roles] satisfies Author[]);

function isAuthor(value: unknown): value is Author {
  return authors.has(value);
}

function hasType(body: Record<string, unknown>): body is { type: string } {
  return typeof body['type'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
