import type { JSX } from 'preact';
import type { Expectation } from '../../src/mission/artefacts/contract.ts';
import type { TestStep } from '../../src/mission/artefacts/reports.ts';
import type { AssertionState } from '../../src/mission/state.ts';
import { show } from '../shared/ask.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';

const expectationWords: Readonly<Record<Expectation['kind'], string>> = {
  text: 'reads',
  absent: 'does not read',
  status: 'status',
  exitCode: 'exit code',
  state: 'shows',
};

interface StepGroup {
  action: string;
  steps: TestStep[];
  hasFailed: boolean;
}

/**
 * Steps in a row with the same action, as one. Which step of a failed assertion it was is told by the reasons of its verdict:
 * they name the evidence in which the expectation was not found.
 */
function groupSteps({ last }: Pick<AssertionState, 'last'>): StepGroup[] {
  const groups: StepGroup[] = [];
  const why = last?.reasons.join('\n') ?? '';
  for (const step of last?.result?.steps ?? []) {
    const isNamed = why.includes(step.evidence) && why.includes(step.expectation.value);
    const group = groups.at(-1);
    if (group?.action === step.action) {
      group.steps.push(step);
      group.hasFailed ||= isNamed;
    } else groups.push({ action: step.action, steps: [step], hasFailed: isNamed });
  }
  return groups;
}

function Step({ step, isBad }: { step: TestStep; isBad: boolean }): JSX.Element {
  const { kind, value } = step.expectation;
  return (
    <dl class="pair">
      <dt>Expected</dt>
      <dd>
        {expectationWords[kind]} <code>{value}</code>
      </dd>
      <dt>Seen</dt>
      <dd>
        <span class={isBad ? 'seen' : ''}>{step.seen}</span>{' '}
        <LinkButton
          label={`Open evidence ${step.evidence}`}
          onPress={() => show({ kind: 'evidence', evidence: step.evidence })}
        >
          <span class="mono">{step.evidence}</span>
        </LinkButton>
      </dd>
    </dl>
  );
}

/** What the tester did, expected and saw; where code found no step, why the verdict is what it is. */
export function AssertionSteps({ assertion }: { assertion: AssertionState }): JSX.Element {
  const { last } = assertion;
  if (!last) return <p class="muted">Not tried yet.</p>;
  const groups = groupSteps(assertion);
  const isLost = assertion.status === 'failed' || assertion.status === 'blocked';
  const isShown = groups.some(({ hasFailed }) => hasFailed);
  return (
    <>
      {isLost && !isShown && last.reasons.length > 0 && (
        <ul class={`callout${assertion.status === 'failed' ? ' failed' : ''} reasons`}>
          {last.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <ol class="steps">
        {groups.map(({ action, steps, hasFailed }, place) => {
          const isBad = isLost && hasFailed;
          return (
            <li key={place} class={isBad ? 'bad' : ''}>
              <Icon icon={isBad ? 'error' : 'pass'} tone={isBad ? 'failed' : 'passed'} />
              <span class={isBad ? 'strong' : ''}>{action}</span>
              {steps.map((step, index) => (
                <Step key={index} step={step} isBad={isBad} />
              ))}
            </li>
          );
        })}
      </ol>
      {groups.length === 0 && last.reasons.length === 0 && <p class="muted">No step was recorded.</p>}
    </>
  );
}
