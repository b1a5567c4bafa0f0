import type { JSX } from 'preact';
import type { AttemptState, FeatureState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { shortCommit } from '../../src/wording/words.ts';
import { show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { Markdown } from '../shared/markdown.tsx';
import { isFix } from '../shared/metrics.ts';
import { verdictOf, verdictSigns } from '../shared/verdicts.ts';
import { Block } from './block.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

const statusWords: Readonly<Record<FeatureState['status'], string>> = {
  pending: 'pending',
  inProgress: 'in progress',
  done: 'done: accepted, what it claims is proven by rounds',
  cancelled: 'cancelled',
};

function attemptOutcome({ commit, partial, undone, judged, handoff }: AttemptState): SignOf {
  if (commit !== null) return { icon: 'pass', tone: 'passed', word: partial ? 'Accepted in part' : 'Accepted' };
  if (undone) return { icon: 'discard', tone: 'attention', word: 'Taken back' };
  if (judged && !judged.accepted) return { icon: 'error', tone: 'failed', word: 'Not accepted' };
  return handoff
    ? { icon: 'sync', tone: 'running', word: 'Handed off' }
    : { icon: 'sync', tone: 'running', word: 'At work' };
}
type SignOf = Parameters<typeof SignCell>[0]['sign'];

function Attempt({ attempt }: { attempt: AttemptState }): JSX.Element {
  const { go } = useNavigation();
  const { run, commit, files, handoff, judged } = attempt;
  return (
    <li>
      <h3>
        <SignCell sign={attemptOutcome(attempt)}>
          Attempt {attempt.attempt}: {attemptOutcome(attempt).word.toLowerCase()}
        </SignCell>
      </h3>
      {handoff && <p class="prose">{handoff.summary}</p>}
      {judged && judged.reasons.length > 0 && <p class="prose">{judged.reasons.join('; ')}</p>}
      <div class="links-row">
        <LinkButton onPress={() => go({ tab: 'runs', open: String(run) })}>Run {run}</LinkButton>
        {handoff && (
          <LinkButton label={`Handoff of run ${run}`} onPress={() => show({ kind: 'handoff', run })}>
            Handoff
          </LinkButton>
        )}
        {commit !== null && (
          <LinkButton
            label={`Changes of commit ${shortCommit(commit)}`}
            onPress={() => show({ kind: 'commit', commit })}
          >
            Commit <span class="mono">{shortCommit(commit)}</span>
          </LinkButton>
        )}
        {files.length > 0 && <span class="muted">{count(files.length, 'file')}</span>}
      </div>
    </li>
  );
}

function Claims({ feature, view }: { feature: FeatureState; view: View }): JSX.Element {
  const { go } = useNavigation();
  const { claims, fixes } = feature.text;
  const ids = [...claims, ...fixes.assertions];
  if (ids.length === 0 && fixes.findings.length === 0) return <p class="muted">Claims no assertion.</p>;
  return (
    <ul class="links">
      {ids.map((id) => {
        const assertion = view.state.assertions[id];
        return (
          <li key={id}>
            {assertion && <SignCell sign={verdictSigns[verdictOf(assertion)]} />}
            <LinkButton onPress={() => go({ tab: 'contract', open: id })}>
              <span class="mono">{id}</span>
            </LinkButton>{' '}
            {oneLine(assertion?.text.title ?? '')}
            {!claims.includes(id) && <span class="tag">repairs</span>}
          </li>
        );
      })}
      {fixes.findings.map((item) => (
        <li key={item}>
          <LinkButton onPress={() => go({ tab: 'findings', open: item })}>{item}</LinkButton>{' '}
          {oneLine(view.state.items[item]?.summary ?? '')} <span class="tag">repairs</span>
        </li>
      ))}
    </ul>
  );
}

/** A feature: what it is, what it claims, its attempts with run, handoff and commit. */
export function FeatureDetail({ feature, view }: { feature: FeatureState; view: View }): JSX.Element {
  const { text, status, attempts, commits } = feature;
  return (
    <>
      <Block
        title={`${text.id} ${oneLine(text.title)}`}
        note={`${text.milestone}${isFix(text) ? ', fix' : ''}, ${statusWords[status]}`}
        end={
          commits.length > 0 ? (
            <Button compact icon="diff-multiple" onPress={() => show({ kind: 'featureChanges', feature: text.id })}>
              Show changes
            </Button>
          ) : undefined
        }
      >
        <div class="prose">
          <Markdown text={text.description} />
        </div>
        {text.dependsOn.length > 0 && <p class="muted">Builds on {text.dependsOn.join(', ')}.</p>}
      </Block>
      <Block title={isFix(text) ? 'Claims and repairs' : 'Claims'}>
        <Claims feature={feature} view={view} />
      </Block>
      <Block title="Attempts">
        {attempts.length === 0 ? (
          <p class="muted">No attempt yet.</p>
        ) : (
          <ol class="rounds-list">
            {[...attempts].reverse().map((attempt) => (
              <Attempt key={attempt.attempt} attempt={attempt} />
            ))}
          </ol>
        )}
      </Block>
    </>
  );
}
