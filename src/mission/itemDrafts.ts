import type { ReportedFinding } from './artefacts/handoff.ts';
import type { EventBody } from './events/event.ts';
import { flowQuestions, reviewQuestions } from './findings.ts';
import { liveFeatures } from './plan.ts';
import { unresolvedItems } from './scope.ts';
import type { ItemState, MissionState, RoundState } from './state.ts';

type Origin = EventBody<'itemOpened'>['origin'];
type Judged = EventBody<'itemOpened'> | EventBody<'findingAnswered'>;

const maxDetail = 6000;

/** Numbers the items one batch of events opens. */
export class ItemNumbers {
  #count: number;

  constructor(state: MissionState) {
    this.#count = state.itemCount;
  }

  next(): string {
    this.#count += 1;
    return `I${String(this.#count)}`;
  }
}

export interface Placement {
  numbers: ItemNumbers;
  milestone: string;
  feature: string | null;
  origin: Origin;
}

function opened(finding: ReportedFinding, { numbers, milestone, feature, origin }: Placement): EventBody<'itemOpened'> {
  const { severity, summary, detail, file, line } = finding;
  return {
    type: 'itemOpened',
    item: numbers.next(),
    kind: 'finding',
    severity,
    summary,
    detail,
    file,
    line,
    milestone,
    feature,
    origin,
  };
}

function answered(
  item: ItemState,
  run: number,
  answer: { answer: 'gone' | 'stillThere'; where: string },
): EventBody<'findingAnswered'> {
  return { type: 'findingAnswered', run, answer: { finding: item.item, ...answer } };
}

/** One blocking finding for each failed gate, kept as the same finding while it fails, gone once it holds. */
function gateEvents(
  state: MissionState,
  round: RoundState,
  { run, numbers }: { run: number; numbers: ItemNumbers },
): Judged[] {
  return (round.gates ?? []).flatMap((gate): Judged[] => {
    const earlier = unresolvedItems(state).find(
      (item) => item.origin.kind === 'gate' && item.origin.gate === gate.name,
    );
    if (gate.holds)
      return earlier
        ? [answered(earlier, run, { answer: 'gone', where: `gate ${gate.name} in round ${String(round.round)}` })]
        : [];
    if (earlier) return [answered(earlier, run, { answer: 'stillThere', where: gate.why })];
    const detail = `Command: ${gate.command}\n${gate.why}\nFailing: ${gate.failingTests.join(', ') || 'not told'}`;
    const finding: ReportedFinding = {
      severity: 'blocking',
      summary: `Gate ${gate.name} fails: ${gate.why}`.slice(0, 300),
      detail,
      file: null,
      line: null,
    };
    return [
      opened(finding, {
        numbers,
        milestone: round.milestone,
        feature: null,
        origin: { kind: 'gate', run, gate: gate.name },
      }),
    ];
  });
}

/** Events of a round's reviews: new findings, and the answers to earlier ones; unanswered is still there. */
function reviewEvents(state: MissionState, round: RoundState, numbers: ItemNumbers): Judged[] {
  return Object.values(round.reviews).flatMap(({ run, review }): Judged[] => {
    const { feature, findings } = review;
    const placement: Placement = {
      numbers,
      milestone: round.milestone,
      feature,
      origin: { kind: 'review', run, feature },
    };
    const answers = reviewQuestions(state, feature).map((item) => {
      const given = review.answers.find((answer) => answer.finding === item.item);
      return answered(item, run, given ?? { answer: 'stillThere', where: 'not answered' });
    });
    return [...answers, ...findings.map((finding) => opened(finding, placement))];
  });
}

export interface ScrutinyFindings {
  run: number;
  findings: ReportedFinding[];
}

/** What code opens and answers when a scrutiny ends. */
export function scrutinyEvents(state: MissionState, round: RoundState, report: ScrutinyFindings): Judged[] {
  // Judged again after dismissals: everything has been opened and answered the first time.
  if (round.scrutiny !== null) return [];
  const numbers = new ItemNumbers(state);
  const placement: Placement = {
    numbers,
    milestone: round.milestone,
    feature: null,
    origin: { kind: 'scrutiny', run: report.run },
  };
  return [
    ...gateEvents(state, round, { run: report.run, numbers }),
    ...reviewEvents(state, round, numbers),
    ...report.findings.map((finding) => opened(finding, placement)),
  ];
}

/** The blocking finding of a failed or blocked assertion, with what was tried and seen. */
function failureOf(
  state: MissionState,
  { assertion: id, verdict, reasons, result }: EventBody<'assertionJudged'>,
): ReportedFinding {
  const text = state.assertions[id]?.text;
  const steps = (result?.steps ?? []).map(
    ({ action, expectation, seen, evidence }) =>
      `- ${action}: expected ${expectation.kind} "${expectation.value}", saw ${seen} [${evidence}]`,
  );
  const head = text ? [`Behaviour: ${text.behaviour}`, `Fails if: ${text.failsIf}`] : [];
  const detail = [...head, `Why: ${reasons.join('; ')}`, ...steps].join('\n').slice(0, maxDetail);
  return { severity: 'blocking', summary: `${id} ${verdict}: ${text?.title ?? ''}`, detail, file: null, line: null };
}

/** What code opens and answers for one judged assertion. */
export function assertionEvents(
  state: MissionState,
  body: EventBody<'assertionJudged'>,
  numbers: ItemNumbers,
): Judged[] {
  const { assertion: id, verdict, reasons, result, milestone } = body;
  const run = body.run ?? 0;
  const earlier = unresolvedItems(state).find(
    (item) => item.origin.kind === 'assertion' && item.origin.assertion === id,
  );
  const evidence = (result?.steps ?? []).map((step) => step.evidence).join(', ');
  const where = evidence === '' ? `${verdict}: ${reasons.join('; ')}` : evidence;
  if (earlier) return [answered(earlier, run, { answer: verdict === 'passed' ? 'gone' : 'stillThere', where })];
  if (verdict === 'passed') return [];
  const owner = liveFeatures(state).find((feature) => feature.text.claims.includes(id))?.text.id ?? null;
  return [
    opened(failureOf(state, body), {
      numbers,
      milestone,
      feature: owner,
      origin: { kind: 'assertion', run, assertion: id },
    }),
  ];
}

/** Events of what flow testers saw outside the assertions, and their answers to earlier such findings. */
export function flowEvents(state: MissionState, round: RoundState, numbers: ItemNumbers): Judged[] {
  const reports = round.flowNotes;
  const answers = flowQuestions(state).flatMap((item): Judged[] => {
    const given = reports.flatMap((report) =>
      report.answers.filter((answer) => answer.finding === item.item).map((answer) => ({ run: report.run, answer })),
    );
    const [first] = given.filter(({ answer }) => answer.answer === 'stillThere').concat(given);
    return first ? [answered(item, first.run, first.answer)] : [];
  });
  const findings = reports.flatMap(({ run, findings: seen }) =>
    seen.map((finding) =>
      opened(finding, { numbers, milestone: round.milestone, feature: null, origin: { kind: 'flow', run } }),
    ),
  );
  return [...answers, ...findings];
}
