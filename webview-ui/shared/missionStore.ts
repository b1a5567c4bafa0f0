import { applyEvent } from '../../src/mission/fold/applyEvent.ts';
import type { MissionState } from '../../src/mission/state.ts';
import type { ActivityPiece, LogLine, Ownership, ToWebview, WindowState } from '../../src/protocol/toWebview.ts';

const keptPieces = 200;
const keptLines = 2000;

export interface LivePiece {
  at: number;
  piece: ActivityPiece;
}

/** What a page shows. `state` changes in place; `version` counts the changes. */
export interface Shown {
  version: number;
  window: WindowState | null;
  state: MissionState | null;
  log: LogLine[];
  ownership: Ownership;
  directory: string;
  /** What runs say and do at the moment, by run, newest last; gone with the page. */
  live: Map<number, LivePiece[]>;
}

export function nothingShown(): Shown {
  return { version: 0, window: null, state: null, log: [], ownership: 'owner', directory: '', live: new Map() };
}

function keepPiece(shown: Shown, run: number, piece: LivePiece): void {
  const pieces = shown.live.get(run) ?? [];
  const last = pieces.at(-1);
  // Text comes in bits: what belongs together is one piece.
  if (last && last.piece.kind === piece.piece.kind && last.piece.kind !== 'call' && piece.piece.kind !== 'call')
    last.piece = { kind: last.piece.kind, text: last.piece.text + piece.piece.text };
  else pieces.push(piece);
  shown.live.set(run, pieces.slice(-keptPieces));
}

function takeSnapshot(shown: Shown, { snapshot, window }: Extract<ToWebview, { kind: 'snapshot' }>): void {
  shown.window = window;
  shown.state = snapshot?.state ?? null;
  shown.log = snapshot?.log ?? [];
  shown.ownership = snapshot?.ownership ?? 'owner';
  shown.directory = snapshot?.directory ?? '';
  shown.live.clear();
}

function takeEvent(shown: Shown, { event, lines }: Extract<ToWebview, { kind: 'event' }>): boolean {
  if (!shown.state || event.seq <= shown.state.seq) return true;
  if (event.seq !== shown.state.seq + 1) return false;
  applyEvent(shown.state, event);
  shown.log = [...shown.log, ...lines].slice(-keptLines);
  if (event.body.type === 'runEnded') shown.live.delete(event.body.run);
  return true;
}

/** Takes a message of the host in, in place. An event out of order asks for a new snapshot by giving false. */
export function take(shown: Shown, message: ToWebview): boolean {
  shown.version += 1;
  switch (message.kind) {
    case 'snapshot':
      takeSnapshot(shown, message);
      return true;
    case 'event':
      return takeEvent(shown, message);
    case 'activity':
      keepPiece(shown, message.run, { at: message.at, piece: message.piece });
      return true;
    case 'window':
      shown.window = message.window;
      return true;
    case 'ownership':
      shown.ownership = message.ownership;
      return true;
    case 'reveal':
    case 'compose':
    case 'reply':
      return true;
  }
}
