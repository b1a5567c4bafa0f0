/** One line of bench-results.json. `goal` is a condition on `value`, in words. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  goal: string;
  met: boolean;
}

/** A figure as measured, with what a person may want to know besides. */
export interface Measured {
  figure: Figure;
  note: string;
}

interface Goal {
  unit: string;
  atLeast?: number;
  atMost?: number;
  digits: number;
}

/** Every figure in the order of the table, with its goal. */
export const goals = {
  turnGapRatio50: { unit: 'times the bare loop', atMost: 2, digits: 2 },
  turnGapRatio200: { unit: 'times the bare loop', atMost: 2, digits: 2 },
  turnGapRatio500: { unit: 'times the bare loop', atMost: 2, digits: 2 },
  processesPerCommand: { unit: 'processes', atMost: 1, digits: 2 },
  cpuMsPerTurn: { unit: 'ms', atMost: 10, digits: 2 },
  rssMbPerTurn: { unit: 'MB', atMost: 0.3, digits: 3 },
  connections: { unit: 'connections', atLeast: 1, atMost: 1, digits: 0 },
  prefixBreaks: { unit: 'requests', atMost: 0, digits: 0 },
  cacheAutomaticShare: { unit: 'of the tokens sent', atLeast: 0.985, digits: 4 },
  cacheExplicitShare: { unit: 'of the tokens sent', atLeast: 0.99, digits: 4 },
  siblingPrefixShare: { unit: 'of tools, system and skill', atLeast: 0.99, digits: 4 },
  workerPrefixTokens: { unit: 'tokens', atLeast: 4_300, atMost: 6_000, digits: 0 },
  journalAppendP99Ms: { unit: 'ms', atMost: 5, digits: 2 },
  replay100kMs: { unit: 'ms', atMost: 500, digits: 0 },
  activationMs: { unit: 'ms', atMost: 50, digits: 0 },
  resumeMs: { unit: 'ms', atMost: 500, digits: 0 },
  vsixMb: { unit: 'MB', atMost: 25, digits: 1 },
  hostRssMb: { unit: 'MB', atMost: 300, digits: 0 },
  eventToPaintP95Ms: { unit: 'ms', atMost: 100, digits: 1 },
} as const satisfies Record<string, Goal>;

export type FigureName = keyof typeof goals;

/** `alsoNeeds`: what must hold besides the goal, in words; false makes the figure unmet. */
export function measured(
  name: FigureName,
  value: number,
  { note = '', alsoNeeds }: { note?: string; alsoNeeds?: { what: string; holds: boolean } } = {},
): Measured {
  const goal: Goal = goals[name];
  const { atLeast = -Infinity, atMost = Infinity, digits, unit } = goal;
  const rounded = Number(value.toFixed(digits));
  const met = rounded >= atLeast && rounded <= atMost && alsoNeeds?.holds !== false;
  return { figure: { name, value: rounded, unit, goal: goalText(goal, alsoNeeds?.what), met }, note };
}

function goalText({ atLeast, atMost }: Goal, besides: string | undefined): string {
  const bounds =
    atLeast === atMost
      ? [`= ${atLeast}`]
      : [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`].filter(
          (bound) => bound,
        );
  return [...bounds, ...(besides === undefined ? [] : [besides])].join(', ');
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The figures as a table for people. */
export function tableOf(all: readonly Measured[]): string {
  const rows = all.map(({ figure: { name, value, unit, goal, met }, note }) => [
    met ? 'met' : 'MISSED',
    name,
    String(value),
    goal,
    unit,
    note,
  ]);
  const head = ['', 'figure', 'value', 'goal', 'unit', 'seen besides'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}
