import type { Measured } from './figures.ts';
import { measured, median, quantile } from './figures.ts';
import type { Loop } from './interleaving.ts';
import type { TurnRun } from './turnRun.ts';
import type { SeenRequest, TurnReport } from './turnServer.ts';

type RatioName = 'turnGapRatio50' | 'turnGapRatio200' | 'turnGapRatio500';

/** Turns about the 50th, and as many at the end. */
const EARLY = { from: 25, to: 75 };
const LATE_TURNS = 50;
/** Our own share may differ by that much without having grown: the machine is never quite still. */
const GROWTH_TOLERANCE = 1.25;
const GROWTH_TOLERANCE_MS = 0.5;

/** The ratio of the medians, of the repetition in the middle. */
export function gapRatio(name: RatioName, reports: readonly TurnReport[], checksGrowth: boolean): Measured {
  const ratios = reports.map(({ gapsMs }) => median(gapsMs.engine) / median(gapsMs.bare));
  const engine = median(reports.map(({ gapsMs }) => median(gapsMs.engine)));
  const bare = median(reports.map(({ gapsMs }) => median(gapsMs.bare)));
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)} in ${ratios.length} runs`;
  const note = `${engine.toFixed(1)} ms against ${bare.toFixed(1)} ms; ${spread}`;
  if (!checksGrowth) return measured(name, median(ratios), { note });
  const [early, late] = [
    median(reports.map((report) => ownShare(report, 'early'))),
    median(reports.map((report) => ownShare(report, 'late'))),
  ];
  const holds = late <= early * GROWTH_TOLERANCE + GROWTH_TOLERANCE_MS;
  return measured(name, median(ratios), {
    note: `${note}; own share ${early.toFixed(1)} ms early, ${late.toFixed(1)} ms late`,
    alsoNeeds: { what: 'own share does not grow', holds },
  });
}

/** What the engine's turns take longer than those of the bare loop. */
function ownShare({ gapsMs }: TurnReport, when: 'early' | 'late'): number {
  const part = (loop: Loop): number[] =>
    when === 'early' ? gapsMs[loop].slice(EARLY.from, EARLY.to) : gapsMs[loop].slice(-LATE_TURNS);
  return median(part('engine')) - median(part('bare'));
}

/**
 * The greater of two counts: what the engine itself started, and what the whole machine did in the quietest block of the
 * engine's turns (which also sees what its children start; other work on the machine is in every block but that one).
 */
export function processesPerCommand(runs: readonly TurnRun[]): Measured {
  const onMachine = (loop: Loop): number[] =>
    runs.flatMap(({ blocks }) =>
      blocks[loop].map(({ turns, start, end }) => (end.processesStarted - start.processesStarted) / turns),
    );
  const own = Math.max(...runs.map(({ started }) => started.processes / started.commands));
  const quietest = Math.min(...onMachine('engine'));
  const note = `${own.toFixed(2)} started by it; on the machine ${quietest.toFixed(2)} at least, ${median(onMachine('engine')).toFixed(2)} in the median block (bare loop ${median(onMachine('bare')).toFixed(2)})`;
  return measured('processesPerCommand', Math.max(own, quietest), { note });
}

export function cpuPerTurn(reports: readonly TurnReport[]): Measured {
  const perTurn = (loop: Loop): number =>
    median(reports.map(({ blocks }) => growth(blocks[loop], ({ cpuMs }) => cpuMs) / turnsIn(blocks[loop])));
  const note = `user and system time of the engine's process; bare loop ${perTurn('bare').toFixed(2)}`;
  return measured('cpuMsPerTurn', perTurn('engine'), { note });
}

