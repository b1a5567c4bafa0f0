import type { JSX } from 'preact';
import type { RunState } from '../../src/mission/state.ts';
import { callText } from '../../src/wording/callText.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { Icon } from '../shared/icon.tsx';
import type { LivePiece } from '../shared/missionStore.ts';

const shownPieces = 12;
const saidCharacters = 400;
const outputCharacters = 240;

/** `browser_click` → `Browser click`. */
function verb(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function Piece({ piece }: LivePiece): JSX.Element {
  switch (piece.kind) {
    case 'text':
      return (
        <li>
          <Icon icon="comment" />
          <span class="say muted">{oneLine(piece.text.slice(-saidCharacters))}</span>
        </li>
      );
    case 'call': {
      const text = callText(piece.name, piece.summary);
      return (
        <li>
          <Icon icon="play" />
          <span class="verb">{verb(piece.name)}</span>
          <span class="cut" title={text}>
            {text.slice(piece.name.length).trim()}
          </span>
        </li>
      );
    }
    case 'output':
      return (
        <li>
          <Icon icon="terminal" />
          <span class="say muted mono">{oneLine(piece.text.slice(-outputCharacters))}</span>
        </li>
      );
  }
}

/** What a run says and does at the moment; silent for screen readers, who hear its end. */
export function LiveFeed({ pieces, run }: { pieces: readonly LivePiece[]; run: RunState }): JSX.Element {
  const shown = pieces.slice(-shownPieces);
  return (
    <>
      <h3 class="visually-hidden">Live activity of run {run.run}</h3>
      {shown.length === 0 ? (
        <p class="muted">What run {run.run} does from now on is shown here.</p>
      ) : (
        <ol class="feed" aria-live="off">
          {shown.map((entry, place) => (
            <Piece key={pieces.length - shown.length + place} {...entry} />
          ))}
        </ol>
      )}
    </>
  );
}
