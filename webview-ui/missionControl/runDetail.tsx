import type { JSX } from 'preact';
import { totalTokens } from '../../src/mission/budget.ts';
import type { RunState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { roleNames } from '../../src/wording/words.ts';
import { show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { clockFigure, durationFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords, runMs, tokenSplit } from '../shared/metrics.ts';
import { roleIcons } from '../shared/signs.ts';
import { Block } from './block.tsx';
import { Handoff } from './handoff.tsx';
import { modelWithEffort } from './modelWords.ts';
import { useNavigation } from './navigation.ts';
import { runOutcome, runSubject } from './runWords.ts';
import { SignCell } from './signCell.tsx';
import { Transcript } from './transcript.tsx';
import type { View } from './view.ts';

function Facts({ run, view }: { run: RunState; view: View }): JSX.Element {
  const { go } = useNavigation();
  const { state, window, now } = view;
  const { usage, ended, parent } = run;
  const subs = Object.values(state.runs).filter((sub) => sub.parent?.run === run.run);
  const rows: [string, JSX.Element | string][] = [
    ['Outcome', ended && ended.reason !== '' ? oneLine(ended.reason) : runOutcome(state, run).word],
    ['Model', modelWithEffort(run.choice, window)],
    ['Time', `${durationFigure(runMs(state, run, now))}, started ${clockFigure(run.startedAt, now)}`],
    ['Tokens', `${tokenFigure(totalTokens(usage))}: ${tokenSplit(usage)}`],
    ['Cost', `${costWords(usage)}, ${count(usage.calls, 'model call')}`],
  ];
  if (ended) rows.push(['Work', `${count(ended.turns, 'turn')}, ${count(ended.toolCalls, 'tool call')}`]);
  const link = (number: number): JSX.Element => (
    <LinkButton key={number} onPress={() => go({ tab: 'runs', open: String(number) })}>
      Run {number}
    </LinkButton>
  );
  if (parent) rows.push(['Started by', link(parent.run)]);
  if (subs.length > 0) rows.push(['Sub-runs', <span class="links-row">{subs.map((sub) => link(sub.run))}</span>]);
  return (
    <dl class="kv">
      {rows.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One run: what it was for, what it took, its handoff and everything it saw and said. */
export function RunDetail({ run, view }: { run: RunState; view: View }): JSX.Element {
  const { go } = useNavigation();
  const { subject } = run;
  const feature = subject.kind === 'attempt' ? view.state.features[subject.feature] : undefined;
  const attempt = feature?.attempts.find((candidate) => candidate.run === run.run);
  return (
    <>
      <section class="block">
        <div class="block-head">
          <Button
            compact
            icon="arrow-left"
            title="Back to all runs (Esc)"
            onPress={() => go({ tab: 'runs', open: null })}
          >
            All runs
          </Button>
          <h2>
            <span class="cell">
              <Icon icon={roleIcons[run.role]} />
              Run {run.run}, {roleNames[run.role].toLowerCase()}
            </span>
          </h2>
          <SignCell sign={runOutcome(view.state, run)} />
          {attempt?.handoff && (
            <span class="end">
              <Button compact onPress={() => show({ kind: 'handoff', run: run.run })}>
                Open handoff
              </Button>
            </span>
          )}
        </div>
        <h3 class="lead">{runSubject(view.state, run)}</h3>
        <Facts run={run} view={view} />
      </section>
      {attempt?.handoff && <Handoff handoff={attempt.handoff} attempt={attempt} />}
      <Block title="Transcript">
        <Transcript run={run} view={view} />
      </Block>
    </>
  );
}
