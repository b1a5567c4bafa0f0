import { z } from 'zod';
import type { Author } from './author.ts';
import { itemEvents } from './items.ts';
import { lifeEvents } from './life.ts';
import { planningEvents } from './planning.ts';
import { roundEvents } from './rounds.ts';
import { roles } from '../role.ts';
import { runEvents } from './runs.ts';
import { countFields, isRecord, unchangedBy } from './unchangedBy.ts';
import type { Check } from './unchangedBy.ts';
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

interface Kind {
  schema: z.ZodType;
  isUnchanged: Check;
}

const kinds = new Map(
  Object.entries(eventSchemas).map(([type, schema]): [string, Kind] => [type, kindOf(type, schema)]),
);
const stampFields = 4;

/** Parses one event of a journal line; the error names what is wrong with it. */
export function parseEvent(value: unknown): { ok: true; event: MissionEvent } | { ok: false; why: string } {
  if (!isStamped(value)) return { ok: false, why: 'not an event' };
  const { type } = value.body;
  const kind = kinds.get(type);
  if (!kind) return { ok: false, why: `unknown event "${type}"` };
  if (isPlain(value) && kind.isUnchanged(value.body)) return { ok: true, event: value as MissionEvent };
  const body = kind.schema.safeParse(value.body);
  if (!body.success) return { ok: false, why: `${type}: ${z.prettifyError(body.error)}` };
  const { seq, at, author, call } = value;
  const event = { seq, at, author, ...(call !== undefined && { call }) };
  return { ok: true, event: { ...event, body: { type, ...(body.data as object) } as EventBody } };
}

type Stamped = EventStamp & { body: { type: string } };

/** By hand, since every event of a long journal has a stamp and schemas take several times as long. */
function isStamped(value: unknown): value is Stamped {
  if (!isRecord(value)) return false;
  const { seq, at, author, call, body } = value;
  if (typeof seq !== 'number' || typeof at !== 'number' || !Number.isFinite(seq + at) || !isAuthor(author))
    return false;
  return isRecord(body) && typeof body['type'] === 'string' && (call === undefined || typeof call === 'string');
}

/** Nothing but a stamp and a body. */
function isPlain(value: Stamped): boolean {
  return countFields(value) === (value.call === undefined ? stampFields : stampFields + 1);
}

function kindOf(type: string, schema: z.ZodType): Kind {
  return { schema, isUnchanged: unchangedBy(schema, { type: (value) => value === type }) };
}

const authors: ReadonlySet<unknown> = new Set(['user', 'runner', 'code', ...roles] satisfies Author[]);

function isAuthor(value: unknown): value is Author {
  return authors.has(value);
}
