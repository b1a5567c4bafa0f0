export interface NearestLines {
  /** 1-based. */
  firstLine: number;
  lines: string[];
}

/** The place in `text` that looks most like `wanted`; null where nothing does. */
export function nearestLines(text: string, wanted: string): NearestLines | null {
  const lines = text.split('\n');
  const wantedLines = wanted.split('\n').map(bare);
  const first = wantedLines.findIndex((line) => line !== '');
  if (first === -1) return null;
  const start = bestByEqualLines(lines, wantedLines) ?? bestBySimilarity(lines, wantedLines[first] ?? '', first);
  if (start === null) return null;
  const from = Math.max(0, start);
  return { firstLine: from + 1, lines: lines.slice(from, start + wantedLines.length) };
}

/** `text` where it differs from `wanted` only in white space. */
export function sameButForSpace(found: NearestLines, wanted: string): boolean {
  return bare(found.lines.join(' ')) === bare(wanted);
}

function bare(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Where most of the wanted lines stand in their places, white space aside. */
function bestByEqualLines(lines: readonly string[], wanted: readonly string[]): number | null {
  const places = new Map<string, number[]>();
  wanted.forEach((line, index) => {
    if (line.length > 2) places.set(line, [...(places.get(line) ?? []), index]);
  });
  const votes = new Map<number, number>();
  lines.forEach((line, index) => {
    for (const place of places.get(bare(line)) ?? []) {
      votes.set(index - place, (votes.get(index - place) ?? 0) + 1);
    }
  });
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

const ENOUGH = 0.5;

function bestBySimilarity(lines: readonly string[], wanted: string, offset: number): number | null {
  const pairs = pairsOf(wanted);
  let best = { index: -1, score: ENOUGH };
  lines.forEach((line, index) => {
    const score = similarity(pairs, pairsOf(bare(line)));
    if (score > best.score) best = { index, score };
  });
  return best.index === -1 ? null : best.index - offset;
}

function pairsOf(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)));
}

/** Dice coefficient of the pairs of characters, 0 to 1. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}
