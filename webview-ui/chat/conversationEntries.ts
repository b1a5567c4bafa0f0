import type { LogLine } from '../../src/protocol/toWebview.ts';
import type { AskState, ChatLine, MissionState, RunState } from '../../src/mission/state.ts';

export interface SaidEntry {
  kind: 'said';
  at: number;
  line: ChatLine;
  /** Nobody has read it yet: the orchestrator owes it a turn. */
  isQueued: boolean;
}
export interface AnsweredEntry {
  kind: 'answered';
  at: number;
  ask: AskState;
}
/** Runs that one call started side by side. */
export interface RunsEntry {
  kind: 'runs';
  at: number;
  key: string;
  runs: RunState[];
}
/** What became of a round or a milestone. */
export interface ToldEntry {
  kind: 'told';
  at: number;
  line: LogLine;
}
export type ConversationEntry = SaidEntry | AnsweredEntry | RunsEntry | ToldEntry;

/** Lines of the user that are still causes; the newest lines of a text are those that wait. */
function queuedLines(state: MissionState): Set<ChatLine> {
  const waiting = state.causes.filter(({ kind }) => kind === 'message' || kind === 'planRejected');
  const texts = new Map<string, number>();
  for (const { text } of waiting) texts.set(text, (texts.get(text) ?? 0) + 1);
  const queued = new Set<ChatLine>();
  for (const line of [...state.chat].reverse()) {
    const left = texts.get(line.text) ?? 0;
    if (line.from !== 'user' || left === 0) continue;
    texts.set(line.text, left - 1);
    queued.add(line);
  }
  return queued;
}

/** Sub-runs of one call, as one entry. */
function runsByCall(runs: readonly RunState[]): RunsEntry[] {
  const groups = new Map<string, RunsEntry>();
  for (const run of runs) {
    if (!run.parent) continue;
    const key = `${run.parent.run}:${run.parent.call}`;
    const group = groups.get(key) ?? { kind: 'runs', at: run.startedAt, key, runs: [] };
    group.runs.push(run);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function isOfScoping(state: MissionState, run: RunState): boolean {
  return run.parent !== null && state.runs[run.parent.run]?.role === 'orchestrator';
}

/** The ends of rounds and milestones alone; the log of Mission Control tells the rest. */
function milestonesOf(log: readonly LogLine[]): ToldEntry[] {
  return log.flatMap((line): ToldEntry[] => {
    const isEnd = line.depth === 0 && (line.mark === 'bad' || line.mark === 'good');
    return isEnd && /^(Round|Milestone) /.test(line.text) ? [{ kind: 'told', at: line.at, line }] : [];
  });
}

/**
 * What was said, asked and looked into, and what came of it, oldest first; the goal stands before it. Runs that carry the
 * plan out are shown by Mission Control, not here.
 */
export function conversationEntries(state: MissionState, log: readonly LogLine[]): ConversationEntry[] {
  const queued = queuedLines(state);
  const said = state.chat.map((line): SaidEntry => ({ kind: 'said', at: line.at, line, isQueued: queued.has(line) }));
  const answered = Object.values(state.asks).flatMap((ask): AnsweredEntry[] =>
    ask.answers === null ? [] : [{ kind: 'answered', at: ask.askedAt, ask }],
  );
  const runs = runsByCall(Object.values(state.runs).filter((run) => isOfScoping(state, run)));
  return [...said, ...answered, ...runs, ...milestonesOf(log)].sort((left, right) => left.at - right.at);
}

/** When work began: what was said before is planning. Null while it has not begun. */
export function workBegan(state: MissionState): number | null {
  const first = Object.values(state.runs).find(({ role }) => role === 'worker');
  return first?.startedAt ?? null;
}

/** Questions without an answer, oldest first. */
export function openAsks(state: MissionState): AskState[] {
  return Object.values(state.asks)
    .filter(({ answers }) => answers === null)
    .sort((left, right) => left.askedAt - right.askedAt);
}
