import type { GateResult } from '../../../src/mission/artefacts/reports.ts';
import type { EventBody } from '../../../src/mission/events/event.ts';
import type { RunState } from '../../../src/mission/state.ts';
import { someFindings } from './subRunPlay.ts';
import { by, end, maybeDies, roundAt, start } from './world.ts';
import type { Proposal, World } from './world.ts';

/** The gates of the manifest as code sees them. */
export function gatesRun({ state, chance, mood }: World, milestone: string, round: number): EventBody {
  const gates = (state.services?.gates ?? []).map((gate): GateResult => {
    const holds = !chance.is((mood.gateFails * 2) / (round + 1));
    return {
      name: gate.name,
      kind: gate.kind,
      command: gate.command,
      exitCode: holds ? 0 : 1,
      ended: 'exit',
      testsRun: gate.kind === 'test' ? 12 : null,
      failingTests: [],
      holds,
      why: holds ? 'exit code 0' : 'exit code 1',
      output: null,
    };
  });
  const commit = roundAt(state, { milestone, round })?.commit ?? '';
  return { type: 'gatesRun', milestone, round, run: state.runCount, commit, gates };
}

/** Has the features reviewed that no reviewer has reported on, then reports. */
export function scrutinyPlay(world: World, run: RunState): Proposal[] {
  const { state, chance, mood } = world;
  if (run.subject.kind !== 'round') return end(run, 'failed');
  if (run.delivered) return end(run, 'completed');
  const dead = maybeDies(world, run);
  if (dead) return dead;
  const { milestone, round } = run.subject;
  const present = roundAt(state, run.subject);
  const left = present?.scope.features.filter((id) => !present.reviews[id]) ?? [];
  // Now and then a feature is reviewed once more.
  const again = chance.is(0.05) ? chance.pick(present?.scope.features ?? []) : undefined;
  if (again !== undefined && !left.includes(again)) left.push(again);
  if (left.length > 0)
    return left.slice(0, chance.between(1, 3)).flatMap((feature, place) =>
      start(world, {
        role: 'reviewer',
        subject: { kind: 'featureReview', milestone, round, feature },
        parent: run.run,
        place,
      }),
    );
  const report = { summary: 'The gates and the reviews are in.', findings: someFindings(world, mood.scrutinyFinding) };
  return by('scrutiny', { type: 'scrutinyReported', milestone, round, run: run.run, report });
}

/** Has every assertion of the scope tried, in flows, then reports. */
export function testingPlay(world: World, run: RunState): Proposal[] {
  const { state, chance } = world;
  if (run.subject.kind !== 'round') return end(run, 'failed');
  if (run.delivered) return end(run, 'completed');
  const dead = maybeDies(world, run);
  if (dead) return dead;
  const { milestone, round } = run.subject;
  const present = roundAt(state, run.subject);
  const left = present?.scope.assertions.filter((id) => !present.flows[id]) ?? [];
  const size = chance.between(1, 3);
  if (left.length > 0)
    return [left.slice(0, size), left.slice(size)]
      .filter((assertions) => assertions.length > 0)
      .flatMap((assertions, place) =>
        start(world, {
          role: 'flowTester',
          subject: { kind: 'flow', milestone, round, assertions },
          parent: run.run,
          place,
        }),
      );
  const report = { summary: 'Everything was tried by hand.' };
  return by('userTester', { type: 'testingReported', milestone, round, run: run.run, report });
}
