import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AssertionState, EvidenceState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { roleNames, shortCommit } from '../../src/wording/words.ts';
import { act, show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { Icon } from '../shared/icon.tsx';
import { verdictOf, verdictSigns } from '../shared/verdicts.ts';
import { claimedBy, evidenceOf, historyOf } from './assertionFacts.ts';
import { AssertionSteps } from './assertionSteps.tsx';
import { Block } from './block.tsx';
import { hasEnded } from './ended.ts';
import { EvidencePicture } from './evidencePicture.tsx';
import { FeatureLink } from './featureLink.tsx';
import type { View } from './view.ts';

const evidenceIcons: Readonly<Record<EvidenceState['kind'], string>> = {
  snapshot: 'list-tree',
  screenshot: 'device-camera',
  console: 'terminal',
  network: 'globe',
  http: 'globe',
  command: 'terminal',
  read: 'book',
};

const evidenceNames: Readonly<Record<EvidenceState['kind'], string>> = {
  snapshot: 'Page',
  screenshot: 'Screenshot',
  console: 'Console',
  network: 'Network',
  http: 'Response',
  command: 'Command',
  read: 'Reading',
};

interface DetailProps {
  assertion: AssertionState;
  view: View;
}

function evidenceFigure({ command, status, exitCode }: EvidenceState): string {
  if (command !== null) return `${oneLine(command)}${exitCode === null ? '' : `, exit code ${exitCode}`}`;
  return status === null ? '' : `status ${status}`;
}

function EvidenceBlock({ assertion, view }: DetailProps): JSX.Element | null {
  const { cited, around } = evidenceOf(view.state, assertion);
  const all = [...cited, ...around];
  if (all.length === 0) return null;
  const open = (evidence: EvidenceState) => () => show({ kind: 'evidence', evidence: evidence.evidence });
  const commit = assertion.last ? `at ${shortCommit(assertion.last.commit)}` : '';
  return (
    <Block title="Evidence" note={`${count(cited.length, 'piece')} cited, ${commit}`}>
      <div class="evidence">
        {all
          .filter(({ kind }) => kind === 'screenshot')
          .map((evidence) => (
            <EvidencePicture key={evidence.evidence} evidence={evidence} onOpen={open(evidence)} />
          ))}
      </div>
      <ul class="ev-list">
        {all.map((evidence) => (
          <li key={evidence.evidence}>
            <Icon icon={evidenceIcons[evidence.kind]} />
            <span>
              {evidenceNames[evidence.kind]} <span class="mono muted">{evidence.evidence}</span>
            </span>
            <span class="cut muted">
              {evidenceFigure(evidence)}
              {!cited.includes(evidence) && ' recorded beside it'}
            </span>
            <LinkButton label={`Open evidence ${evidence.evidence}`} onPress={open(evidence)}>
              Open
            </LinkButton>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Origin({ assertion, view: { state } }: DetailProps): JSX.Element {
  const { id, requirements, surface, service, intent, command } = assertion.text;
  const claim = claimedBy(state, id);
  const history = historyOf(state, id);
  return (
    <Block title="Origin and history">
      <dl class="kv">
        {requirements.map((requirement) => (
          <div key={requirement}>
            <dt>Requirement</dt>
            <dd>
              {requirement} {oneLine(state.requirements[requirement]?.text ?? '')}
            </dd>
          </div>
        ))}
        <div>
          <dt>Claimed by</dt>
          <dd>{claim ? <FeatureLink feature={claim} /> : 'no feature yet'}</dd>
        </div>
        <div>
          <dt>Surface</dt>
          <dd>
            {surface}
            {service !== null && `, service ${service}`}
            {command !== null && <code class="after"> {command}</code>}
          </dd>
        </div>
        <div>
          <dt>Intent</dt>
          <dd>
            {intent === 'new' ? 'new: did not hold on the untouched base' : 'preserve: held on the untouched base'}
          </dd>
        </div>
        <div>
          <dt>History</dt>
          <dd>
            {history.length === 0 ? (
              'not tried yet'
            ) : (
              <ol class="rounds">
                {history.map((part, place) => (
                  <li key={part.key} class="cell">
                    {place > 0 && <Icon icon="arrow-right" />}
                    <Icon icon={part.sign.icon} tone={part.sign.tone} />
                    {part.text} <span class="visually-hidden">{part.sign.word}</span>
                  </li>
                ))}
              </ol>
            )}
          </dd>
        </div>
      </dl>
    </Block>
  );
}

/** The user's alone: takes what does not hold as it is, with a reason that stays visible. */
function Override({ assertion, view }: DetailProps): JSX.Element | null {
  const [reason, setReason] = useState<string | null>(null);
  const verdict = verdictOf(assertion);
  const canBe = verdict === 'failed' || verdict === 'blocked' || verdict === 'stale';
  if (!canBe || view.isViewer || hasEnded(view.state)) return null;
  const { id } = assertion.text;
  if (reason === null)
    return (
      <Button compact onPress={() => setReason('')}>
        Accept as it is…
      </Button>
    );
  const give = (): void => {
    if (reason.trim().length >= 3) void act({ kind: 'override', of: 'assertion', id, reason: reason.trim() });
  };
  return (
    <div class="callout override">
      <p>
        <b class="strong">Accept {id} although it does not hold?</b> The mission can then only complete with exceptions.
      </p>
      <TextField
        label="Reason"
        placeholder="Reason, kept in the report"
        value={reason}
        onInput={setReason}
        onEnter={give}
      />
      <div class="btns">
        <Button compact isDisabled={reason.trim().length < 3} onPress={give}>
          Accept it
        </Button>
        <Button compact onPress={() => setReason(null)}>
          Go back
        </Button>
      </div>
    </div>
  );
}

function Warnings({ assertion, view }: DetailProps): JSX.Element | null {
  const item = Object.values(view.state.items).find(
    ({ origin, status, survivedFixes }) =>
      origin.kind === 'assertion' &&
      origin.assertion === assertion.text.id &&
      status !== 'resolved' &&
      survivedFixes > 0,
  );
  const { overridden, removed } = assertion;
  return (
    <>
      {removed !== null && <p class="callout">Removed from the contract: {removed}</p>}
      {overridden !== null && (
        <p class="callout">
          <b class="strong">You accepted it as it is.</b> {overridden}
        </p>
      )}
      {item && (
        <p class="callout failed">
          <b class="strong">Still there after {count(item.survivedFixes, 'fix', 'fixes')}.</b> A finding that survives
          two stops the loop and asks you.
        </p>
      )}
    </>
  );
}

/** One assertion: verdict, warning, fail condition, steps, evidence, origin and history. */
export function AssertionDetail(props: DetailProps): JSX.Element {
  const { assertion, view } = props;
  const { text, last } = assertion;
  const sign = verdictSigns[verdictOf(assertion)];
  const run = last?.run === null || !last ? undefined : view.state.runs[last.run];
  const by = run ? `${roleNames[run.role].toLowerCase()}, run ${run.run}` : '';
  return (
    <>
      <section class="block" aria-label={`Assertion ${text.id}`}>
        <div class="block-head">
          <span class="mono">{text.id}</span>
          <span class="cell">
            <Icon icon={sign.icon} tone={sign.tone} />
            {sign.word}
            {last && ` in ${last.milestone} round ${last.round}`}
          </span>
          <span class="end">
            <Override {...props} />
          </span>
        </div>
        <h3 class="lead">{oneLine(text.title)}</h3>
        <Warnings {...props} />
        <dl class="kv after">
          <div>
            <dt>Holds if</dt>
            <dd>{text.behaviour}</dd>
          </div>
          <div>
            <dt>Fails if</dt>
            <dd>{text.failsIf}</dd>
          </div>
        </dl>
      </section>
      <Block title="Steps" note={by}>
        <AssertionSteps assertion={assertion} />
      </Block>
      <EvidenceBlock {...props} />
      <Origin {...props} />
    </>
  );
}
