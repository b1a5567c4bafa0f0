import type { AssertionText } from '../../../src/mission/artefacts/contract.ts';
import type { ReportedFinding } from '../../../src/mission/artefacts/handoff.ts';
import type { AssertionResult, FindingAnswer } from '../../../src/mission/artefacts/reports.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import type { RunSubject } from '../../../src/mission/events/runs.ts';
import { flowQuestions, reviewQuestions } from '../../../src/mission/findings.ts';
import type { EvidenceState, ItemState, RunState } from '../../../src/mission/state.ts';
import { finding } from './texts.ts';
import { by, end, maybeDies, roundAt } from './world.ts';
import type { Proposal, World } from './world.ts';

type Subject<Kind extends RunSubject['kind']> = Extract<RunSubject, { kind: Kind }>;

export function someFindings({ chance, mood }: World, probability: number): ReportedFinding[] {
  if (!chance.is(probability)) return [];
  const severity = chance.is(mood.blocking)
    ? 'blocking'
    : chance.oneOf<'nonBlocking' | 'suggestion'>('nonBlocking', 'nonBlocking', 'suggestion');
  return [finding(severity)];
}

function answersTo({ chance, mood }: World, questions: readonly ItemState[]): FindingAnswer[] {
  return questions.flatMap((item) => {
    if (chance.is(mood.unanswered)) return [];
    const answer = chance.is(mood.stillThere) ? 'stillThere' : 'gone';
    return [{ finding: item.item, answer, where: 'src/save.js:3' }];
  });
}

function featureReview(
  world: World,
  run: RunState,
  { milestone, round, feature }: Subject<'featureReview'>,
): EventBody {
  const { state, mood } = world;
  const findings = someFindings(world, mood.reviewFinding);
  const answers = answersTo(world, reviewQuestions(state, feature));
  const review = { feature, summary: 'Read the whole diff.', findings, answers };
  return { type: 'featureReviewed', milestone, round, run: run.run, review };
}

const kinds = { browser: 'snapshot', http: 'http', command: 'command', document: 'read' } as const;

interface Seen {
  run: RunState;
  place: number;
  text: AssertionText;
  commit: string;
  holds: boolean;
}

/** What evidence shows is kept in its blob: all that was expected, or nothing of it. */
function evidenceOf({ run, place, text, commit, holds }: Seen): EventBody {
  const status = text.expectations.find(({ kind }) => kind === 'status');
  const shown = text.expectations.filter(({ kind }) => kind !== 'absent').map(({ value }) => value);
  return {
    type: 'evidenceRecorded',
    evidence: `E${String(run.run)}-${String(place + 1)}`,
    run: run.run,
    tool: 'browser_snapshot',
    kind: kinds[text.surface],
    surface: text.surface,
    service: text.service,
    commit,
    blob: holds ? shown.join('\n') : 'Sorry',
    summary: '',
    command: text.command,
    status: status ? (holds ? Number(status.value) : 500) : null,
    exitCode: text.surface === 'command' ? Number(!holds) : null,
    acted: true,
  };
}

function resultOf({ chance, mood }: World, text: AssertionText, evidence: EvidenceState): AssertionResult {
  const steps = text.expectations.map((expectation) => ({
    action: 'save it',
    evidence: evidence.evidence,
    expectation,
    seen: 'it was there',
  }));
  const holds = evidence.blob !== 'Sorry';
  if (holds || chance.is(mood.falsePass)) return { assertion: text.id, result: 'passed', steps, note: '' };
  const isBlocked = chance.is(mood.assertionBlocked * 3);
  return { assertion: text.id, result: isBlocked ? 'blocked' : 'failed', steps: [], note: 'It said Sorry.' };
}

function flowEvent(world: World, run: RunState, subject: Subject<'flow'>): EventBody {
  const { state, chance, mood } = world;
  const { milestone, round } = subject;
  const commit = roundAt(state, subject)?.commit ?? '';
  const texts = subject.assertions.flatMap((id) => state.assertions[id]?.text ?? []);
  const missing = texts.findIndex((_, place) => !state.evidence[`E${String(run.run)}-${String(place + 1)}`]);
  const next = texts[missing];
  const holds = !chance.is((mood.assertionFails * 2) / (round + 1));
  if (next) return evidenceOf({ run, place: missing, text: next, commit, holds });
  const results = texts.flatMap((text, place) => {
    const evidence = state.evidence[`E${String(run.run)}-${String(place + 1)}`];
    return evidence ? [resultOf(world, text, evidence)] : [];
  });
  const findings = someFindings(world, mood.flowFinding);
  const answers = answersTo(world, flowQuestions(state));
  return { type: 'flowReported', milestone, round, run: run.run, report: { results, findings, answers } };
}

function report(world: World, run: RunState): EventBody | null {
  const { subject } = run;
  const { chance, mood } = world;
  switch (subject.kind) {
    case 'readiness': {
      const checks = [{ what: 'it starts', ok: true, seen: 'a page' }];
      return {
        type: 'readinessReported',
        run: run.run,
        report: { ready: true, summary: 'It starts and answers.', checks, missing: [] },
      };
    }
    case 'contractReview': {
      const { contractVersion } = subject;
      return {
        type: 'contractReviewed',
        run: run.run,
        contractVersion,
        review: { summary: 'Looked at all of it.', points: [] },
      };
    }
    case 'dismissalReview': {
      const agrees = !chance.is(mood.secondDisagrees);
      return { type: 'dismissalReviewed', run: run.run, item: subject.item, agrees, reason: 'Looked at the finding.' };
    }
    case 'featureReview':
      return featureReview(world, run, subject);
    case 'flow':
      return flowEvent(world, run, subject);
    default:
      return null;
  }
}

/** What a sub-run does next: reports, then ends. */
export function subRunPlay(world: World, run: RunState): Proposal[] {
  if (run.delivered) return end(run, 'completed');
  const dead = maybeDies(world, run);
  if (dead) return dead;
  const body = report(world, run);
  return body === null ? end(run, 'completed') : by(run.role, body);
}
