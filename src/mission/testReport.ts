import type { ManifestGate } from './artefacts/services.ts';
import type { GateResult } from './artefacts/reports.ts';

export interface TestCounts {
  /** Null where the report does not say. */
  testsRun: number | null;
  failingTests: string[];
}

const unreadable: TestCounts = { testsRun: null, failingTests: [] };

/** TAP 13/14: the summary of node:test where there is one, else the test points; nested points name the failing tests. */
function fromTap(output: string): TestCounts {
  const points = [...output.matchAll(/^( *)(not )?ok \d+(?: -)? ?(.*)$/gm)];
  const failing = points
    .filter(([, , not, title]) => not !== undefined && !/# (todo|skip)/i.test(title ?? ''))
    .map(([, , , title]) => (title ?? '').replace(/ #.*$/, ''));
  const summary = /^# tests (\d+)$/m.exec(output)?.[1];
  const count = summary === undefined ? points.filter(([, indent]) => indent === '').length : Number(summary);
  return summary === undefined && points.length === 0
    ? unreadable
    : { testsRun: count, failingTests: [...new Set(failing)] };
}

function fromJunit(xml: string): TestCounts {
  const cases = [...xml.matchAll(/<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g)];
  if (cases.length === 0 && !xml.includes('<testsuite')) return unreadable;
  const failing = cases
    .filter(([, , , body]) => /<(failure|error)\b/.test(body ?? ''))
    .map(([, attributes]) => /\bname="([^"]*)"/.exec(attributes ?? '')?.[1] ?? 'unnamed');
  const ran = cases.filter(([, , , body]) => !/<skipped\b/.test(body ?? ''));
  return { testsRun: ran.length, failingTests: failing };
}

function fromPattern(output: string, passed: string, failed: string | null): TestCounts {
  const count = (pattern: string): number | null => {
    const found = new RegExp(pattern, 'm').exec(output)?.[1];
    return found === undefined ? null : Number(found);
  };
  const good = count(passed);
  const bad = failed === null ? 0 : (count(failed) ?? 0);
  if (good === null && bad === 0) return unreadable;
  return {
    testsRun: (good ?? 0) + bad,
    failingTests: Array.from({ length: bad }, (_, place) => `failing test ${String(place + 1)}`),
  };
}

/** How many tests ran and which failed, as the gate's report says. `junit` is the content of its file, where it has one. */
export function countTests(gate: ManifestGate, output: string, junit: string | null): TestCounts {
  const { report } = gate;
  if (!report) return unreadable;
  switch (report.format) {
    case 'tap':
      return fromTap(output);
    case 'junit':
      return junit === null ? unreadable : fromJunit(junit);
    case 'pattern':
      return fromPattern(output, report.passed, report.failed);
  }
}

export interface GateOnBase {
  exitCode: number | null;
  testsRun: number | null;
  failingTests: string[];
}

type RawResult = Omit<GateResult, 'holds' | 'why'>;
type Judgement = Pick<GateResult, 'holds' | 'why'>;

function judgeGreen({ kind, testsRun }: RawResult): Judgement {
  if (kind !== 'test') return { holds: true, why: 'exit code 0' };
  if (testsRun === 0) return { holds: false, why: 'it ran no test' };
  return { holds: true, why: `${testsRun === null ? 'an unknown number of' : String(testsRun)} tests passed` };
}

function judgeRedAsBefore({ kind, exitCode, testsRun, failingTests }: RawResult, base: GateOnBase): Judgement {
  if (kind !== 'test')
    return { holds: base.exitCode === exitCode, why: `exit code ${String(exitCode)}; it was red on the base too` };
  const fresh = failingTests.filter((name) => !base.failingTests.includes(name));
  const isNoWorse = fresh.length === 0 && failingTests.length > 0 && (testsRun ?? 0) >= (base.testsRun ?? 0);
  return isNoWorse
    ? { holds: true, why: 'only tests fail that failed on the base too' }
    : { holds: false, why: `newly failing: ${fresh.join(', ') || 'unknown'}` };
}

/** Judges a gate; one that was red on the base must get no worse, by test name or by count (product.md section 4). */
export function judgeGate(result: RawResult, base: GateOnBase | null): Judgement {
  const { exitCode, ended, failingTests } = result;
  if (exitCode === 0) return judgeGreen(result);
  if (exitCode === null) return { holds: false, why: `did not end by itself (${ended})` };
  if (base !== null && base.exitCode !== 0) return judgeRedAsBefore(result, base);
  const failing = failingTests.length > 0 ? `; failing: ${failingTests.slice(0, 10).join(', ')}` : '';
  return { holds: false, why: `exit code ${String(exitCode)}${failing}` };
}
