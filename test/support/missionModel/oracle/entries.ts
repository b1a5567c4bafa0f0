import type { EventBody, EventType, MissionEvent } from '../../../../src/mission/events/event.ts';
import type { Book, BookFeature } from './book.ts';

type Entry<Type extends EventType> = (book: Book, body: EventBody<Type>, event: MissionEvent) => void;
type Entries = { [Type in EventType]?: Entry<Type> };

function failed(book: Book, feature: BookFeature, cause: string): void {
  feature.status = 'pending';
  feature.failures += 1;
  book.owed.add(cause);
}

const maxPartials = 3;

const lifeEntries: Entries = {
  missionCreated(book, body) {
    book.phase = 'scoping';
    book.budgets = body.budgets;
    book.owed.add('goal');
  },
  userSaid: (book, body) => book.owed.add(`message:${body.message}`),
  orchestratorAsked: (book, body) => book.asks.set(body.ask, { run: body.run, answered: false }),
  userAnswered(book, body) {
    const ask = book.asks.get(body.ask);
    if (!ask) return;
    ask.answered = true;
    if (book.runs.get(ask.run)?.outcome !== null) book.owed.add(`answer:${body.ask}`);
  },
  planProposed(book, body) {
    book.phase = 'awaitingApproval';
    for (const cause of body.causes) book.owed.delete(cause);
  },
  baseChecked(book, body, { seq }) {
    book.baseCheck = body;
    const isWrong = body.assertions.some(({ id, holds }) => (book.assertions.get(id)?.text.intent === 'new') === holds);
    if (body.setup.ok && !isWrong) return;
    book.owed.add(`base:${String(seq)}`);
    if (!book.approved) book.phase = 'scoping';
  },
  planApproved(book) {
    book.approved = true;
    book.phase = 'running';
  },
  planRejected(book, _body, { seq }) {
    book.phase = 'scoping';
    book.owed.add(`rejected:${String(seq)}`);
  },
  missionBegun(book, body) {
    book.begun = true;
    book.head = body.base;
  },
  missionPaused(book, body) {
    book.pause = body;
  },
  missionResumed(book, body) {
    const reason = book.pause?.reason;
    book.pause = null;
    if (body.by !== 'user') return;
    if (reason === 'stalled') book.attempts = 0;
    if (reason === 'stalled')
      for (const milestone of book.milestones.values()) milestone.forgiven = milestone.rounds.length;
    if (reason === 'attemptsUsedUp') for (const feature of book.features.values()) feature.failures = 0;
  },
  missionCompleted(book) {
    book.phase = 'over';
  },
  missionAbandoned(book) {
    book.phase = 'over';
    book.pause = null;
  },
  budgetsChanged(book, body) {
    book.budgets = body.budgets;
  },
  overrideGiven(book, body) {
    const assertion = book.assertions.get(body.id);
    if (body.kind === 'assertion' && assertion) {
      assertion.overridden = true;
      for (const item of book.items.values())
        if (item.origin.kind === 'assertion' && item.origin.assertion === body.id) book.resolve(item);
    }
    const item = book.items.get(body.id);
    if (body.kind !== 'item' || !item) return;
    item.fate = null;
    book.resolve(item);
  },
};

function contractChanged(book: Book, answers: readonly string[]): void {
  const wasReviewed = book.reviewedContract === book.contractVersion;
  book.contractVersion += 1;
  book.planVersion += 1;
  if (wasReviewed && answers.length > 0) book.reviewedContract = book.contractVersion;
}

