import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { roleNames } from '../../src/wording/words.ts';
import { clockFigure, clockWithSeconds } from '../shared/figures.ts';
import { useNavigation } from './navigation.ts';
import { runOutcome, runSubject } from './runWords.ts';
import { lanesOf, spansOf, ticksBetween } from './timelineLanes.ts';
import type { Bar, Lane } from './timelineLanes.ts';
import type { View } from './view.ts';

const labelWidth = 92;
const headHeight = 26;
const trackHeight = 12;
const lanePadding = 10;
const footHeight = 22;
const ticksPerPixel = 1 / 110;
const rightSpace = 12;
const minuteMs = 60_000;

/** How wide the chart may be, in pixels, so that its text keeps its size. */
function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(320, Math.floor(entry.contentRect.width)));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

interface PlacedBarProps {
  bar: Bar;
  y: number;
  x: (at: number) => number;
  view: View;
}

function PlacedBar({ bar, y, x, view }: PlacedBarProps): JSX.Element {
  const { go } = useNavigation();
  const sign = runOutcome(view.state, bar.run);
  const kind = bar.run.ended === null ? ' running' : sign.tone === 'failed' ? ' failed' : '';
  const left = x(bar.from);
  const width = Math.max(2, x(bar.to) - left - 1);
  const top = y + bar.track * trackHeight;
  const height = trackHeight - 3;
  return (
    <g class="bar-of-run" onClick={() => go({ tab: 'runs', open: String(bar.run.run) })}>
      <title>{`Run ${bar.run.run}, ${runSubject(view.state, bar.run)}: ${sign.word}`}</title>
      <rect class={`run${kind}`} x={left} y={top} width={width} height={height} />
      {kind === ' failed' && width > 8 && (
        <path class="cross" d={`M${left + width / 2 - 3} ${top + 1.5}l6 6m0 -6l-6 6`} />
      )}
    </g>
  );
}

function sentence(lanes: readonly Lane[], from: number, now: number): string {
  const roles = lanes.map(({ role, bars }) => `${roleNames[role].toLowerCase()} ${bars.length}`).join(', ');
  return `Runs by role from ${clockFigure(from, now)}: ${roles}.`;
}

/** Runs by role over time. */
export function Gantt({ view }: { view: View }): JSX.Element {
  const [element, width] = useWidth();
  const { state, now } = view;
  const isOpen = state.openRuns.length > 0 && state.pause === null;
  const end = isOpen ? now : state.at;
  const lanes = lanesOf(state, end);
  const from = Math.min(...lanes.flatMap(({ bars }) => bars.map((bar) => bar.from)));
  const x = (at: number): number =>
    labelWidth + ((at - from) / Math.max(1, end - from)) * (width - labelWidth - rightSpace);
  const tops = lanes.map((_, place) =>
    lanes
      .slice(0, place)
      .reduce((sum, { tracks }) => sum + tracks * trackHeight + lanePadding, headHeight + lanePadding / 2),
  );
  const bottom = lanes.reduce((sum, { tracks }) => sum + tracks * trackHeight + lanePadding, headHeight);
  const clock = end - from < 10 * minuteMs ? clockWithSeconds : (at: number) => clockFigure(at, at);
  const { awaySince } = view.window;
  return (
    <div ref={element}>
      <svg
        class="chart"
        role="img"
        aria-label={sentence(lanes, from, now)}
        viewBox={`0 0 ${width} ${bottom + footHeight}`}
        height={bottom + footHeight}
      >
        {spansOf(state, end).map((span) => (
          <g key={span.name}>
            <text class="t-strong" x={x(span.from)} y={11}>
              {span.name}
            </text>
            <path class="axis" d={`M${x(span.from)} 17.5H${Math.max(x(span.from) + 2, x(span.to) - 2)}`} />
          </g>
        ))}
        {ticksBetween(from, end, (width - labelWidth) * ticksPerPixel).map((at) => (
          <g key={at}>
            <path class="grid" d={`M${x(at)} ${headHeight}V${bottom}`} />
            <text x={x(at)} y={bottom + 15} text-anchor="middle">
              {clock(at)}
            </text>
          </g>
        ))}
        {lanes.map((lane, place) => {
          const top = tops[place] ?? 0;
          return (
            <g key={lane.role}>
              <text x={0} y={top + 9}>
                {roleNames[lane.role]}
              </text>
              <path
                class="grid"
                d={`M${labelWidth} ${top + lane.tracks * trackHeight + lanePadding / 2 - 2.5}H${width}`}
              />
              {lane.bars.map((bar) => (
                <PlacedBar key={bar.run.run} bar={bar} y={top} x={x} view={view} />
              ))}
            </g>
          );
        })}
        {awaySince !== null && awaySince > from && awaySince < end && (
          <path class="left" d={`M${x(awaySince)} ${headHeight}V${bottom}`} />
        )}
        {isOpen && <path class="now" d={`M${x(end)} ${headHeight - 6}V${bottom}`} />}
      </svg>
    </div>
  );
}
