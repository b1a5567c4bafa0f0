import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { totalTokens } from '../../src/mission/budget.ts';
import { isRunning } from '../../src/mission/scope.ts';
import type { EvidenceState, MissionState, RunState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { roleNames } from '../../src/wording/words.ts';
import { Button } from '../shared/controls/button.tsx';
import { durationFigure, shareFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords, runMs } from '../shared/metrics.ts';
import { moveFocus } from '../shared/rovingFocus.ts';
import { roleIcons, runSign } from '../shared/signs.ts';
import { topRun } from '../shared/stateLine.ts';
import { EvidencePicture } from './evidencePicture.tsx';
import { LiveFeed } from './liveFeed.tsx';
import { modelWithEffort } from './modelWords.ts';
import { useNavigation } from './navigation.ts';
import { runSubject } from './runWords.ts';
import type { View } from './view.ts';

function Facts({ run, view }: { run: RunState; view: View }): JSX.Element {
  const { state, window, now } = view;
  const { usage } = run;
  const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return (
    <div class="facts">
      <span>
        <b>{runSubject(state, run)}</b>
      </span>
      <span>{modelWithEffort(run.choice, window)}</span>
      <span>
        <b>{durationFigure(runMs(state, run, now))}</b>
      </span>
      <span>
        {tokenFigure(totalTokens(usage))} tokens{read > 0 && `, ${shareFigure(usage.cacheReadTokens, read)} cached`}
      </span>
      <span>
        <b>{costWords(usage)}</b>
      </span>
    </div>
  );
}

/** What a sub-run has come to, in its own measure. */
function progress(state: MissionState, { subject, run }: RunState): string {
  if (subject.kind !== 'flow') return '';
  const round = state.milestones[subject.milestone]?.rounds.find((candidate) => candidate.round === subject.round);
  const reported = subject.assertions.filter((id) => round?.flows[id]?.run === run).length;
  return `${reported} of ${subject.assertions.length}`;
}

interface SubRunsProps {
  runs: readonly RunState[];
  chosen: number;
  choose: (run: number) => void;
  view: View;
}

function lastWords(view: View, run: RunState): string {
  const last = view.shown.live.get(run.run)?.at(-1)?.piece;
  if (!last) return run.ended ? oneLine(run.ended.reason) : '';
  return last.kind === 'call' ? last.name : oneLine(last.text.slice(-200));
}

function SubRuns({ runs, chosen, choose, view }: SubRunsProps): JSX.Element {
  const { state, now } = view;
  return (
    <div
      class="subs"
      role="radiogroup"
      aria-label="Sub-runs"
      onKeyDown={(event) => moveFocus(event, event.currentTarget, '.row')}
    >
      {runs.map((run) => {
        const sign = runSign(run, state.pause !== null);
        const isChosen = run.run === chosen;
        return (
          <button
            key={run.run}
            type="button"
            role="radio"
            aria-checked={isChosen}
            tabIndex={isChosen ? 0 : -1}
            class={`row${isChosen ? ' selected quiet' : ''}`}
            onClick={() => choose(run.run)}
            onFocus={() => choose(run.run)}
          >
            <Icon icon={sign.icon} tone={sign.tone} isTurning={sign.isTurning ?? false} />
            <span>Run {run.run}</span>
            <span class="cut">{runSubject(state, run)}</span>
            <span class="cut muted act">{lastWords(view, run) || sign.word}</span>
            <span class="num">{progress(state, run)}</span>
            <span class="num muted">{durationFigure(runMs(state, run, now))}</span>
          </button>
        );
      })}
    </div>
  );
}

/** Assertions that the run is there to make true or to try. */
function mustHold(state: MissionState, { subject }: RunState): string[] {
  const ids =
    subject.kind === 'flow'
      ? subject.assertions
      : subject.kind === 'attempt'
        ? (state.features[subject.feature]?.text.claims ?? [])
        : [];
  return ids.flatMap((id) => {
    const text = state.assertions[id]?.text;
    return text ? [`${id} ${oneLine(text.title)}`] : [];
  });
}

function newestPicture(state: MissionState, run: RunState): EvidenceState | null {
  const pictures = Object.values(state.evidence).filter(
    (evidence) => evidence.run === run.run && evidence.kind === 'screenshot',
  );
  return pictures.at(-1) ?? null;
}

function Live({ run, view }: { run: RunState; view: View }): JSX.Element {
  const { visit } = useNavigation();
  const picture = newestPicture(view.state, run);
  const held = mustHold(view.state, run);
  return (
    <div class={picture ? 'live' : 'live alone'}>
      <div>
        <LiveFeed pieces={view.shown.live.get(run.run) ?? []} run={run} />
        {held.length > 0 && (
          <details class="disc must" open>
            <summary>
              <Icon icon="chevron-right" />
              Must hold
            </summary>
            <ul>
              {held.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {picture && (
        <EvidencePicture evidence={picture} onOpen={() => visit({ kind: 'evidence', evidence: picture.evidence })} />
      )}
    </div>
  );
}

/** The run at work, its sub-runs, what it does at the moment, and what must hold at its end. */
export function ActiveRun({ view }: { view: View }): JSX.Element | null {
  const [wanted, choose] = useState<number | null>(null);
  const { go } = useNavigation();
  const { state } = view;
  const run = topRun(state);
  if (!run) return null;
  const subs = Object.values(state.runs).filter(({ parent, ended }) => parent?.run === run.run && ended === null);
  const chosen = subs.find((sub) => sub.run === wanted) ?? subs[0] ?? run;
  return (
    <section class="block">
      <div class="block-head">
        <h2>{isRunning(state) ? 'Active run' : 'Run kept open'}</h2>
        <span class="cell">
          <Icon icon={roleIcons[run.role]} />
          Run {run.run}, {roleNames[run.role].toLowerCase()}
        </span>
        <span class="end">
          <Button compact onPress={() => go({ tab: 'runs', open: String(chosen.run) })}>
            Open transcript
          </Button>
        </span>
      </div>
      <Facts run={run} view={view} />
      {subs.length > 0 && <SubRuns runs={subs} chosen={chosen.run} choose={choose} view={view} />}
      <Live run={chosen} view={view} />
    </section>
  );
}