const planEntries: Entries = {
  requirementRecorded(book) {
    book.requirements += 1;
    book.planVersion += 1;
  },
  requirementDropped(book) {
    book.planVersion += 1;
  },
  skillWritten(book, body) {
    book.skills.add(body.skill.name);
    book.planVersion += 1;
  },
  servicesWritten(book, body) {
    book.services = body.manifest;
    book.servicesVersion += 1;
    book.planVersion += 1;
  },
  assertionsWritten(book, body) {
    for (const text of body.assertions) {
      const overridden = book.assertions.get(text.id)?.overridden ?? false;
      book.assertions.set(text.id, { text, removed: false, overridden, verdict: null, judgedAt: null });
    }
    contractChanged(book, body.answers);
  },
  assertionRemoved(book, body) {
    const assertion = book.assertions.get(body.id);
    if (assertion) assertion.removed = true;
    contractChanged(book, body.answers);
  },
  contractReviewed(book, body) {
    book.contractReviews += 1;
    if (body.contractVersion === book.contractVersion) book.reviewedContract = body.contractVersion;
  },
  readinessReported(book) {
    book.readiness += 1;
  },
  milestonesWritten(book, body) {
    for (const { id } of body.milestones) {
      if (book.milestones.has(id)) continue;
      book.milestones.set(id, { id, rounds: [], forgiven: 0, sealed: false });
      book.order.set(id, []);
    }
    book.planVersion += 1;
  },
  featuresWritten(book, body) {
    const known = new Set(book.features.keys());
    for (const text of body.features) {
      const present = book.features.get(text.id);
      const order = book.order.get(text.milestone) ?? [];
      const first = order.findIndex((id) => known.has(id) && book.features.get(id)?.status === 'pending');
      if (present && present.text.milestone !== text.milestone) {
        const old = book.order.get(present.text.milestone) ?? [];
        book.order.set(
          present.text.milestone,
          old.filter((id) => id !== text.id),
        );
      }
      if (present) present.text = text;
      else
        book.features.set(text.id, {
          text,
          status: 'pending',
          attempts: [],
          failures: 0,
          partials: 0,
          commits: [],
          reviewed: undefined,
        });
      if (order.includes(text.id)) continue;
      order.splice(body.place === 'front' && first >= 0 ? first : order.length, 0, text.id);
    }
    book.planVersion += 1;
  },
  featureCancelled(book, body) {
    const feature = book.features.get(body.feature);
    if (feature) feature.status = 'cancelled';
    for (const item of book.items.values()) {
      const isCarried = item.fate && 'feature' in item.fate && item.fate.feature === body.feature;
      if (isCarried && (item.status === 'decided' || item.kind === 'undone')) book.reopen(item);
    }
    book.planVersion += 1;
  },
};

const runEntries: Entries = {
  runStarted(book, body) {
    const { run, role, subject } = body;
    book.runs.set(run, { run, role, subject, parent: body.parent?.run ?? null, outcome: null, delivered: false });
    if (role === 'orchestrator' && book.phase === 'awaitingApproval') book.phase = 'scoping';
    const feature = subject.kind === 'attempt' ? book.features.get(subject.feature) : undefined;
    if (!feature || subject.kind !== 'attempt') return;
    feature.status = 'inProgress';
    book.attempts += 1;
    const { attempt, base } = subject;
    feature.attempts.push({ attempt, run, base, handoff: null, judged: null, commit: null, undone: false });
  },
  usageRecorded(book, body) {
    book.tokens += body.inputTokens + body.cacheReadTokens + body.cacheWriteTokens + body.outputTokens;
    book.microDollars += body.microDollars ?? 0;
  },
  runEnded(book, body) {
    const run = book.runs.get(body.run);
    if (!run) return;
    run.outcome = body.outcome;
    const feature = run.subject.kind === 'attempt' ? book.features.get(run.subject.feature) : undefined;
    if (!feature || body.outcome === 'completed' || body.outcome === 'partial') return;
    feature.partials = 0;
    failed(book, feature, `attempt:${feature.text.id}/${String(feature.attempts.at(-1)?.attempt)}`);
  },
  handoffReceived(book, body) {
    const attempt = book.attempt(body);
    if (attempt) attempt.handoff = body.handoff;
  },
  attemptJudged(book, body) {
    const attempt = book.attempt(body);
    const feature = book.features.get(body.feature);
    if (attempt) attempt.judged = body.accepted;
    if (feature && !body.accepted) failed(book, feature, `attempt:${body.feature}/${String(body.attempt)}`);
  },
  attemptAccepted(book, body) {
    const attempt = book.attempt(body);
    const feature = book.features.get(body.feature);
    if (!attempt || !feature) return;
    attempt.commit = body.commit;
    if (body.commit !== book.head) feature.commits.push(body.commit);
    book.head = body.commit;
    feature.status = body.partial ? 'pending' : 'done';
    feature.partials = body.partial ? feature.partials + 1 : 0;
    if (feature.partials >= maxPartials) failed(book, feature, `partials:${body.feature}/${String(body.attempt)}`);
  },
  attemptUndone(book, body) {
    const attempt = book.attempt(body);
    if (attempt) attempt.undone = true;
  },
};

