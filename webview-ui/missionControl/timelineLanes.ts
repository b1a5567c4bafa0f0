import { roles } from '../../src/mission/role.ts';
import type { Role } from '../../src/mission/role.ts';
import type { MissionState, RunState, UsageTotals } from '../../src/mission/state.ts';
import { emptyUsage } from '../../src/mission/state.ts';

export interface Bar {
  run: RunState;
  from: number;
  to: number;
  /** Runs side by side stand below each other. */
  track: number;
}

export interface Lane {
  role: Role;
  bars: Bar[];
  tracks: number;
}

function barsOf(runs: readonly RunState[], now: number): Bar[] {
  const ends: number[] = [];
  return runs.map((run) => {
    const from = run.startedAt;
    const to = Math.max(from, run.ended?.at ?? now);
    const free = ends.findIndex((end) => end <= from);
    const track = free === -1 ? ends.length : free;
    ends[track] = to;
    return { run, from, to, track };
  });
}

/** Runs by role, in the roles' order; roles without a run have no lane. */
export function lanesOf(state: MissionState, now: number): Lane[] {
  const runs = Object.values(state.runs).sort((one, other) => one.startedAt - other.startedAt);
  return roles.flatMap((role) => {
    const bars = barsOf(
      runs.filter((run) => run.role === role),
      now,
    );
    if (bars.length === 0) return [];
    return [{ role, bars, tracks: Math.max(...bars.map(({ track }) => track)) + 1 }];
  });
}

export interface Span {
  name: string;
  from: number;
  to: number;
}

function milestoneOfRun(state: MissionState, { subject }: RunState): string | null {
  if (subject.kind === 'attempt') return state.features[subject.feature]?.text.milestone ?? null;
  return 'milestone' in subject ? subject.milestone : null;
}

/** When scoping and each milestone were worked on, from the first run to the last. */
export function spansOf(state: MissionState, now: number): Span[] {
  const spans = new Map<string, Span>();
  for (const run of Object.values(state.runs)) {
    const name = run.subject.kind === 'scoping' ? 'Scope' : milestoneOfRun(state, run);
    if (name === null) continue;
    const to = run.ended?.at ?? now;
    const known = spans.get(name) ?? { name, from: run.startedAt, to };
    spans.set(name, { name, from: Math.min(known.from, run.startedAt), to: Math.max(known.to, to) });
  }
  return [...spans.values()].sort((one, other) => one.from - other.from);
}

export interface RoleUsage {
  role: Role;
  runs: number;
  activeMs: number;
  usage: UsageTotals;
}

export function usageByRole(state: MissionState): RoleUsage[] {
  return roles.flatMap((role) => {
    const runs = Object.values(state.runs).filter((run) => run.role === role);
    if (runs.length === 0) return [];
    const usage = emptyUsage();
    for (const run of runs) {
      for (const key of Object.keys(usage) as (keyof UsageTotals)[]) usage[key] += run.usage[key];
    }
    return [{ role, runs: runs.length, activeMs: runs.reduce((sum, run) => sum + run.activeMs, 0), usage }];
  });
}

const niceStepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);

/** Round moments between two times, at most `count` of them. */
export function ticksBetween(from: number, to: number, count: number): number[] {
  const step = niceStepsMs.find((candidate) => (to - from) / candidate <= count) ?? 86_400_000 * 7;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}
