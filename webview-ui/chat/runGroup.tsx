import type { JSX } from 'preact';
import type { Role } from '../../src/mission/role.ts';
import type { MissionState, RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { roleNames } from '../../src/wording/words.ts';
import { durationFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import type { LivePiece } from '../shared/missionStore.ts';
import { runSign } from '../shared/signs.ts';
import { areaOf } from '../shared/verdicts.ts';
import { callWords } from './callWords.ts';
import { Fold } from './fold.tsx';

const taskCharacters = 90;
const liveCharacters = 120;

/** What a run says or does at the moment; empty where nothing has come yet. */
export function liveText(pieces: readonly LivePiece[] | undefined): string {
  const last = pieces?.findLast(({ piece }) => piece.kind === 'call' || piece.text.trim() !== '')?.piece;
  if (!last) return '';
  if (last.kind === 'call') return oneLine(callWords(last.name, last.summary), liveCharacters);
  // The end of a text is the newest of it.
  const text = last.text.trim().split('\n').at(-1) ?? '';
  return oneLine(text, liveCharacters);
}

/** What a run is about, for a line of its own. */
function runTopic({ subject }: RunState, state: MissionState): string {
  switch (subject.kind) {
    case 'research':
    case 'readiness':
      return oneLine(subject.task, taskCharacters);
    case 'contractReview':
      return oneLine(subject.focus, taskCharacters);
    case 'featureReview':
      return `Review of ${subject.feature}`;
    case 'dismissalReview':
      return `Whether ${subject.item} may be dismissed`;
    case 'flow':
      return `${[...new Set(subject.assertions.map(areaOf))].join(', ')}, ${count(subject.assertions.length, 'assertion')}`;
    case 'attempt':
      return oneLine(`${subject.feature} ${state.features[subject.feature]?.text.title ?? ''}`, taskCharacters);
    case 'round':
      return `${subject.milestone}, round ${subject.round}`;
    case 'scoping':
      return 'Scoping';
    case 'turn':
      return 'Decides how to go on';
  }
}

interface RunLineProps {
  run: RunState;
  topic: string;
  live: string;
  now: number;
  isIdle: boolean;
}

export function RunLine({ run, topic, live, now, isIdle }: RunLineProps): JSX.Element {
  const sign = runSign(run, isIdle);
  const { ended } = run;
  const sub = ended ? (ended.outcome === 'completed' ? '' : oneLine(ended.reason)) : isIdle ? '' : live;
  return (
    <li class="runline">
      <Icon icon={sign.icon} tone={sign.tone} isTurning={sign.isTurning === true} />
      <span class="cut" title={topic}>
        <span class="visually-hidden">{sign.word}: </span>
        {topic}
      </span>
      <span class="small muted">{durationFigure((ended?.at ?? now) - run.startedAt)}</span>
      {sub !== '' && (
        <span class="sub cut" title={sub}>
          {sub}
        </span>
      )}
    </li>
  );
}

const plurals: Readonly<Record<Role, string>> = {
  orchestrator: 'orchestrators',
  researcher: 'researchers',
  scout: 'scouts',
  worker: 'workers',
  scrutiny: 'scrutinies',
  reviewer: 'reviewers',
  userTester: 'user testers',
  flowTester: 'flow testers',
};

/** `3 researchers`, `Scout`. */
function rolesTitle(runs: readonly RunState[]): string {
  const [first] = runs;
  if (!first) return '';
  return runs.length === 1 ? roleNames[first.role] : `${runs.length} ${plurals[first.role]}`;
}

function standing(runs: readonly RunState[]): string {
  const open = runs.filter(({ ended }) => ended === null).length;
  const lost = runs.filter(({ ended }) => ended !== null && ended.outcome !== 'completed').length;
  const done = runs.length - open - lost;
  const parts = [
    ...(done > 0 ? [`${done} done`] : []),
    ...(lost > 0 ? [`${lost} failed`] : []),
    ...(open > 0 ? [`${open} at work`] : []),
  ];
  return parts.join(', ');
}

interface RunGroupProps {
  name: string;
  runs: RunState[];
  state: MissionState;
  live: Map<number, LivePiece[]>;
  now: number;
}

/** Runs that were started side by side: open while one of them works. */
export function RunGroup({ name, runs, state, live, now }: RunGroupProps): JSX.Element {
  const isOpen = runs.some(({ ended }) => ended === null);
  const isIdle = state.pause !== null;
  return (
    <Fold
      key={isOpen ? 'open' : 'done'}
      name={`runs.${name}.${isOpen ? 'open' : 'done'}`}
      class="group"
      isOpen={isOpen}
      title={<span class="strong">{rolesTitle(runs)}</span>}
      end={standing(runs)}
    >
      <ul class="runs" aria-live="off">
        {runs.map((run) => (
          <RunLine
            key={run.run}
            run={run}
            topic={runTopic(run, state)}
            live={liveText(live.get(run.run))}
            now={now}
            isIdle={isIdle}
          />
        ))}
      </ul>
    </Fold>
  );
}

interface ActiveRunProps {
  run: RunState;
  state: MissionState;
  live: Map<number, LivePiece[]>;
  now: number;
}

/** The run that holds the turn, with its sub-runs. */
export function ActiveRun({ run, state, live, now }: ActiveRunProps): JSX.Element {
  const subs = state.openRuns.flatMap((open) => {
    const sub = state.runs[open];
    return sub?.parent?.run === run.run ? [sub] : [];
  });
  const isIdle = state.pause !== null;
  const lines = subs.length === 0 ? [run] : subs;
  return (
    <Fold
      name="activeRun"
      class="group"
      isOpen
      title={
        <span class="strong">
          Run {run.run}, {roleNames[run.role].toLowerCase()}
        </span>
      }
      end={durationFigure(now - run.startedAt)}
    >
      <ul class="runs" aria-live="off">
        {lines.map((line) => (
          <RunLine
            key={line.run}
            run={line}
            topic={
              subs.length === 0
                ? runTopic(line, state)
                : `${roleNames[line.role]} ${line.run}: ${runTopic(line, state)}`
            }
            live={liveText(live.get(line.run))}
            now={now}
            isIdle={isIdle}
          />
        ))}
      </ul>
    </Fold>
  );
}
