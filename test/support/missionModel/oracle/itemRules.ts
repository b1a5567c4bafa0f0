import type { Fate } from '../../../../src/mission/events/items.ts';
import type { Book, BookItem, BookRound } from './book.ts';
import { rule } from './rule.ts';
import type { Rule } from './rule.ts';

function subjectOf({ origin }: BookItem): string | null {
  if (origin.kind === 'assertion') return `assertion ${origin.assertion}`;
  return origin.kind === 'gate' ? `gate ${origin.gate}` : null;
}

type Repair = Extract<Fate, { feature: string }>;

function repairProblem(book: Book, item: BookItem, { fate, feature: id }: Repair): string | null | false {
  const feature = book.features.get(id);
  const expected = fate === 'reopen' ? 'done' : 'pending';
  if (feature?.status !== expected) return `${id} is not ${expected}`;
  const { milestone } = feature.text;
  if (book.isSealed(milestone)) return `${milestone} is sealed`;
  const isOpen = !book.isSealed(item.milestone);
  if (fate !== 'putOff')
    return item.kind === 'finding' && isOpen && isAfter(book, milestone, item.milestone) && 'too late';
  const wasPutOff = isOpen && item.milestone.startsWith('misc-');
  return (wasPutOff || !milestone.startsWith('misc-')) && 'put off to where it does not belong, or twice';
}

function isAfter(book: Book, one: string, other: string): boolean {
  const order = [...book.milestones.keys()];
  return order.indexOf(one) > order.indexOf(other);
}

function count(book: Book, kind: string, run: number): number {
  return [...book.items.values()].filter(({ origin }) => origin.kind === kind && origin.run === run).length;
}

function lostInScrutiny(book: Book, round: BookRound): string | null {
  for (const [feature, { run, findings }] of round.reviews)
    if (count(book, 'review', run) < findings) return `findings about ${feature}`;
  const own = round.scrutinyFindings;
  if (own && count(book, 'scrutiny', own.run) < own.findings) return 'findings of scrutiny';
  const failing = round.gates?.filter((gate) => !gate.holds).map((gate) => `gate ${gate.name}`) ?? [];
  return failing.find((gate) => !book.unresolved().some((item) => subjectOf(item) === gate)) ?? null;
}

function lostInTesting(book: Book, round: BookRound): string | null {
  const seen = round.flowFindings.find(({ run, findings }) => count(book, 'flow', run) < findings);
  if (seen) return `findings of run ${String(seen.run)}`;
  for (const [id, verdict] of round.verdicts) {
    if (verdict === 'passed' || book.assertions.get(id)?.overridden === true) continue;
    if (!book.unresolved().some((item) => subjectOf(item) === `assertion ${id}`)) return id;
  }
  return null;
}

export const itemRules: readonly Rule[] = [
  rule('an item is new, and in a milestone that is not sealed', ['itemOpened'], (book, body) => {
    if (book.items.has(body.item)) return `${body.item} again`;
    return (!book.milestones.has(body.milestone) || book.isSealed(body.milestone)) && body.milestone;
  }),
  rule('one unresolved finding for one failure', ['itemOpened'], (book, body) => {
    const subject = subjectOf({ ...body, status: 'open', fate: null, seconds: [] });
    return subject !== null && book.unresolved().find((item) => subjectOf(item) === subject)?.item;
  }),
  rule('an item gets one fate, which leads somewhere', ['itemSettled'], (book, { item: id, decision }) => {
    const item = book.items.get(id);
    if (!item || item.status === 'resolved') return `${id} needs no fate`;
    if (item.status === 'decided' && item.fate?.fate !== 'waitsForUser') return `${id} has its fate`;
    return 'feature' in decision && repairProblem(book, item, decision);
  }),
  rule(
    'a blocking finding is dismissed only with a second',
    ['itemSettled'],
    (book, { item: id, decision }, { event }) => {
      if (decision.fate !== 'dismiss') return null;
      const item = book.items.get(id);
      const { agreedBy } = decision;
      if (agreedBy === 'user') return event.author !== 'user' && 'the user never said so';
      const isAgreed = item?.seconds.some(({ run, agrees }) => agrees && run === agreedBy);
      return item?.severity === 'blocking' && !isAgreed && id;
    },
  ),
  rule('a second opinion comes from a run that was asked for it', ['dismissalReviewed'], (book, body) => {
    const subject = book.runs.get(body.run)?.subject;
    return (subject?.kind !== 'dismissalReview' || subject.item !== body.item) && body.item;
  }),
  rule(
    'a finding is gone when a later validator, or the verdict, says so',
    ['findingAnswered'],
    (book, { run, answer }) => {
      const item = book.items.get(answer.finding);
      if (item?.kind !== 'finding') return answer.finding;
      if (answer.answer === 'stillThere') return null;
      const { origin } = item;
      if (origin.kind === 'assertion') return book.assertions.get(origin.assertion)?.verdict !== 'passed' && item.item;
      const role = book.runs.get(run)?.role ?? 'nobody';
      return (!/scrutiny|reviewer|ester/.test(role) || run <= origin.run) && item.item;
    },
  ),
  rule('a turn names every cause, and settles each item among them', ['turnEnded'], (book, body) => {
    const subject = book.runs.get(body.run)?.subject;
    if (subject?.kind !== 'turn') return 'no turn';
    const named = body.decisions.map(({ cause }) => cause);
    const open = book.openItems().find(({ item }) => named.includes(`item:${item}`));
    return subject.causes.find((cause) => !named.includes(cause)) ?? open?.item;
  }),
  rule('nothing that was reported is lost', ['attemptAccepted', 'scrutinyJudged', 'testingJudged'], (book, body) => {
    if (body.type === 'attemptAccepted') {
      const attempt = book.attempt(body);
      if (body.partial || !attempt?.handoff) return null;
      const { undone, findings } = attempt.handoff;
      return count(book, 'handoff', attempt.run) < undone.length + findings.length && 'items of the handoff';
    }
    const round = book.round(body);
    if (!round) return 'no such round';
    if (body.type === 'testingJudged') return lostInTesting(book, round);
    return round.scrutiny === null ? lostInScrutiny(book, round) : null;
  }),
];
