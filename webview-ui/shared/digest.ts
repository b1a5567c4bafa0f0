import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import type { AttemptState, MissionState, RoundState, RunState } from '../../src/mission/state.ts';
import type { LogLine } from '../../src/protocol/toWebview.ts';
import { count } from '../../src/wording/count.ts';
import { idList } from '../../src/wording/idList.ts';
import { moneyFigure, tokenFigure } from './figures.ts';
import { totalTokens } from '../../src/mission/budget.ts';
import { isFix } from './metrics.ts';
import type { Sign } from './verdicts.ts';

export interface DigestLine extends Pick<Sign, 'icon' | 'tone'> {
  text: string;
}

const waitsUntil = /^Waits until /;

function endedSince(state: MissionState, run: number | null, since: number): boolean {
  const end = run === null ? null : state.runs[run]?.ended;
  return !!end && end.at >= since;
}

/** When a round was closed, as far as its runs tell: the end of its last validator. */
function roundEnd(state: MissionState, round: RoundState): number {
  const ends = Object.values(state.runs).flatMap(({ subject, ended }) =>
    subject.kind === 'round' && subject.milestone === round.milestone && subject.round === round.round && ended
      ? [ended.at]
      : [],
  );
  return Math.max(0, ...ends);
}

function milestoneLines(state: MissionState, since: number): DigestLine[] {
  const sealed: string[] = [];
  const lines: DigestLine[] = [];
  for (const id of state.milestoneOrder) {
    const milestone = state.milestones[id];
    if (!milestone) continue;
    const rounds = milestone.rounds.filter((round) => round.closed !== null && roundEnd(state, round) >= since);
    if (milestone.sealedAt !== null && rounds.some((round) => round.closed === 'passed'))
      sealed.push(`${id} sealed in round ${milestone.rounds.length}`);
    for (const round of rounds.filter(({ closed }) => closed === 'failed')) lines.push(failedRound(round));
  }
  return [...sealed.map((text): DigestLine => ({ icon: 'lock', tone: 'passed', text })), ...lines];
}

function failedRound(round: RoundState): DigestLine {
  const lost = Object.values(round.verdicts).filter((verdict) => verdict !== 'passed').length;
  const what = lost === 0 ? 'in scrutiny' : `${lost} of ${count(round.scope.assertions.length, 'assertion')}`;
  return { icon: 'error', tone: 'failed', text: `${round.milestone} round ${round.round} failed: ${what}` };
}

function assertionLines(state: MissionState, since: number): DigestLine[] {
  const live = liveAssertions(state);
  const judged = live.filter(({ last }) => endedSince(state, last?.run ?? null, since));
  const passed = judged.filter(({ status }) => status === 'passed').length;
  const all = live.filter(({ status, stale }) => status === 'passed' && !stale).length;
  const stale = live.filter((assertion) => assertion.stale).length;
  const lines: DigestLine[] = [];
  if (passed > 0)
    lines.push({
      icon: 'pass',
      tone: 'passed',
      text: `${count(passed, 'assertion')} passed, ${all} of ${live.length} hold now`,
    });
  if (stale > 0)
    lines.push({
      icon: 'issue-reopened',
      tone: 'stale',
      text: `${count(stale, 'passed assertion')} stale, to be tried again`,
    });
  return lines;
}

function featureLines(state: MissionState, since: number): DigestLine[] {
  const isNew = (attempt: AttemptState): boolean => endedSince(state, attempt.run, since);
  const touched = liveFeatures(state).filter(({ attempts }) => attempts.some(isNew));
  const done = touched.filter(({ status }) => status === 'done');
  const attempts = touched.reduce((sum, feature) => sum + feature.attempts.filter(isNew).length, 0);
  const fixes = done.filter(({ text }) => isFix(text));
  const lines: DigestLine[] = [];
  if (done.length > 0) {
    const ids = idList(done.map(({ text }) => text.id));
    lines.push({
      icon: 'pass',
      tone: 'passed',
      text: `${count(done.length, 'feature')} built in ${count(attempts, 'attempt')}: ${ids}`,
    });
  }
  if (fixes.length > 0)
    lines.push({ icon: 'tools', text: count(fixes.length, 'of them is a fix', 'of them are fixes') });
  return lines;
}

function spentLine(runs: readonly RunState[]): DigestLine[] {
  if (runs.length === 0) return [];
  const money = runs.reduce((sum, { usage }) => sum + usage.microDollars, 0);
  const tokens = runs.reduce((sum, { usage }) => sum + totalTokens(usage), 0);
  const what = money > 0 ? `, ${moneyFigure(money)}` : '';
  return [
    { icon: 'graph-line', text: `${count(runs.length, 'run')} began, with ${tokenFigure(tokens)} tokens${what}` },
  ];
}

function standLines(state: MissionState): DigestLine[] {
  const { pause, phase } = state;
  const asks = Object.values(state.asks).filter(({ answers }) => answers === null).length;
  const lines: DigestLine[] = [];
  if (phase === 'completed' || phase === 'completedWithExceptions')
    lines.push({ icon: 'pass', tone: 'passed', text: 'The mission completed' });
  if (pause?.until === null) lines.push({ icon: 'debug-pause', tone: 'attention', text: 'The mission is paused' });
  if (asks > 0) lines.push({ icon: 'bell', tone: 'attention', text: 'The orchestrator asks you something' });
  return lines;
}

/** What happened since the user left, most important first; empty where nothing did. `since` in ms since 1970. */
export function digest(state: MissionState, log: readonly LogLine[], since: number): DigestLine[] {
  if (state.at <= since) return [];
  const waits = log.filter(({ at, text }) => at >= since && waitsUntil.test(text)).length;
  const waited: DigestLine[] =
    waits === 0 ? [] : [{ icon: 'watch', text: `Waited ${count(waits, 'time')} and went on by itself` }];
  return [
    ...standLines(state),
    ...milestoneLines(state, since),
    ...assertionLines(state, since),
    ...featureLines(state, since),
    ...waited,
    ...spentLine(Object.values(state.runs).filter(({ startedAt }) => startedAt >= since)),
  ];
}
