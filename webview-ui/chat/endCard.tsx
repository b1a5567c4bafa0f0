import type { JSX } from 'preact';
import { totalTokens } from '../../src/mission/budget.ts';
import { liveAssertions, liveFeatures } from '../../src/mission/plan.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { shortCommit } from '../../src/wording/words.ts';
import { Button } from '../shared/controls/button.tsx';
import { durationFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords } from '../shared/metrics.ts';
import { countVerdicts, verdictSentence } from '../shared/verdicts.ts';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

const words = {
  completed: { icon: 'pass', tone: 'passed', title: 'Mission completed' },
  completedWithExceptions: { icon: 'warning', tone: 'attention', title: 'Completed with exceptions' },
  abandoned: { icon: 'circle-slash', tone: 'pending', title: 'Mission ended by you' },
} as const;

function figures(state: MissionState): [string, string][] {
  const sealed = Object.values(state.milestones).filter(({ sealedAt }) => sealedAt !== null).length;
  const rounds = Object.values(state.milestones).reduce((sum, milestone) => sum + milestone.rounds.length, 0);
  const features = liveFeatures(state);
  const done = features.filter(({ status }) => status === 'done').length;
  return [
    ['Contract', verdictSentence(countVerdicts(liveAssertions(state)))],
    ['Features', `${done} of ${features.length} done`],
    ['Milestones', `${sealed} of ${state.milestoneOrder.length} sealed, ${count(rounds, 'round')}`],
    ['Runs', String(state.runCount)],
    ['Time', durationFigure(state.activeMs)],
    ['Tokens', tokenFigure(totalTokens(state.usage))],
    ['Cost', state.scripted ? 'free: a scripted rehearsal' : costWords(state.usage)],
  ];
}

function Exceptions({ state }: { state: MissionState }): JSX.Element | null {
  const accepted = liveAssertions(state).flatMap(({ text, overridden }) =>
    overridden === null ? [] : [`${text.id} as it is: ${overridden}`],
  );
  const dismissed = Object.values(state.items).flatMap(({ item, fate }) =>
    fate?.fate === 'dismiss' && fate.agreedBy === 'user' ? [`${item}: ${fate.reason}`] : [],
  );
  const all = [...accepted, ...dismissed];
  if (all.length === 0) return null;
  return (
    <div class="in">
      <h3>You accepted</h3>
      <ul class="lines">
        {all.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

function Merge({ state: { branch, baseBranch, head } }: { state: MissionState }): JSX.Element | null {
  if (branch === null) return null;
  const command = `git switch ${baseBranch} && git merge ${branch}`;
  return (
    <div class="in">
      <p>
        The work is on <code>{branch}</code>
        {head !== null && (
          <>
            {' '}
            at <code>{shortCommit(head)}</code>
          </>
        )}
        . Nothing was pushed. Read the changes, then merge:
      </p>
      <pre class="command" tabIndex={0} aria-label="Command that merges the branch">
        {command}
      </pre>
    </div>
  );
}

/** What a mission that has ended came to, and what to do with its branch. */
export function EndCard({ state }: { state: MissionState }): JSX.Element | null {
  const press = usePress();
  const { phase } = state;
  if (phase !== 'completed' && phase !== 'completedWithExceptions' && phase !== 'abandoned') return null;
  const { icon, tone, title } = words[phase];
  return (
    <section class="card" aria-labelledby="end-heading">
      <header>
        <Icon icon={icon} tone={tone} />
        <h2 id="end-heading">{title}</h2>
      </header>
      <div class="in">
        <dl class="kv">
          {figures(state).map(([name, value]) => (
            <>
              <dt key={name}>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
      <Exceptions state={state} />
      <Merge state={state} />
      <footer>
        <Problem text={press.problem} />
        <div class="btns">
          {state.head !== null && (
            <Button primary onPress={() => void press.show({ kind: 'missionChanges' })}>
              Review changes
            </Button>
          )}
          <Button onPress={() => void press.show({ kind: 'report' })}>Open report</Button>
          <Button onPress={() => void press.act({ kind: 'closeMission' })}>New mission</Button>
        </div>
      </footer>
    </section>
  );
}
