import type { EventBody } from '../events/event.ts';
import { unresolvedItems } from '../scope.ts';
import type { ItemState, MissionState, RoundState } from '../state.ts';
import { gate } from './gate.ts';

type Report = EventBody<
  | 'planProposed'
  | 'contractReviewed'
  | 'readinessReported'
  | 'dismissalReviewed'
  | 'featureReviewed'
  | 'scrutinyReported'
  | 'testingReported'
  | 'flowReported'
>;

/** What a run must be about for its report to count, as a subject; compared field by field. */
function expectedSubject(body: Report): Readonly<Record<string, unknown>> {
  switch (body.type) {
    case 'planProposed':
      return { kind: 'scoping' };
    case 'contractReviewed':
      return { kind: 'contractReview', contractVersion: body.contractVersion };
    case 'readinessReported':
      return { kind: 'readiness' };
    case 'dismissalReviewed':
      return { kind: 'dismissalReview', item: body.item };
    case 'featureReviewed':
      return { kind: 'featureReview', milestone: body.milestone, round: body.round, feature: body.review.feature };
    case 'scrutinyReported':
    case 'testingReported':
      return { kind: 'round', milestone: body.milestone, round: body.round };
    case 'flowReported':
      return { kind: 'flow', milestone: body.milestone, round: body.round };
  }
}

function isFindingOf(item: ItemState, kind: ItemState['origin']['kind'], run: number): boolean {
  return item.kind === 'finding' && item.origin.kind === kind && item.origin.run === run;
}

interface Reported {
  kind: 'review' | 'scrutiny' | 'flow';
  run: number;
  count: number;
}

function reportedInScrutiny(round: RoundState): Reported[] {
  const reviews = Object.values(round.reviews).map(({ run, review }) => ({
    kind: 'review' as const,
    run,
    count: review.findings.length,
  }));
  const { scrutinyReport } = round;
  if (!scrutinyReport) return reviews;
  return [...reviews, { kind: 'scrutiny', run: scrutinyReport.run, count: scrutinyReport.report.findings.length }];
}

function unopened(state: MissionState, reported: readonly Reported[]): string[] {
  return reported.flatMap(({ kind, run, count }) => {
    const opened = Object.values(state.items).filter((item) => isFindingOf(item, kind, run)).length;
    return opened < count ? [`${String(count - opened)} findings of run ${String(run)}`] : [];
  });
}

function unopenedGates(state: MissionState, round: RoundState): string[] {
  const named = new Set(unresolvedItems(state).map(({ origin }) => (origin.kind === 'gate' ? origin.gate : null)));
  const failing = (round.gates ?? []).filter((result) => !result.holds);
  return failing.filter(({ name }) => !named.has(name)).map(({ name }) => `gate ${name}`);
}

function unopenedVerdicts(state: MissionState, round: RoundState): string[] {
  const named = new Set(
    unresolvedItems(state).map(({ origin }) => (origin.kind === 'assertion' ? origin.assertion : null)),
  );
  return Object.entries(round.verdicts).flatMap(([id, verdict]) => {
    const isWaived = state.assertions[id]?.overridden !== null;
    return verdict === 'passed' || isWaived || named.has(id) ? [] : [id];
  });
}

function unopenedHandoff(state: MissionState, body: EventBody<'attemptAccepted'>): string[] {
  const attempt = state.features[body.feature]?.attempts.find((candidate) => candidate.attempt === body.attempt);
  if (!attempt?.handoff || body.partial) return [];
  const { undone, findings } = attempt.handoff;
  const opened = Object.values(state.items).filter(
    ({ origin }) => origin.kind === 'handoff' && origin.run === attempt.run,
  ).length;
  const count = undone.length + findings.length;
  return opened < count ? [`${String(count - opened)} items of the handoff of run ${String(attempt.run)}`] : [];
}

function roundOf(state: MissionState, body: { milestone: string; round: number }): RoundState | undefined {
  return state.milestones[body.milestone]?.rounds.find((round) => round.round === body.round);
}

function lost(state: MissionState, body: EventBody<'attemptAccepted' | 'scrutinyJudged' | 'testingJudged'>): string[] {
  if (body.type === 'attemptAccepted') return unopenedHandoff(state, body);
  const round = roundOf(state, body);
  if (!round) return [];
  if (body.type === 'scrutinyJudged')
    // Judged again after dismissals: what was reported was opened the first time.
    return round.scrutiny === null
      ? [...unopened(state, reportedInScrutiny(round)), ...unopenedGates(state, round)]
      : [];
  const flows = round.flowNotes.map(({ run, findings }) => ({ kind: 'flow' as const, run, count: findings.length }));
  return [...unopened(state, flows), ...unopenedVerdicts(state, round)];
}

export const reportGates = {
  /** A report counts only from the run that was started for it. */
  reportsFitTheirRun: gate(
    [
      'planProposed',
      'contractReviewed',
      'readinessReported',
      'dismissalReviewed',
      'featureReviewed',
      'scrutinyReported',
      'testingReported',
      'flowReported',
    ],
    (state, body) => {
      const run = state.runs[body.run];
      const subject: Readonly<Record<string, unknown>> = run?.subject ?? {};
      const isFitting = Object.entries(expectedSubject(body)).every(([key, value]) => subject[key] === value);
      if (!isFitting) return `run ${String(body.run)} was not started for this report`;
      return run?.delivered === true ? `run ${String(body.run)} has reported already` : null;
    },
  ),
  /** Scrutiny is over only when every feature of its scope was reviewed; otherwise its run has died and is started again. */
  scrutinyIsWhole: gate(['scrutinyReported'], (state, body) => {
    const round = roundOf(state, body);
    const left = round?.scope.features.filter((id) => !round.reviews[id]) ?? [];
    if (round?.gates === null) return 'the gates have not run';
    return left.length === 0 ? null : `without a review yet: ${left.join(', ')}`;
  }),
  /** Code opens an item for whatever was reported or has failed, before the result counts: nothing gets lost. */
  nothingReportedIsLost: gate(['attemptAccepted', 'scrutinyJudged', 'testingJudged'], (state, body) => {
    const missing = lost(state, body);
    return missing.length === 0 ? null : `no item was opened for ${missing.join(', ')}`;
  }),
};
