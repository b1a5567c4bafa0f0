import type { JSX } from 'preact';
import type { LogLine } from '../../src/protocol/toWebview.ts';
import { clockFigure, clockWithSeconds } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { markSigns } from '../shared/signs.ts';

interface LogRowsProps {
  /** Newest first. */
  lines: readonly LogLine[];
  now: number;
  hasSeconds?: boolean;
}

/** Lines of the progress log, two rows of text each. */
export function LogRows({ lines, now, hasSeconds = false }: LogRowsProps): JSX.Element {
  return (
    <ol class={`log${hasSeconds ? ' long' : ''}`}>
      {lines.map((line, place) => {
        const { icon, tone, word } = markSigns[line.mark];
        return (
          <li key={`${line.seq}/${lines.length - place}`} class={`depth${line.depth}`}>
            <time class="small muted" dateTime={new Date(line.at).toISOString()}>
              {hasSeconds ? clockWithSeconds(line.at) : clockFigure(line.at, now)}
            </time>
            <Icon icon={icon} tone={tone} />
            <span class="clamp2" title={line.text}>
              <span class="visually-hidden">{word}: </span>
              {line.text}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
