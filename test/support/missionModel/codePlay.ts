import type { AssertionResult } from '../../../src/mission/artefacts/reports.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import { applyEvent } from '../../../src/mission/fold/applyEvent.ts';
import { assertionEvents, flowEvents, ItemNumbers, scrutinyEvents } from '../../../src/mission/itemDrafts.ts';
import { liveAssertions } from '../../../src/mission/plan.ts';
import { roundScope } from '../../../src/mission/scope.ts';
import type { AttemptState, MissionState, RoundState } from '../../../src/mission/state.ts';
import { judgeAssertion, scrutinyReasons, testingReasons } from '../../../src/mission/verdict.ts';
import type { EvidenceWithText } from '../../../src/mission/verdict.ts';
import { by, roundAt } from './world.ts';
import type { Proposal, World } from './world.ts';

interface RoundKey {
  milestone: string;
  round: number;
}

/** The state as it would be after these events. */
function after(state: MissionState, bodies: readonly EventBody[]): MissionState {
  const scratch = structuredClone(state);
  for (const body of bodies) applyEvent(scratch, { seq: scratch.seq + 1, at: scratch.at, author: 'code', body });
  return scratch;
}

export function baseCheck({ state, chance, mood }: World): Proposal[] {
  const { contract: contractVersion, services: servicesVersion } = state.versions;
  const commands = liveAssertions(state).filter(({ text }) => text.command !== null);
  return by('code', {
    type: 'baseChecked',
    commit: chance.is(0.05) ? `base-${String(state.seq)}` : (state.baseCheck?.commit ?? 'base'),
    contractVersion,
    servicesVersion,
    setup: { ok: !chance.is(mood.baseProblem), output: null },
    gates: [],
    assertions: commands.map(({ text }) => ({ id: text.id, holds: chance.is(mood.baseProblem), exitCode: 1 })),
  });
}

function judgeAttempt({ state }: World, attempt: AttemptState, isPartial: boolean): Proposal[] {
  const { run, feature, attempt: number, base, tip, handoff } = attempt;
  const hasEarlierWork = (state.features[feature]?.commits.length ?? 0) > 0;
  const isAccepted = handoff !== null && (tip !== null || (hasEarlierWork && !isPartial));
  const changes = [{ path: 'src/save.js', status: 'changed' as const, addedLines: 3, removedLines: 1 }];
  const judged: EventBody = {
    type: 'attemptJudged',
    run,
    feature,
    attempt: number,
    accepted: isAccepted,
    reasons: isAccepted ? [] : ['it changed nothing'],
    commands: [],
    changes: tip === null ? [] : changes,
    base,
  };
  if (!isAccepted || isPartial) return by('code', judged);
  const numbers = new ItemNumbers(state);
  const milestone = state.features[feature]?.text.milestone ?? '';
  const origin = { kind: 'handoff' as const, run, feature };
  const undone = handoff.undone.map((summary): EventBody => {
    const place = { detail: '', file: null, line: null, milestone, feature, origin };
    return { type: 'itemOpened', item: numbers.next(), kind: 'undone', severity: 'nonBlocking', summary, ...place };
  });
  const findings = handoff.findings.map((found): EventBody => ({
    type: 'itemOpened',
    item: numbers.next(),
    kind: 'finding',
    ...found,
    milestone,
    feature,
    origin,
  }));
  return by('code', judged, ...undone, ...findings);
}

/** As a runner does after a worker's run: judge, then move the branch or take the attempt back. */
export function settleAttempt(world: World, feature: string): Proposal[] {
  const { state } = world;
  const attempt = state.features[feature]?.attempts.at(-1);
  if (!attempt) return [];
  const outcome = state.runs[attempt.run]?.ended?.outcome;
  const isPartial = outcome === 'partial';
  const isFinished = outcome === 'completed' || isPartial;
  return isFinished && !attempt.judged
    ? judgeAttempt(world, attempt, isPartial)
    : moveOrUndo(state, attempt, isPartial);
}

function moveOrUndo(state: MissionState, attempt: AttemptState, isPartial: boolean): Proposal[] {
  const { run, feature, attempt: number, base, tip, judged: verdict } = attempt;
  if (verdict?.accepted !== true)
    return by('runner', { type: 'attemptUndone', run, feature, attempt: number, ref: tip });
  const commit = tip === null ? base : `c${String(state.seq)}`;
  return by('runner', { type: 'attemptAccepted', run, feature, attempt: number, commit, base, partial: isPartial });
}

export function openRound({ state }: World, { milestone, round }: RoundKey): Proposal[] {
  return by('code', {
    type: 'roundOpened',
    milestone,
    round,
    commit: state.head ?? '',
    scope: roundScope(state, milestone),
  });
}

export function judgeScrutiny({ state }: World, key: RoundKey): Proposal[] {
  const present = roundAt(state, key);
  if (!present) return [];
  const { run, report } = present.scrutinyReport ?? { run: 0, report: { findings: [] } };
  const events = scrutinyEvents(state, present, { run, findings: report.findings });
  const scratch = after(state, events);
  const reasons = scrutinyReasons(scratch, roundAt(scratch, key) ?? present);
  const { milestone, round } = key;
  return by('code', ...events, { type: 'scrutinyJudged', milestone, round, passed: reasons.length === 0, reasons });
}

function evidenceFor(state: MissionState, result: AssertionResult | null): Record<string, EvidenceWithText> {
  const pieces = result?.steps.flatMap((step) => state.evidence[step.evidence] ?? []) ?? [];
  return Object.fromEntries(pieces.map((piece) => [piece.evidence, { ...piece, text: piece.blob }]));
}

function judged(state: MissionState, round: RoundState, id: string): EventBody<'assertionJudged'>[] {
  const assertion = state.assertions[id]?.text;
  if (!assertion) return [];
  const { run, result } = round.flows[id] ?? { run: null, result: null };
  const { milestone, round: number, commit } = round;
  const verdict = judgeAssertion(result, evidenceFor(state, result), { assertion, run: run ?? 0, commit });
  return [{ type: 'assertionJudged', milestone, round: number, assertion: id, run, result, commit, ...verdict }];
}

export function judgeTesting({ state }: World, key: RoundKey): Proposal[] {
  const present = roundAt(state, key);
  if (!present) return [];
  const verdicts = present.scope.assertions.flatMap((id) => judged(state, present, id));
  const numbers = new ItemNumbers(state);
  const events = [
    ...verdicts,
    ...verdicts.flatMap((body) => assertionEvents(state, body, numbers)),
    ...flowEvents(state, present, numbers),
  ];
  const scratch = after(state, events);
  const reasons = testingReasons(scratch, roundAt(scratch, key) ?? present);
  const { milestone, round } = key;
  return by('code', ...events, { type: 'testingJudged', milestone, round, passed: reasons.length === 0, reasons });
}
