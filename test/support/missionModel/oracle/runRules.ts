import type { RunSubject } from '../../../../src/mission/events/runs.ts';
import { roles } from '../../../../src/mission/role.ts';
import type { Role } from '../../../../src/mission/role.ts';
import type { EventBody } from '../../../../src/mission/events/event.ts';
import type { Book, BookRun } from './book.ts';
import { uncovered } from './planRules.ts';
import { rule } from './rule.ts';
import type { Rule } from './rule.ts';

type Started = EventBody<'runStarted'>;

/** role: subject; parent's role: subject of the sub-run. Whatever is not here is not allowed. */
const allowed: readonly string[] = [
  'orchestrator:scoping',
  'orchestrator:turn',
  'worker:attempt',
  'scrutiny:round',
  'userTester:round',
  'orchestrator>researcher:research',
  'orchestrator>scout:readiness',
  'orchestrator>reviewer:contractReview',
  'orchestrator>reviewer:dismissalReview',
  'scrutiny>reviewer:featureReview',
  'userTester>flowTester:flow',
];

function pairProblem(book: Book, { role, subject, parent }: Started): string | null {
  const from = parent ? book.runs.get(parent.run) : undefined;
  if (parent && from?.outcome !== null) return 'its parent is not open';
  const pair = `${from ? `${from.role}>` : ''}${role}:${subject.kind}`;
  return allowed.includes(pair) ? null : pair;
}

function scopeProblem(book: Book, subject: RunSubject, parent: BookRun | undefined): string | null {
  if (subject.kind !== 'featureReview' && subject.kind !== 'flow') return null;
  const about = parent?.subject;
  const isSame = about?.kind === 'round' && about.milestone === subject.milestone && about.round === subject.round;
  const scope = book.round(subject)?.scope;
  const isWithin =
    subject.kind === 'flow'
      ? subject.assertions.every((id) => scope?.assertions.includes(id))
      : scope?.features.includes(subject.feature);
  return isSame && isWithin === true ? null : 'outside of its round';
}

function attemptProblem(book: Book, subject: RunSubject): string | null {
  if (subject.kind !== 'attempt') return null;
  const feature = book.features.get(subject.feature);
  if (feature?.status !== 'pending') return `${subject.feature} is ${feature?.status ?? 'unknown'}`;
  if (book.isSealed(feature.text.milestone)) return 'its milestone is sealed';
  if (book.openRound()) return 'a round is open';
  if (subject.base !== book.head || subject.attempt !== feature.attempts.length + 1) return 'not from the tip';
  return feature.text.dependsOn.find((id) => book.features.get(id)?.status !== 'done') ?? null;
}

function isHolder(role: Role): boolean {
  return role === 'worker' || role === 'scrutiny' || role === 'userTester';
}

function budgetProblem(book: Book): string | null {
  const mission = book.budgets?.mission;
  if (!mission) return null;
  if (mission.tokens !== null && book.tokens >= mission.tokens) return 'tokens';
  if (mission.microDollars !== null && book.microDollars >= mission.microDollars) return 'money';
  return mission.milliseconds !== null && book.activeMs >= mission.milliseconds ? 'time' : null;
}

const acts = [
  'phaseEntered',
  'requirementRecorded',
  'requirementDropped',
  'decisionRecorded',
  'knowledgeWritten',
  'skillWritten',
  'servicesWritten',
  'assertionsWritten',
  'assertionRemoved',
  'contractReviewed',
  'readinessReported',
  'milestonesWritten',
  'featuresWritten',
  'featureCancelled',
  'orchestratorAsked',
  'planProposed',
  'usageRecorded',
  'runEnded',
  'attemptCommitted',
  'handoffReceived',
  'itemSettled',
  'dismissalReviewed',
  'turnEnded',
  'featureReviewed',
  'scrutinyReported',
  'evidenceRecorded',
  'flowReported',
  'testingReported',
] as const;

