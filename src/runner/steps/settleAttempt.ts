import { entriesOf } from '../../journal/runLogs.ts';
import type { Handoff } from '../../mission/artefacts/handoff.ts';
import { attemptRef, attemptTrailers } from '../../mission/commitTrailers.ts';
import type { EventBody } from '../../mission/events/event.ts';
import type { RecordedChange } from '../../mission/events/work.ts';
import type { Step } from '../../mission/nextStep.ts';
import type { AttemptState, MissionState } from '../../mission/state.ts';
import { workRecord } from '../../roles/worker/commandRecord.ts';
import type { Carrier } from '../carrier.ts';
import { branchProblem } from './work.ts';
import type { StepContext } from './stepContext.ts';

const testFile = /(^|\/)(tests?|__tests__|specs?)\/|\.(test|spec)\.[cm]?[jt]sx?$|_test\.\w+$|(^|\/)test_\w+\.py$/;

/** Tests that were there before and are changed or gone without a word in the handoff (product.md section 6, rule 12). */
function silentTestChanges(handoff: Handoff, changes: readonly RecordedChange[]): RecordedChange[] {
  const said = new Set(handoff.tests.map((test) => test.file));
  return changes.filter(
    ({ path, status, removedLines }) =>
      testFile.test(path) && !said.has(path) && (status === 'deleted' || (status === 'changed' && removedLines > 0)),
  );
}

function itemsOf(
  state: MissionState,
  attempt: AttemptState,
  changes: readonly RecordedChange[],
): EventBody<'itemOpened'>[] {
  const { feature, run, handoff } = attempt;
  if (!handoff) return [];
  const milestone = state.features[feature]?.text.milestone ?? '';
  let count = state.itemCount;
  const open = (
    item: Pick<EventBody<'itemOpened'>, 'kind' | 'severity' | 'summary' | 'detail' | 'file' | 'line' | 'origin'>,
  ): EventBody<'itemOpened'> => {
    count += 1;
    return { type: 'itemOpened', item: `I${String(count)}`, milestone, feature, ...item };
  };
  const origin = { kind: 'handoff' as const, run, feature };
  return [
    ...handoff.undone.map((summary) =>
      open({ kind: 'undone', severity: 'nonBlocking', summary, detail: '', file: null, line: null, origin }),
    ),
    ...handoff.findings.map(({ severity, summary, detail, file, line }) =>
      open({ kind: 'finding', severity, summary, detail, file, line, origin }),
    ),
    ...silentTestChanges(handoff, changes).map(({ path, status }) =>
      open({
        kind: 'finding',
        severity: 'nonBlocking',
        summary: `${path} was ${status === 'deleted' ? 'deleted' : 'changed'} without being named in the handoff`,
        detail: 'A test that was there before lost lines. Check that nothing the contract relies on was weakened.',
        file: path,
        line: null,
        origin: { kind: 'record', run, feature },
      }),
    ),
  ];
}

async function judge(carrier: Carrier, attempt: AttemptState, isPartial: boolean): Promise<void> {
  const { engine, ground, state } = carrier;
  const { feature, attempt: number, run, base, tip, handoff } = attempt;
  const read = await engine.store.readRunLog(state.missionId, run);
  const { commands } = workRecord(read.ok ? entriesOf(read.records) : []);
  const changes = tip === null ? [] : await ground.git.changes(base, tip);
  const hasEarlierWork = (state.features[feature]?.commits.length ?? 0) > 0;
  const reasons: string[] = [];
  if (!handoff) reasons.push('it gave no handoff');
  if (changes.length === 0 && (!hasEarlierWork || isPartial)) reasons.push('it changed nothing');
  const accepted = reasons.length === 0;
  const judged: EventBody<'attemptJudged'> = {
    type: 'attemptJudged',
    run,
    feature,
    attempt: number,
    accepted,
    reasons,
    commands,
    changes,
    base,
  };
  const items = accepted && !isPartial ? itemsOf(state, attempt, changes) : [];
  await carrier.append('code', judged, ...items);
}

async function accept(carrier: Carrier, attempt: AttemptState, isPartial: boolean): Promise<void> {
  const { state, ground } = carrier;
  const { feature, attempt: number, run, base, tip, handoff } = attempt;
  const accepted = { type: 'attemptAccepted' as const, run, feature, attempt: number, base, partial: isPartial };
  if (tip === null) {
    // Accepted on earlier commits of the feature: nothing to move.
    await carrier.append('runner', { ...accepted, commit: base });
    return;
  }
  const title = state.features[feature]?.text.title ?? feature;
  const message = `${feature}: ${title}${isPartial ? ' (partial)' : ''}\n\n${handoff?.summary ?? ''}`;
  const outcome = await ground.git.acceptAttempt({
    branch: state.branch ?? '',
    base,
    tip,
    message,
    trailers: attemptTrailers(state, feature, number),
  });
  if (outcome.ok) await carrier.append('runner', { ...accepted, commit: outcome.commit });
  else
    await carrier.pause({
      reason: 'branchChanged',
      detail: outcome.why,
      goesOn: 'Put the branch right, then resume; the work is kept.',
      until: null,
    });
}

async function undo(carrier: Carrier, attempt: AttemptState): Promise<void> {
  const { state, engine, ground } = carrier;
  const { feature, attempt: number, run, base } = attempt;
  const problem = await branchProblem(carrier);
  if (problem !== null) {
    await carrier.pause({
      reason: 'branchChanged',
      detail: problem,
      goesOn: 'Check out the mission branch at its tip again, then resume.',
      until: null,
    });
    return;
  }
  const read = await engine.store.readRunLog(state.missionId, run);
  const { paths } = workRecord(read.ok ? entriesOf(read.records) : []);
  const restored = await ground.git.restore([...new Set([...attempt.files, ...paths])], base);
  if (!restored.ok) {
    await carrier.pause({
      reason: 'branchChanged',
      detail: restored.why,
      goesOn: 'Put the files right, then resume.',
      until: null,
    });
    return;
  }
  const ref = attempt.tip === null ? null : attemptRef(state.missionId, feature, number);
  await carrier.append('runner', { type: 'attemptUndone', run, feature, attempt: number, ref });
}

/** After a worker run: code judges the handoff, then the branch moves, or the attempt's own paths go back to the base. */
export async function settleAttempt(
  { carrier }: StepContext,
  step: Extract<Step, { kind: 'settleAttempt' }>,
): Promise<void> {
  const attempt = carrier.state.features[step.feature]?.attempts.find(
    (candidate) => candidate.attempt === step.attempt,
  );
  if (!attempt) throw new Error(`no attempt ${String(step.attempt)} of ${step.feature}`);
  const outcome = carrier.state.runs[attempt.run]?.ended?.outcome;
  const isPartial = outcome === 'partial';
  const isJudgeable = outcome === 'completed' || isPartial;
  if (isJudgeable && attempt.judged === null) await judge(carrier, attempt, isPartial);
  else if (attempt.judged?.accepted === true) await accept(carrier, attempt, isPartial);
  else await undo(carrier, attempt);
}
