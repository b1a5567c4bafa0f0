import type { AssertionText } from '../../mission/artefacts/contract.ts';
import type { EventBody } from '../../mission/events/event.ts';
import { assertionEvents, flowEvents, ItemNumbers, scrutinyEvents } from '../../mission/itemDrafts.ts';
import { applyEvent } from '../../mission/fold/applyEvent.ts';
import { roundScope } from '../../mission/scope.ts';
import type { MissionState, RoundState } from '../../mission/state.ts';
import { judgeAssertion, scrutinyReasons, testingReasons } from '../../mission/verdict.ts';
import type { EvidenceWithText } from '../../mission/verdict.ts';
import type { Step } from '../../mission/nextStep.ts';
import type { Workspace } from '../../ports/workspaces.ts';
import type { Carrier } from '../carrier.ts';
import { runGates, runSetup } from '../manifestRuns.ts';
import type { StepContext } from './stepContext.ts';

type RoundStep = Extract<Step, { milestone: string; round: number }>;

function roundOf(state: MissionState, { milestone, round }: RoundStep): RoundState {
  const found = state.milestones[milestone]?.rounds.find((candidate) => candidate.round === round);
  if (!found) throw new Error(`${milestone} has no round ${String(round)}`);
  return found;
}

/** The state as it would be after these events; the mission itself is not changed. */
function after(state: MissionState, bodies: readonly EventBody[]): MissionState {
  const scratch = structuredClone(state);
  for (const body of bodies) applyEvent(scratch, { seq: scratch.seq + 1, at: scratch.at, author: 'code', body });
  return scratch;
}

export async function openRound({ carrier }: StepContext, { milestone, round }: RoundStep): Promise<void> {
  const { state } = carrier;
  await carrier.append('code', {
    type: 'roundOpened',
    milestone,
    round,
    commit: state.head ?? '',
    scope: roundScope(state, milestone),
  });
}

async function checkOut(carrier: Carrier, step: RoundStep & { run?: number | null }): Promise<Workspace> {
  const { commit } = roundOf(carrier.state, step);
  const run = step.run ?? carrier.state.runCount + 1;
  return carrier.ground.workspaces.clone(`${step.milestone}-${String(step.round)}`, commit, run);
}

/** The gates of the manifest in a clean checkout; a setup that fails fails every gate. */
async function gatesEvent(carrier: Carrier, step: RoundStep, workspace: Workspace): Promise<EventBody<'gatesRun'>> {
  const { milestone, round } = step;
  const { commit } = roundOf(carrier.state, step);
  const setup = await runSetup(carrier, workspace);
  const failed = {
    name: 'setup',
    kind: 'setup',
    command: carrier.state.services?.setup.join(' && ') ?? '',
    exitCode: 1,
    ended: 'exit',
    testsRun: null,
    failingTests: [],
    holds: false,
    why: 'a setup command fails in a clean checkout',
    output: null,
  };
  const gates = setup.ok
    ? await runGates(carrier, workspace)
    : [{ ...failed, why: `${failed.why}: ${(setup.output ?? '').slice(0, 500)}` }];
  return { type: 'gatesRun', milestone, round, run: carrier.state.runCount, commit, gates };
}

export async function scrutinize(
  { carrier, runs }: StepContext,
  step: Extract<Step, { kind: 'scrutinize' }>,
): Promise<void> {
  const { milestone, round } = step;
  const workspace = await checkOut(carrier, step);
  if (roundOf(carrier.state, step).gates === null) {
    const event = await gatesEvent(carrier, step, workspace);
    if (carrier.stop.signal.aborted) return;
    await carrier.append('code', event);
  }
  const outcome = await runs.carryOut({
    role: 'scrutiny',
    subject: { kind: 'round', milestone, round },
    parent: null,
    notes: '',
    workspace,
    run: step.run,
  });
  if (outcome.kind === 'ended') await carrier.ground.workspaces.discard(`${milestone}-${String(round)}`);
}

export async function judgeScrutiny({ carrier }: StepContext, step: RoundStep): Promise<void> {
  const { state } = carrier;
  const { milestone, round } = step;
  const present = roundOf(state, step);
  const { run, report } = present.scrutinyReport ?? { run: 0, report: { findings: [] } };
  const events = scrutinyEvents(state, present, { run, findings: report.findings });
  const scratch = after(state, events);
  const reasons = scrutinyReasons(scratch, roundOf(scratch, step));
  await carrier.append('code', ...events, {
    type: 'scrutinyJudged',
    milestone,
    round,
    passed: reasons.length === 0,
    reasons,
  });
}

export async function testAsUser(
  { carrier, runs }: StepContext,
  step: Extract<Step, { kind: 'testAsUser' }>,
): Promise<void> {
  const { milestone, round } = step;
  const workspace = carrier.ground.workspaces.userTree(step.run ?? carrier.state.runCount + 1);
  await runs.carryOut({
    role: 'userTester',
    subject: { kind: 'round', milestone, round },
    parent: null,
    notes: '',
    workspace,
    run: step.run,
  });
}

async function evidenceOf(
  { state, ground }: Carrier,
  ids: readonly string[],
): Promise<Record<string, EvidenceWithText>> {
  const pieces: Record<string, EvidenceWithText> = {};
  for (const id of ids) {
    const piece = state.evidence[id];
    if (!piece) continue;
    pieces[id] = { ...piece, text: piece.kind === 'screenshot' ? '' : ((await ground.blobs.text(piece.blob)) ?? '') };
  }
  return pieces;
}

async function judgeOne(
  carrier: Carrier,
  round: RoundState,
  assertion: AssertionText,
): Promise<EventBody<'assertionJudged'>> {
  const { milestone, round: number, commit } = round;
  const { run, result } = round.flows[assertion.id] ?? { run: null, result: null };
  const evidence = await evidenceOf(
    carrier,
    (result?.steps ?? []).map((step) => step.evidence),
  );
  const verdict = judgeAssertion(result, evidence, { assertion, run: run ?? 0, commit });
  return {
    type: 'assertionJudged',
    milestone,
    round: number,
    assertion: assertion.id,
    run,
    result,
    commit,
    ...verdict,
  };
}

export async function judgeTesting({ carrier }: StepContext, step: RoundStep): Promise<void> {
  const { state } = carrier;
  const round = roundOf(state, step);
  const texts = round.scope.assertions.flatMap((id) => state.assertions[id]?.text ?? []);
  const judged = await Promise.all(texts.map((text) => judgeOne(carrier, round, text)));
  const numbers = new ItemNumbers(state);
  const events: EventBody[] = [
    ...judged,
    ...judged.flatMap((body) => assertionEvents(state, body, numbers)),
    ...flowEvents(state, round, numbers),
  ];
  const scratch = after(state, events);
  const reasons = testingReasons(scratch, roundOf(scratch, step));
  const { milestone, round: number } = step;
  await carrier.append('code', ...events, {
    type: 'testingJudged',
    milestone,
    round: number,
    passed: reasons.length === 0,
    reasons,
  });
}

export async function closeRound({ carrier }: StepContext, step: Extract<Step, { kind: 'closeRound' }>): Promise<void> {
  const { milestone, round, result } = step;
  await carrier.append('code', { type: 'roundClosed', milestone, round, result });
}

export async function seal({ carrier }: StepContext, { milestone, round }: RoundStep): Promise<void> {
  await carrier.append('code', { type: 'milestoneSealed', milestone, round, commit: carrier.state.head ?? '' });
}
