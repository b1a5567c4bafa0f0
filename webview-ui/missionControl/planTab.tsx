import type { JSX } from 'preact';
import { featuresOf } from '../../src/mission/scope.ts';
import type { GateResult } from '../../src/mission/artefacts/reports.ts';
import type { MilestoneState, RoundState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { shortCommit } from '../../src/wording/words.ts';
import { show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { spine } from '../shared/spine.ts';
import { assertionsOfMilestone, countVerdicts, verdictSentence } from '../shared/verdicts.ts';
import type { Sign } from '../shared/verdicts.ts';
import { Block } from './block.tsx';
import { FeatureDetail } from './featureDetail.tsx';
import { useNavigation } from './navigation.ts';
import { PlanCount } from './planRail.tsx';
import { PlanTree } from './planTree.tsx';
import { validatorRun } from './planRows.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

type Judgement = { passed: boolean; reasons: string[] } | null;

function judgementWords(judgement: Judgement): string {
  if (!judgement) return 'not judged';
  return judgement.passed ? 'passed' : `failed: ${oneLine(judgement.reasons.join('; '), 300)}`;
}

function roundSign({ closed }: RoundState): Sign {
  switch (closed) {
    case 'passed':
      return { icon: 'pass', tone: 'passed', word: 'Passed' };
    case 'failed':
      return { icon: 'error', tone: 'failed', word: 'Failed' };
    case 'superseded':
      return { icon: 'debug-step-over', word: 'Overtaken by new work' };
    case null:
      return { icon: 'sync', tone: 'running', word: 'Checking' };
  }
}

function Gate({ gate }: { gate: GateResult }): JSX.Element {
  const { name, holds, why, output } = gate;
  return (
    <div>
      <dt>Gate {name}</dt>
      <dd>
        {holds ? 'holds' : 'fails'}: {oneLine(why)}{' '}
        {output !== null && (
          <LinkButton
            label={`Output of gate ${name}`}
            onPress={() => show({ kind: 'output', blob: output, title: `Gate ${name}` })}
          >
            Output
          </LinkButton>
        )}
      </dd>
    </div>
  );
}

function Round({ round, view: { state } }: { round: RoundState; view: View }): JSX.Element {
  const { go } = useNavigation();
  const sign = roundSign(round);
  const { features, assertions } = round.scope;
  const validators = [
    { name: 'Scrutiny', judgement: round.scrutiny, run: validatorRun(state, round, 'scrutiny') },
    { name: 'User testing', judgement: round.testing, run: validatorRun(state, round, 'userTester') },
  ];
  return (
    <li>
      <h3>
        <SignCell sign={sign}>
          Round {round.round}: {sign.word.toLowerCase()}
        </SignCell>
      </h3>
      <dl class="kv">
        {validators.map(({ name, judgement, run }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {judgementWords(judgement)}{' '}
              {run && <LinkButton onPress={() => go({ tab: 'runs', open: String(run.run) })}>Run {run.run}</LinkButton>}
            </dd>
          </div>
        ))}
        <div>
          <dt>Scope</dt>
          <dd>
            {count(features.length, 'feature')}, {count(assertions.length, 'assertion')} at{' '}
            <LinkButton
              label={`Changes of commit ${shortCommit(round.commit)}`}
              onPress={() => show({ kind: 'commit', commit: round.commit })}
            >
              <span class="mono">{shortCommit(round.commit)}</span>
            </LinkButton>
          </dd>
        </div>
        {(round.gates ?? []).map((gate) => (
          <Gate key={gate.name} gate={gate} />
        ))}
      </dl>
    </li>
  );
}

function Rounds({ milestone, view }: { milestone: MilestoneState; view: View }): JSX.Element {
  if (milestone.rounds.length === 0)
    return <p class="muted">No round yet: it is validated when its features are done.</p>;
  return (
    <ol class="rounds-list">
      {[...milestone.rounds].reverse().map((round) => (
        <Round key={round.round} round={round} view={view} />
      ))}
    </ol>
  );
}

function MilestoneDetail({ milestone, view }: { milestone: MilestoneState; view: View }): JSX.Element {
  const { go } = useNavigation();
  const { id, title, outcome } = milestone.text;
  const part = spine(view.state).find((candidate) => candidate.id === id);
  const features = featuresOf(view.state, id);
  const hasCommits = features.some(({ commits }) => commits.length > 0);
  return (
    <>
      <Block
        title={`${id} ${oneLine(title)}`}
        note={part?.standing ?? ''}
        end={
          hasCommits ? (
            <Button compact icon="diff-multiple" onPress={() => show({ kind: 'milestoneChanges', milestone: id })}>
              Show changes
            </Button>
          ) : undefined
        }
      >
        <p class="prose">{outcome}</p>
        <p class="muted">{verdictSentence(countVerdicts(assertionsOfMilestone(view.state, id)))}</p>
        <ul class="links">
          {features.map(({ text, status }) => (
            <li key={text.id}>
              <LinkButton onPress={() => go({ tab: 'plan', open: text.id })}>
                {text.id} {oneLine(text.title)}
              </LinkButton>{' '}
              <span class="small muted">{status === 'inProgress' ? 'in progress' : status}</span>
            </li>
          ))}
        </ul>
      </Block>
      <Block title="Rounds">
        <Rounds milestone={milestone} view={view} />
      </Block>
    </>
  );
}

/** The plan where there is no rail, and what is open of it. */
export function PlanTab({ view }: { view: View }): JSX.Element {
  const { chosen } = useNavigation();
  const feature = chosen.open === null ? undefined : view.state.features[chosen.open];
  const milestone = chosen.open === null ? undefined : view.state.milestones[chosen.open];
  return (
    <>
      <div class="plan only-narrow-block">
        <div class="pane-head">
          <h2>Plan</h2>
          <PlanCount view={view} />
        </div>
        <PlanTree view={view} />
      </div>
      {feature && <FeatureDetail key={feature.text.id} feature={feature} view={view} />}
      {milestone && <MilestoneDetail key={milestone.text.id} milestone={milestone} view={view} />}
      {!feature && !milestone && <p class="block muted only-wide">Choose a milestone or a feature of the plan.</p>}
    </>
  );
}
