import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { oneLine } from '../../src/wording/oneLine.ts';
import { act, show } from '../shared/ask.ts';
import { Button, IconButton } from '../shared/controls/button.tsx';
import { cutInMiddle } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costMetric, metrics } from '../shared/metrics.ts';
import type { CostMetric, Metric } from '../shared/metrics.ts';
import { MoreMenu } from '../shared/controls/moreMenu.tsx';
import type { MenuEntry } from '../shared/controls/moreMenu.tsx';
import { spine } from '../shared/spine.ts';
import type { SpinePart } from '../shared/spine.ts';
import { StateBlock } from '../shared/stateBlock.tsx';
import { stateLine, topRun } from '../shared/stateLine.ts';
import { hasEnded } from './ended.ts';
import { useNavigation } from './navigation.ts';
import { VerdictBar } from './verdictBar.tsx';
import type { View } from './view.ts';

const branchCharacters = 60;
/** The bar ends at 116 % of the budget, so that an overrun fits. */
const barEnd = 1.16;

interface BandsProps {
  view: View;
  isKilling: boolean;
  askToKill: (isAsking: boolean) => void;
}

function menuEntries({ state }: View): MenuEntry[] {
  const entries: MenuEntry[] = [{ label: 'Open chat', onPress: () => show({ kind: 'chat' }) }];
  if (state.head !== null) entries.push({ label: 'Review changes', onPress: () => show({ kind: 'missionChanges' }) });
  if (hasEnded(state)) entries.push({ label: 'Open report', onPress: () => show({ kind: 'report' }) });
  return [...entries, { label: 'Open settings', onPress: () => show({ kind: 'settings', query: 'longhaul' }) }];
}

/** A mission that ended has a report; any other one can be talked about. */
function ChatOrReport({ view: { state, isViewer } }: Pick<BandsProps, 'view'>): JSX.Element {
  if (hasEnded(state))
    return (
      <Button icon="file" onPress={() => show({ kind: 'report' })}>
        Open report
      </Button>
    );
  return (
    <Button icon="edit" title="Talk to the orchestrator about the scope (R)" onPress={() => show({ kind: 'chat' })}>
      {state.phase === 'running' && !isViewer ? 'Re-scope…' : 'Open chat'}
    </Button>
  );
}

function Controls({ view, askToKill }: Pick<BandsProps, 'view' | 'askToKill'>): JSX.Element {
  const { state, isViewer } = view;
  const isPaused = state.pause?.until === null;
  const run = topRun(state);
  const isOver = hasEnded(state);
  return (
    <div class="btns" role="toolbar" aria-label="Mission">
      {!isOver && !isViewer && (
        <Button
          icon={isPaused ? 'debug-continue' : 'debug-pause'}
          title={isPaused ? 'Resume (P)' : 'Pause (P)'}
          onPress={() => void act({ kind: isPaused ? 'resume' : 'pause' })}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {run !== null && run.role !== 'orchestrator' && !isViewer && (
        <Button icon="debug-stop" title="Kill run (K)" onPress={() => askToKill(true)}>
          Kill run…
        </Button>
      )}
      <ChatOrReport view={view} />
      <IconButton
        icon="folder-opened"
        label="Open mission directory"
        onPress={() => show({ kind: 'missionDirectory' })}
      />
      <MoreMenu entries={menuEntries(view)} />
    </div>
  );
}

/** Asks before a run is killed; the way back has the focus. */
function KillQuestion({ view, askToKill }: Pick<BandsProps, 'view' | 'askToKill'>): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  const run = topRun(view.state);
  useLayoutEffect(() => box.current?.focus(), []);
  if (!run) return null;
  const kill = (): void => {
    askToKill(false);
    void act({ kind: 'killRun', run: run.run });
  };
  return (
    <div
      class="callout failed question"
      role="group"
      aria-label={`Kill run ${run.run}?`}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape') askToKill(false);
      }}
    >
      <p>
        <b class="strong">Kill run {run.run}?</b> It ends without its result, and the orchestrator decides how to go on.
      </p>
      <div class="btns">
        <Button compact onPress={kill}>
          Kill run {run.run}
        </Button>
        <Button compact onPress={() => askToKill(false)}>
          Let it run
        </Button>
      </div>
    </div>
  );
}

