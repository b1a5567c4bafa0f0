import { liveAssertions } from '../../mission/plan.ts';
import type { AssertionState, MissionState } from '../../mission/state.ts';
import type { Row, RowColour } from '../desk/row.ts';
import { oneLine } from '../../wording/oneLine.ts';

type Verdict = 'passed' | 'failed' | 'blocked' | 'stale' | 'pending' | 'accepted';

const looks: Readonly<Record<Verdict, { icon: string; colour: RowColour }>> = {
  passed: { icon: 'pass', colour: 'green' },
  failed: { icon: 'error', colour: 'red' },
  blocked: { icon: 'circle-slash', colour: 'purple' },
  stale: { icon: 'issue-reopened', colour: 'yellow' },
  pending: { icon: 'circle-outline', colour: 'muted' },
  accepted: { icon: 'pass', colour: 'yellow' },
};
/** The first of these that occurs in an area is shown for it. */
const worstFirst: readonly Verdict[] = ['failed', 'blocked', 'stale', 'pending', 'accepted', 'passed'];
const areaPattern = /^VAL-([A-Z0-9]+)-/;

function verdictOf({ status, stale, overridden }: AssertionState): Verdict {
  if (overridden !== null) return 'accepted';
  return stale ? 'stale' : status;
}

function evidenceRows(state: MissionState, { text, last }: AssertionState): Row[] {
  const ids = [...new Set((last?.result?.steps ?? []).map(({ evidence }) => evidence))];
  return ids.map((id) => {
    const kind = state.evidence[id]?.kind ?? 'evidence';
    return {
      id: `evidence:${text.id}:${id}`,
      subject: { kind: 'evidence', evidence: id },
      label: id,
      description: kind,
      tooltip: `${id}, ${kind}`,
      spoken: `evidence ${id}, ${kind}`,
      icon: kind === 'screenshot' ? 'file-media' : 'file',
      colour: 'muted',
      isOpen: false,
      children: [],
    };
  });
}

function assertionRow(state: MissionState, assertion: AssertionState): Row {
  const { text, last } = assertion;
  const verdict = verdictOf(assertion);
  const round = last === null ? '' : `, round ${last.round}`;
  return {
    id: `assertion:${text.id}`,
    subject: { kind: 'assertion', assertion: text.id },
    label: text.id,
    description: `${oneLine(text.title)} · ${verdict}`,
    tooltip: [text.title, text.behaviour, `Fails if: ${text.failsIf}`, ...(last?.reasons ?? [])].join('\n\n'),
    spoken: `${text.id}, ${verdict}${round}, ${text.title}`,
    ...looks[verdict],
    isOpen: false,
    children: evidenceRows(state, assertion),
  };
}

/** Areas → assertions → evidence. */
export function contractRows(state: MissionState): Row[] {
  const areas = new Map<string, AssertionState[]>();
  for (const assertion of liveAssertions(state)) {
    const area = areaPattern.exec(assertion.text.id)?.[1] ?? '';
    areas.set(area, [...(areas.get(area) ?? []), assertion]);
  }
  return [...areas].map(([area, assertions]) => {
    const verdicts = assertions.map(verdictOf);
    const worst = worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'pending';
    const passed = verdicts.filter((verdict) => verdict === 'passed').length;
    const description = `${passed} of ${assertions.length} passed`;
    return {
      id: `area:${area}`,
      subject: { kind: 'group' as const },
      label: area,
      description,
      tooltip: `${area}: ${description}`,
      spoken: `area ${area}, ${description}`,
      ...looks[worst],
      isOpen: worst !== 'passed',
      children: assertions.map((assertion) => assertionRow(state, assertion)),
    };
  });
}
