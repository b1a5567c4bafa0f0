import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { liveAssertions } from '../../src/mission/plan.ts';
import { isRunning } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { Button, IconButton } from '../shared/controls/button.tsx';
import { durationFigure, moneyFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords, workedMs } from '../shared/metrics.ts';
import { stateLine } from '../shared/stateLine.ts';
import { countVerdicts, verdictSentence } from '../shared/verdicts.ts';
import type { VerdictCounts } from '../shared/verdicts.ts';
import { hasEnded, missionMenu } from './missionMenu.ts';
import type { Doubt } from './missionMenu.ts';
import { MoreMenu } from '../shared/controls/moreMenu.tsx';
import { PhaseStepper } from './phaseStepper.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';
import type { Press } from './usePress.ts';

interface HeaderProps {
  state: MissionState;
  now: number;
  isViewer: boolean;
  /** What went wrong in the window; null where nothing did. */
  notice: string | null;
}

interface DoubtBoxProps {
  doubt: Doubt;
  press: Press;
  onDone: () => void;
}

function DoubtBox({ doubt, press, onDone }: DoubtBoxProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), [doubt]);
  const go = async (): Promise<void> => {
    if (await press.act(doubt.action)) onDone();
  };
  return (
    <div
      class="callout failed doubt"
      role="group"
      aria-label={doubt.label}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <p>{doubt.question}</p>
      <div class="btns">
        <Button compact isDisabled={press.isBusy} onPress={() => void go()}>
          {doubt.label}
        </Button>
        <Button compact onPress={onDone}>
          Go back
        </Button>
      </div>
    </div>
  );
}

function TitleRow({ state }: HeaderProps): JSX.Element {
  const press = usePress();
  const [doubt, setDoubt] = useState<Doubt | null>(null);
  const isPaused = state.pause !== null && state.pause.until === null;
  const title = oneLine(state.goal);
  return (
    <>
      <div class="t">
        <h1 class="cut" title={title}>
          {title}
        </h1>
        <IconButton
          compact
          icon="dashboard"
          label="Open Mission Control"
          onPress={() => void press.show({ kind: 'missionControl', target: null })}
        />
        {!hasEnded(state) && (
          <IconButton
            compact
            icon={isPaused ? 'debug-continue' : 'debug-pause'}
            label={isPaused ? 'Resume mission' : 'Pause mission'}
            isDisabled={press.isBusy}
            onPress={() => void press.act({ kind: isPaused ? 'resume' : 'pause' })}
          />
        )}
        <MoreMenu entries={missionMenu(state, press, setDoubt)} />
      </div>
      {doubt && <DoubtBox doubt={doubt} press={press} onDone={() => setDoubt(null)} />}
      <Problem text={press.problem} />
    </>
  );
}

function VerdictBar({ counts }: { counts: VerdictCounts }): JSX.Element {
  const shown = ['passed', 'failed', 'blocked', 'stale'] as const;
  return (
    <span class="bar" role="img" aria-label={verdictSentence(counts)}>
      {shown.map(
        (verdict) =>
          counts[verdict] > 0 && (
            <span key={verdict} class={`b-${verdict}`} style={{ width: `${(counts[verdict] / counts.all) * 100}%` }} />
          ),
      )}
    </span>
  );
}

function Progress({ state, now }: HeaderProps): JSX.Element {
  const counts = countVerdicts(liveAssertions(state));
  const budget = state.budgets.mission.microDollars;
  const figures = [
    { name: 'Passed', value: `${counts.passed + counts.accepted} of ${counts.all}` },
    { name: 'Time', value: durationFigure(workedMs(state, now)) },
    {
      name: 'Cost',
      value: `${costWords(state.usage)}${budget === null ? '' : ` of ${moneyFigure(budget).replace(/\.00$/, '')}`}`,
    },
  ];
  return (
    <>
      <div class="bar-row">
        <VerdictBar counts={counts} />
      </div>
      <dl class="mini">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function StateRows({ state, now }: HeaderProps): JSX.Element {
  const { icon, tone, isTurning, word, reason, next } = stateLine(state, now);
  return (
    <>
      <p class="phase-line state-words" role="status">
        <Icon icon={icon} tone={tone} isTurning={isTurning} />
        <span>
          <b class="strong">{word}</b> {reason}
        </span>
      </p>
      {next !== '' && <p class="small muted next">Next: {next}</p>}
    </>
  );
}

function Callouts({ isViewer, notice }: HeaderProps): JSX.Element {
  return (
    <>
      {notice !== null && (
        <div class="callout banner" role="status">
          {notice}
        </div>
      )}
      {isViewer && (
        <div class="callout running banner" role="status">
          Another window carries this mission. Act there; when it is closed, this window takes over.
        </div>
      )}
    </>
  );
}

/** Mission, state, what comes next, progress: always in sight. */
export function MissionHeader(props: HeaderProps): JSX.Element {
  const { state } = props;
  const isPlanning = state.phase === 'scoping' || state.phase === 'awaitingApproval';
  const showsState = state.phase !== 'scoping' || state.pause !== null;
  return (
    <header class="sp-head" data-region tabIndex={-1} aria-label="Mission">
      <TitleRow {...props} />
      {isPlanning && <PhaseStepper state={state} isWorking={isRunning(state)} />}
      {showsState ? <StateRows {...props} /> : <ScopingStatus {...props} />}
      {!isPlanning && <Progress {...props} />}
      <Callouts {...props} />
    </header>
  );
}

/** The phases say where scoping is; what it does is said to screen readers alone. */
function ScopingStatus({ state, now }: HeaderProps): JSX.Element {
  const { word, reason } = stateLine(state, now);
  return (
    <p class="visually-hidden" role="status">
      {word}: {reason}
    </p>
  );
}