export function memoryPerTurn(reports: readonly TurnReport[]): Measured {
  const perTurn = (loop: Loop): number =>
    median(reports.map(({ blocks }) => growth(blocks[loop], ({ residentMb }) => residentMb) / turnsIn(blocks[loop])));
  const first = median(reports.map(({ blocks }) => blocks.engine[0]?.start.residentMb ?? Number.NaN));
  const last = median(reports.map(({ blocks }) => blocks.engine.at(-1)?.end.residentMb ?? Number.NaN));
  const note = `${first.toFixed(0)} MB at first, ${last.toFixed(0)} MB at last; bare loop ${perTurn('bare').toFixed(3)}`;
  return measured('rssMbPerTurn', perTurn('engine'), { note });
}

type Blocks = TurnReport['blocks'][Loop];

function growth(blocks: Blocks, of: (sample: Blocks[number]['start']) => number): number {
  const [first, last] = [blocks[0], blocks.at(-1)];
  return first && last ? of(last.end) - of(first.start) : Number.NaN;
}

function turnsIn(blocks: Blocks): number {
  return blocks.reduce((sum, { turns }) => sum + turns, 0);
}

export function connections(reports: readonly TurnReport[]): Measured {
  return measured('connections', Math.max(...reports.map((report) => report.connections)), { note: 'in any run' });
}

export function prefixBreaks(reports: readonly TurnReport[]): Measured {
  const requests = reports.reduce((sum, report) => sum + report.requests.length, 0);
  const breaks = reports.reduce((sum, report) => sum + report.prefixBreaks, 0);
  return measured('prefixBreaks', breaks, { note: `in ${requests} requests of ${reports.length} runs` });
}

/** Share of all tokens sent that the cache had, the first request of the run included. */
export function cacheShare(
  name: 'cacheAutomaticShare' | 'cacheExplicitShare',
  { requests }: TurnReport,
  turns: number,
): Measured {
  const run = requests.slice(0, turns);
  const read = run.reduce((sum, request) => sum + readTokens(request), 0);
  const sent = run.reduce((sum, { cache }) => sum + cache.tokens, 0);
  const after = run.slice(1);
  const least = Math.min(...after.map((request) => readTokens(request) / request.cache.tokens));
  return measured(name, read / sent, {
    note: `over ${turns} turns, the first included; least later ${least.toFixed(3)}`,
  });
}

/** Of what the second run of a role shares with the first, the part that it reads from the cache in its first request. */
export function siblingShare(byWire: Readonly<Record<string, TurnReport>>): Measured {
  const shares = Object.entries(byWire).map(([wire, { requests }]) => {
    const second = requests.filter(({ isFirstOfConversation }) => isFirstOfConversation)[1];
    const share = second ? Math.min(1, readTokens(second) / second.cache.frozenTokens) : 0;
    return { wire, share };
  });
  const note = shares.map(({ wire, share }) => `${wire} ${share.toFixed(4)}`).join(', ');
  return measured('siblingPrefixShare', Math.min(...shares.map(({ share }) => share)), { note });
}

export function prefixTokens({ prefixCharacters, requests }: TurnReport): Measured {
  const whole = requests[0]?.cache.tokens ?? Number.NaN;
  const note = `at 4 characters a token; ${whole} with the mission's skill and the brief`;
  return measured('workerPrefixTokens', prefixCharacters / 4, { note });
}

function readTokens({ cache }: SeenRequest): number {
  return cache.explicit?.cacheReadTokens ?? cache.automaticReadTokens;
}

export function appendFigure(times: readonly number[]): Measured {
  const note = `1 KB each, ${times.length} of them; median ${median(times).toFixed(2)}`;
  return measured('journalAppendP99Ms', quantile(times, 0.99), { note });
}

export function resumeFigure({ times, events }: { times: readonly number[]; events: number }): Measured {
  const note = `a mission of ${events} events in its second milestone, owned and shown, median of ${times.length}`;
  return measured('resumeMs', median(times), { note });
}

export function replayFigure(times: readonly number[], events: number): Measured {
  const note = `${events} events in a fresh process, median of ${times.length}; best ${Math.min(...times).toFixed(0)}`;
  return measured('replay100kMs', median(times), { note });
}