function MetricFigure({ metric }: { metric: Metric }): JSX.Element {
  return (
    <div class="metric">
      <dt>{metric.name}</dt>
      <dd>
        <div class="v">
          {metric.value} {metric.of !== '' && <small>{metric.of}</small>}
        </div>
        <div class="d">{metric.detail}</div>
      </dd>
    </div>
  );
}

function BudgetBar({ bar }: { bar: NonNullable<CostMetric['bar']> }): JSX.Element {
  const at = (share: number): string => `${Math.min(100, (share / barEnd) * 100)}%`;
  return (
    <div class="budget" role="img" aria-label={bar.sentence}>
      <span class="bar" style={{ width: at(1) }}>
        <span class="b-spent" style={{ width: `${Math.min(barEnd, bar.spent) * 100}%` }} />
      </span>
      <i class="cap" style={{ left: at(1) }} />
      {bar.low !== null && <i class="p50" style={{ left: at(bar.low) }} />}
      {bar.high !== null && <i class="p90" style={{ left: at(bar.high) }} />}
    </div>
  );
}

function CostFigure({ cost }: { cost: CostMetric }): JSX.Element {
  return (
    <div class={`metric cost${cost.bar ? '' : ' plain'}`}>
      <dt>{cost.name}</dt>
      <dd>
        <div class="v">
          {cost.value} {cost.of !== '' && <small>{cost.of}</small>}
        </div>
        {cost.bar && <BudgetBar bar={cost.bar} />}
        <div class="d">{cost.detail}</div>
      </dd>
    </div>
  );
}

/** Milestones side by side, as wide as what they hold. */
function Spine({ parts }: { parts: readonly SpinePart[] }): JSX.Element | null {
  const { go } = useNavigation();
  if (parts.length === 0) return null;
  const columns = parts.map(({ counts }) => `minmax(0, ${Math.max(2, counts.all)}fr)`).join(' ');
  return (
    <nav class="spine" aria-label="Milestones" style={{ gridTemplateColumns: columns }}>
      {parts.map(({ id, title, sign, standing, counts }) => (
        <button
          key={id}
          type="button"
          title={`${id} ${title}: ${standing}`}
          onClick={() => go({ tab: 'plan', open: id })}
        >
          <span class="l">
            <Icon icon={sign.icon} tone={sign.tone} isTurning={sign.isTurning ?? false} />
            <span class="name cut">
              {id} {oneLine(title)}
            </span>
            <span class="r">{standing}</span>
          </span>
          <VerdictBar counts={counts} />
        </button>
      ))}
    </nav>
  );
}

/** Title row, state, metrics and spine: always visible. */
export function HeaderBands({ view, isKilling, askToKill }: BandsProps): JSX.Element {
  const { state, now } = view;
  const goal = oneLine(state.goal);
  return (
    <header class="mc-head" data-region="header" tabIndex={-1}>
      <div class="mc-top">
        <div class="mc-title">
          <h1 class="cut" title={goal}>
            {goal}
          </h1>
          {state.branch !== null && (
            <span class="mono muted cut hide-narrow" title={state.branch}>
              {cutInMiddle(state.branch, branchCharacters)}
            </span>
          )}
          {state.scripted && <span class="tag">Rehearsal</span>}
        </div>
        <Controls view={view} askToKill={askToKill} />
      </div>
      {isKilling && <KillQuestion view={view} askToKill={askToKill} />}
      <div class="mc-main">
        <StateBlock line={stateLine(state, now)} />
        <dl class="metrics">
          {metrics(state, now).map((metric) => (
            <MetricFigure key={metric.name} metric={metric} />
          ))}
          <CostFigure cost={costMetric(state)} />
        </dl>
      </div>
      <Spine parts={spine(state)} />
    </header>
  );
}