export const runRules: readonly Rule[] = [
  rule(
    'runs are numbered in order',
    ['runStarted'],
    (book, body) => body.run !== book.runs.size + 1 && String(body.run),
  ),
  rule('one top-level run is open at a time', ['runStarted'], (book, body) => {
    return body.parent === null && book.topRun() ? `${String(body.run)} beside ${String(book.topRun()?.run)}` : null;
  }),
  rule('runs are of these pairs only', ['runStarted'], (book, body) => pairProblem(book, body)),
  rule('a sub-run stays within the round of its parent', ['runStarted'], (book, body) =>
    scopeProblem(book, body.subject, body.parent ? book.runs.get(body.parent.run) : undefined),
  ),
  rule('scoping is before approval, turns are after it and about what is owed', ['runStarted'], (book, { subject }) => {
    if (subject.kind === 'scoping') return book.approved && 'scoping after approval';
    if (subject.kind !== 'turn') return null;
    const isOwed = subject.causes.length > 0 && subject.causes.every((cause) => book.owed.has(cause));
    return (!book.approved || !isOwed) && `a turn about ${subject.causes.join(', ') || 'nothing'}`;
  }),
  rule('a paused mission starts nothing', ['runStarted'], (book) => book.pause && book.pause.reason),
  rule('no worker or validator starts past an open item', ['runStarted'], (book, body) => {
    return isHolder(body.role) && book.openItems()[0]?.item;
  }),
  rule('no worker or validator starts on a contract that is not covered', ['runStarted'], (book, body) => {
    return isHolder(body.role) && uncovered(book);
  }),
  rule('no worker or validator starts before the mission has begun', ['runStarted'], (book, body, { limits }) => {
    const isReady = book.approved && book.begun && book.contractReviews >= limits.minContractReviews;
    return isHolder(body.role) && !isReady && body.role;
  }),
  rule('no run without its skill', ['runStarted'], (book, { skill, subject }) => {
    if (subject.kind !== 'attempt') return skill === '' && 'no skill';
    return !book.skills.has(book.features.get(subject.feature)?.text.skill ?? '') && 'no skill';
  }),
  rule('no run on a budget that is used up', ['runStarted'], (book) => budgetProblem(book)),
  rule('an attempt is due, and from the tip', ['runStarted'], (book, body) => attemptProblem(book, body.subject)),
  rule('attempts are limited, of a feature and in all', ['runStarted'], (book, { subject }, { limits }) => {
    if (subject.kind !== 'attempt') return null;
    const isUsedUp = (book.features.get(subject.feature)?.failures ?? 0) >= limits.maxAttemptsPerFeature;
    return (isUsedUp || book.attempts >= limits.maxAttemptsPerMission) && 'no attempt is left';
  }),
  rule('a validator works in the open round, in order', ['runStarted'], (book, { role, subject }) => {
    if (role !== 'scrutiny' && role !== 'userTester') return null;
    const open = book.openRound();
    if (subject.kind !== 'round' || open?.milestone !== subject.milestone || open.round !== subject.round)
      return 'no such round';
    if (role === 'scrutiny') return open.scrutiny !== null && 'scrutiny was judged';
    return (open.scrutiny !== true || open.testing !== null) && 'testing is not due';
  }),
  rule('a run acts only while it is open, in its own role', acts, (book, body, { event }) => {
    const run = book.runs.get(body.run);
    if (event.author === 'user') return null;
    if (run?.outcome !== null) return `run ${String(body.run)} is not open`;
    const isRole = (roles as readonly string[]).includes(event.author);
    return isRole && event.author !== run.role && `${event.author} in a ${run.role} run`;
  }),
  rule('a parent ends after its sub-runs', ['runEnded'], (book, body) => {
    const child = book.openRuns().find((run) => run.parent === body.run);
    return child && `run ${String(child.run)} is still open`;
  }),
  rule('no success without work and delivery', ['runEnded'], (book, body) => {
    if (body.outcome !== 'completed') return null;
    const run = book.runs.get(body.run);
    return (body.toolCalls === 0 || (run?.role !== 'researcher' && run?.delivered !== true)) && 'an empty success';
  }),
  rule(
    'a handoff and a commit belong to the run at that attempt',
    ['handoffReceived', 'attemptCommitted'],
    (book, body) => {
      const attempt = book.attempt(body);
      if (attempt?.run !== body.run) return 'of another run';
      if (body.type === 'attemptCommitted') return null;
      return (body.handoff.feature !== body.feature || attempt.handoff !== null) && 'not its handoff';
    },
  ),
  rule('an attempt is judged once, after it', ['attemptJudged'], (book, body) => {
    const attempt = book.attempt(body);
    const outcome = attempt && book.runs.get(attempt.run)?.outcome;
    if (outcome !== 'completed' && outcome !== 'partial') return 'not finished';
    return (attempt?.judged !== null || attempt.undone) && 'judged before';
  }),
  rule('an attempt without work is not accepted', ['attemptJudged'], (book, body) => {
    if (!body.accepted) return null;
    const hasEarlier = (book.features.get(body.feature)?.commits.length ?? 0) > 0;
    return (!book.attempt(body)?.handoff || (body.changes.length === 0 && !hasEarlier)) && 'empty';
  }),
  rule('the branch moves only for accepted attempts, from the tip', ['attemptAccepted'], (book, body) => {
    const attempt = book.attempt(body);
    if (attempt?.judged !== true || attempt.commit !== null || attempt.undone) return 'not accepted, or settled';
    const isOld = [...book.features.values()].some(({ commits }) => commits.includes(body.commit));
    if (isOld && body.commit !== book.head) return 'moved back';
    if (body.partial !== (book.runs.get(attempt.run)?.outcome === 'partial')) return 'partial or not';
    return (attempt.base !== book.head || body.base !== book.head) && 'not from the tip';
  }),
  rule('accepted work is not undone', ['attemptUndone'], (book, body) => {
    const attempt = book.attempt(body);
    const outcome = attempt && book.runs.get(attempt.run)?.outcome;
    if (!attempt || outcome === null || attempt.undone) return 'nothing to undo';
    return (outcome === 'completed' || outcome === 'partial') && attempt.judged !== false && 'not refused';
  }),
];
