import { applyEvent } from '../../mission/fold/applyEvent.ts';
import type { MissionEvent } from '../../mission/events/event.ts';
import { emptyState } from '../../mission/state.ts';
import type { MissionState } from '../../mission/state.ts';
import type { LogLine } from '../../protocol/toWebview.ts';
import type { Mission } from '../../runner/missions.ts';
import { eventLines } from '../../wording/eventLines.ts';

const keptLines = 2000;

/** The mission of a window: its state, folded here from its events, and what the log says of them. */
export class CurrentMission {
  readonly id: string;
  /** Null where another process carries the mission, or nobody need any more. */
  mission: Mission | null;
  readonly state: MissionState = emptyState();
  log: LogLine[] = [];

  constructor(id: string, mission: Mission | null) {
    this.id = id;
    this.mission = mission;
  }

  /** Takes events in that follow the last one; gives each with its lines. */
  take(events: readonly MissionEvent[]): { event: MissionEvent; lines: LogLine[] }[] {
    const taken: { event: MissionEvent; lines: LogLine[] }[] = [];
    for (const event of events) {
      if (event.seq !== this.state.seq + 1) continue;
      applyEvent(this.state, event);
      const lines = eventLines(event, this.state).map((line) => ({ ...line, seq: event.seq, at: event.at }));
      this.log.push(...lines);
      taken.push({ event, lines });
    }
    if (this.log.length > 2 * keptLines) this.log = this.log.slice(-keptLines);
    return taken;
  }

  get newestLines(): LogLine[] {
    return this.log.slice(-keptLines);
  }

  get hasEnded(): boolean {
    return hasEnded(this.state);
  }
}

export function hasEnded({ phase }: MissionState): boolean {
  return phase === 'completed' || phase === 'completedWithExceptions' || phase === 'abandoned';
}
