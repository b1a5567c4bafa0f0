import type { PauseReason } from '../mission/events/life.ts';
import type { RunSubject } from '../mission/events/runs.ts';
import type { ModelChoice, Role, RoleModels } from '../mission/role.ts';
import type { MissionState, UsageTotals } from '../mission/state.ts';
import { count } from './count.ts';
import { oneLine } from './oneLine.ts';

const shortCommitCharacters = 10;
const taskCharacters = 160;

export const roleNames: Readonly<Record<Role, string>> = {
  orchestrator: 'Orchestrator',
  researcher: 'Researcher',
  scout: 'Scout',
  worker: 'Worker',
  scrutiny: 'Scrutiny',
  reviewer: 'Reviewer',
  userTester: 'User tester',
  flowTester: 'Flow tester',
};

export const pauseNames: Readonly<Record<PauseReason, string>> = {
  user: 'by the user',
  budget: 'budget',
  rateLimit: 'rate limit',
  outage: 'outage',
  noMoney: 'no credit',
  modelSetup: 'model',
  attemptsUsedUp: 'attempts used up',
  stalled: 'stalled',
  disk: 'disk',
  branchChanged: 'repository',
  decisionNeeded: 'decision needed',
  windowClosed: 'window closed',
};

export function shortCommit(commit: string): string {
  return commit.slice(0, shortCommitCharacters);
}

export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

/** `0:42`, `12:05`, `3:00:10`. */
export function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function tokens(number: number): string {
  if (number < 1000) return `${number} tokens`;
  return number < 1_000_000 ? `${Math.round(number / 1000)} k tokens` : `${(number / 1_000_000).toFixed(1)} M tokens`;
}

/** Tokens and, where it is known, money. */
export function spent(usage: UsageTotals): string {
  const all = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
  const isPriced = usage.microDollars > 0;
  return `${tokens(all)}${isPriced ? `, $${(usage.microDollars / 1e6).toFixed(2)}` : ''}`;
}

export function modelName({ provider, model, effort }: ModelChoice): string {
  return `${provider}/${model}${effort === null ? '' : `@${effort}`}`;
}

/** `a/b for every role`, or each model with its roles. */
export function modelNames(models: RoleModels): string {
  const byModel = new Map<string, string[]>();
  for (const [role, choice] of Object.entries(models))
    byModel.set(modelName(choice), [...(byModel.get(modelName(choice)) ?? []), role]);
  const [first, ...others] = [...byModel.entries()];
  if (first && others.length === 0) return `${first[0]} for every role`;
  return [...byModel].map(([name, roles]) => `${name} (${roles.join(', ')})`).join('; ');
}

/** What a run is there for, as a sentence. */
export function runSentence(role: Role, subject: RunSubject, state: MissionState): string {
  const who = roleNames[role];
  switch (subject.kind) {
    case 'scoping':
      return `${who} scopes the goal`;
    case 'turn':
      return `${who} decides on ${count(subject.causes.length, 'matter')}`;
    case 'attempt': {
      const again = subject.attempt === 1 ? '' : `, attempt ${subject.attempt}`;
      return `${who} builds ${subject.feature} ${oneLine(state.features[subject.feature]?.text.title ?? '')}${again}`;
    }
    case 'round':
      return `${role === 'scrutiny' ? 'Scrutiny' : 'User testing'} of ${subject.milestone}, round ${subject.round}`;
    case 'research':
    case 'readiness':
      return `${who}: ${oneLine(subject.task, taskCharacters)}`;
    case 'contractReview':
      return `${who} reads the contract: ${oneLine(subject.focus, taskCharacters)}`;
    case 'featureReview':
      return `${who} reads ${subject.feature}`;
    case 'dismissalReview':
      return `${who} judges the dismissal of ${subject.item}`;
    case 'flow':
      return `${who} tries ${subject.assertions.join(', ')}`;
  }
}

/** Why a mission is paused and what lets it go on; a detail that already says what to do stands alone. */
export function pauseSentence({ detail, goesOn }: { detail: string; goesOn: string }): string {
  const [what, how] = [oneLine(detail), oneLine(goesOn)];
  const saysHow = /\b(resume|by itself)\.$/i.test(what);
  return saysHow ? what : `${/[.!?]$/.test(what) ? what : `${what}.`} ${how}`;
}
