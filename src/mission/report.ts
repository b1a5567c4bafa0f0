import { totalTokens } from './budget.ts';
import { liveAssertions, liveFeatures } from './plan.ts';
import type { MissionState } from './state.ts';

const shortCommit = 10;
const minuteMs = 60_000;

function figures(state: MissionState): string {
  const { usage, activeMs } = state;
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const cached = input === 0 ? 0 : Math.round((100 * usage.cacheReadTokens) / input);
  const money =
    usage.unpricedCalls === usage.calls && usage.calls > 0
      ? 'price not known'
      : `$${(usage.microDollars / 1e6).toFixed(2)}${usage.unpricedCalls > 0 ? ' and calls without a known price' : ''}`;
  return [
    `- Runs: ${String(state.runCount)}, model calls: ${String(usage.calls)}`,
    `- Tokens: ${String(totalTokens(usage))} (${String(cached)} % of the input read from the cache)`,
    `- Cost: ${money}`,
    `- Time at work: ${(activeMs / minuteMs).toFixed(1)} minutes`,
  ].join('\n');
}

function outcome(state: MissionState): string {
  const words: Record<MissionState['phase'], string> = {
    none: 'not begun',
    scoping: 'in scoping',
    awaitingApproval: 'waits for approval of the plan',
    running: 'running',
    completed: 'completed: every assertion passed with evidence, every milestone is sealed',
    completedWithExceptions: 'completed with exceptions the user granted',
    abandoned: 'abandoned by the user',
  };
  const { pause } = state;
  return pause ? `paused (${pause.reason}): ${pause.detail} ${pause.goesOn}` : words[state.phase];
}

function featureLines(state: MissionState): string[] {
  return liveFeatures(state).map(({ text, status, commits, attempts }) => {
    const made = commits.map((commit) => commit.slice(0, shortCommit)).join(', ');
    const repairs = [...text.fixes.findings, ...text.fixes.assertions].join(', ');
    return `- ${text.id} ${text.title} (${text.milestone}): ${status} in ${String(attempts.length)} attempt(s)${made === '' ? '' : `, commit ${made}`}${repairs === '' ? '' : `; fixes ${repairs}`}`;
  });
}

function assertionLines(state: MissionState): string[] {
  return liveAssertions(state).map(({ text, status, stale, overridden, last }) => {
    const evidence = [...new Set((last?.result?.steps ?? []).map((step) => step.evidence))].join(', ');
    const exception = overridden === null ? '' : `; accepted by the user as it is: ${overridden}`;
    const reasons = status === 'passed' || !last || last.reasons.length === 0 ? '' : ` (${last.reasons.join('; ')})`;
    return `- ${text.id} ${text.title}: ${stale ? 'stale' : status}${reasons}${evidence === '' ? '' : `, evidence ${evidence}`}${exception}`;
  });
}

function roundLines(state: MissionState): string[] {
  return state.milestoneOrder.flatMap((id) => {
    const milestone = state.milestones[id];
    if (!milestone) return [];
    const rounds = milestone.rounds.map((round) => {
      const reasons = [...(round.scrutiny?.reasons ?? []), ...(round.testing?.reasons ?? [])];
      return `  - round ${String(round.round)} at ${round.commit.slice(0, shortCommit)}: ${round.closed ?? 'open'}${reasons.length === 0 ? '' : ` (${reasons.join('; ')})`}`;
    });
    return [
      `- ${id} ${milestone.text.title}: ${milestone.sealedAt === null ? 'open' : `sealed at ${milestone.sealedAt.slice(0, shortCommit)}`}`,
      ...rounds,
    ];
  });
}

function findingLines(state: MissionState): string[] {
  return Object.values(state.items).map(({ item, severity, summary, status, fate }) => {
    const how =
      fate === null
        ? ''
        : fate.fate === 'dismiss'
          ? `, dismissed: ${fate.reason}`
          : `, ${fate.fate}${'feature' in fate ? ` ${fate.feature}` : ''}`;
    return `- ${item} (${severity}) ${summary}: ${status}${how}`;
  });
}

/** The report of a mission, rendered by code from its state alone (Markdown). */
export function missionReport(state: MissionState): string {
  const section = (title: string, lines: string[]): string =>
    `## ${title}\n\n${lines.length === 0 ? 'None.' : lines.join('\n')}`;
  const scripted = state.scripted
    ? ['Played by the scripted rehearsal model: real edits, commits, tests and browser, but no thinking model.']
    : [];
  const merge =
    state.branch === null
      ? []
      : [
          `Branch to merge: \`${state.branch}\` at ${state.head?.slice(0, shortCommit) ?? ''}, based on ${state.baseBranch} (${state.baseCommit.slice(0, shortCommit)}).`,
        ];
  return [
    `# Mission ${state.missionId}`,
    `Goal: ${state.goal}`,
    `Outcome: ${outcome(state)}.`,
    ...scripted,
    ...merge,
    section('Figures', [figures(state)]),
    section('Milestones and rounds', roundLines(state)),
    section('Features', featureLines(state)),
    section('Contract', assertionLines(state)),
    section('Findings', findingLines(state)),
  ]
    .join('\n\n')
    .concat('\n');
}
