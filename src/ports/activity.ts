/** Live text and output of a run. Not durable: only the live view reads it. */
export interface Activity {
  tell(run: number, piece: ActivityPiece): void;
}

export type ActivityPiece =
  { kind: 'text'; text: string } | { kind: 'call'; name: string; summary: string } | { kind: 'output'; text: string };