const itemEntries: Entries = {
  itemOpened(book, body) {
    const { item, kind, severity, milestone, origin } = body;
    const status = severity === 'suggestion' ? 'resolved' : 'open';
    book.items.set(item, { item, kind, severity, milestone, origin, status, fate: null, seconds: [] });
    if (status === 'open') book.owed.add(`item:${item}`);
  },
  itemSettled(book, body) {
    const item = book.items.get(body.item);
    if (!item) return;
    item.fate = body.decision;
    const isWaiting = body.decision.fate === 'waitsForUser';
    const isOver = body.decision.fate === 'dismiss' || (item.kind === 'undone' && !isWaiting);
    item.status = isOver ? 'resolved' : 'decided';
    if (!('feature' in body.decision)) return;
    const feature = book.features.get(body.decision.feature);
    if (feature) item.milestone = feature.text.milestone;
    if (body.decision.fate === 'reopen' && feature?.status === 'done') feature.status = 'pending';
  },
  dismissalReviewed: (book, body) => book.items.get(body.item)?.seconds.push({ run: body.run, agrees: body.agrees }),
  findingAnswered(book, body) {
    const item = book.items.get(body.answer.finding);
    if (!item || item.status === 'resolved') return;
    const isRepaired = book.repaired(item.milestone, true).concat(book.repaired(item.milestone, false)).includes(item);
    if (body.answer.answer === 'gone') book.resolve(item);
    else if (isRepaired) book.reopen(item);
  },
  turnEnded(book, body) {
    for (const { cause } of body.decisions) {
      book.owed.delete(cause);
      const feature = /^partials:(F\d+)\//.exec(cause)?.[1];
      const found = feature === undefined ? undefined : book.features.get(feature);
      if (found && cause.endsWith(`/${String(found.attempts.at(-1)?.attempt)}`)) found.partials = 0;
    }
  },
};

const roundEntries: Entries = {
  roundOpened(book, body) {
    book.milestones.get(body.milestone)?.rounds.push({
      milestone: body.milestone,
      round: body.round,
      commit: body.commit,
      scope: body.scope,
      gates: null,
      reviews: new Map(),
      scrutinyFindings: null,
      flows: new Map(),
      flowFindings: [],
      scrutiny: null,
      testing: null,
      verdicts: new Map(),
      closed: null,
    });
  },
  gatesRun(book, body) {
    const round = book.round(body);
    if (round) round.gates = body.gates;
  },
  featureReviewed(book, body) {
    const { feature, findings } = body.review;
    const reviews = book.round(body)?.reviews;
    const earlier = reviews?.get(feature)?.findings ?? 0;
    reviews?.set(feature, { run: body.run, findings: earlier + findings.length });
    const reviewed = book.features.get(feature);
    if (reviewed) reviewed.reviewed = reviewed.commits.at(-1);
  },
  scrutinyReported(book, body) {
    const round = book.round(body);
    if (round) round.scrutinyFindings = { run: body.run, findings: body.report.findings.length };
  },
  scrutinyJudged(book, body) {
    const round = book.round(body);
    if (round) round.scrutiny = body.passed;
    for (const item of book.repaired(body.milestone, false)) book.reopen(item);
  },
  evidenceRecorded: (book, body) => book.evidence.set(body.evidence, body),
  flowReported(book, body) {
    const round = book.round(body);
    for (const result of body.report.results)
      if (round?.flows.has(result.assertion) === false) round.flows.set(result.assertion, { run: body.run, result });
    round?.flowFindings.push({ run: body.run, findings: body.report.findings.length });
  },
  assertionJudged(book, body) {
    book.round(body)?.verdicts.set(body.assertion, body.verdict);
    const assertion = book.assertions.get(body.assertion);
    if (assertion) Object.assign(assertion, { verdict: body.verdict, judgedAt: book.head });
  },
  testingJudged(book, body) {
    const round = book.round(body);
    if (round) round.testing = body.passed;
    for (const item of book.repaired(body.milestone, true)) book.reopen(item);
  },
  roundClosed(book, body) {
    const round = book.round(body);
    if (!round) return;
    round.closed = body.result;
    if (body.result === 'failed') book.owed.add(`round:${body.milestone}/${String(body.round)}`);
  },
  milestoneSealed(book, body) {
    const milestone = book.milestones.get(body.milestone);
    if (milestone) milestone.sealed = true;
  },
};

const entries: Entries = { ...lifeEntries, ...planEntries, ...runEntries, ...itemEntries, ...roundEntries };

const deliveries: readonly EventType[] = [
  'planProposed',
  'turnEnded',
  'handoffReceived',
  'contractReviewed',
  'dismissalReviewed',
  'featureReviewed',
  'readinessReported',
  'scrutinyReported',
  'flowReported',
  'testingReported',
];

function enter<Type extends EventType>(book: Book, body: EventBody<Type> & { type: Type }, event: MissionEvent): void {
  const entry: Entry<Type> | undefined = entries[body.type];
  entry?.(book, body, event);
}

/** Writes an accepted event into the book. */
export function note(book: Book, event: MissionEvent): void {
  const { body, at } = event;
  if (book.isRunning()) book.activeMs += at - book.at;
  book.at = at;
  enter(book, body, event);
  const run = 'run' in body && body.run !== null ? book.runs.get(body.run) : undefined;
  if (run && deliveries.includes(body.type)) run.delivered = true;
}
