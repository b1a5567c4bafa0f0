import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ItemState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { act, show } from '../shared/ask.ts';
import { Button, LinkButton } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { hasEnded } from './ended.ts';
import { Fate } from './fate.tsx';
import { originWords, severitySigns, Where } from './findingWords.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

interface ItemProps {
  item: ItemState;
  view: View;
}

/** The user's alone: takes a finding as it is, with a reason that stays visible. */
function Dismissal({ item, view }: ItemProps): JSX.Element | null {
  const [reason, setReason] = useState<string | null>(null);
  if (item.status === 'resolved' || item.severity === 'suggestion' || view.isViewer || hasEnded(view.state))
    return null;
  if (reason === null)
    return (
      <Button compact onPress={() => setReason('')}>
        Accept as it is…
      </Button>
    );
  const isLong = reason.trim().length >= 3;
  const give = (): void => {
    if (isLong) void act({ kind: 'override', of: 'item', id: item.item, reason: reason.trim() });
  };
  return (
    <div class="callout override">
      <p>
        <b class="strong">Accept {item.item} as it is?</b> Nothing is built for it. It stays visible to the end.
      </p>
      <TextField
        label="Reason"
        placeholder="Reason, kept in the report"
        value={reason}
        onInput={setReason}
        onEnter={give}
      />
      <div class="btns">
        <Button compact isDisabled={!isLong} onPress={give}>
          Accept it
        </Button>
        <Button compact onPress={() => setReason(null)}>
          Go back
        </Button>
      </div>
    </div>
  );
}

function Facts({ item, view }: ItemProps): JSX.Element {
  const { go } = useNavigation();
  const { origin, feature, survivedFixes, dismissalReviews } = item;
  const run = (number: number): JSX.Element => (
    <LinkButton onPress={() => go({ tab: 'runs', open: String(number) })}>Run {number}</LinkButton>
  );
  return (
    <dl class="kv">
      <div>
        <dt>Fate</dt>
        <dd>
          <Fate item={item} />
        </dd>
      </div>
      <div>
        <dt>From</dt>
        <dd>
          {originWords(view.state, item)}, {run(origin.run)}
        </dd>
      </div>
      {origin.kind === 'assertion' && (
        <div>
          <dt>Assertion</dt>
          <dd>
            <LinkButton onPress={() => go({ tab: 'contract', open: origin.assertion })}>
              <span class="mono">{origin.assertion}</span>
            </LinkButton>
          </dd>
        </div>
      )}
      <div>
        <dt>Where</dt>
        <dd>
          <Where item={item} />
        </dd>
      </div>
      {feature !== null && (
        <div>
          <dt>Feature</dt>
          <dd>
            <LinkButton onPress={() => go({ tab: 'plan', open: feature })}>{feature}</LinkButton>
          </dd>
        </div>
      )}
      {survivedFixes > 0 && (
        <div>
          <dt>Survived</dt>
          <dd>{count(survivedFixes, 'fix', 'fixes')}</dd>
        </div>
      )}
      {dismissalReviews.map((review) => (
        <div key={review.run}>
          <dt>Second reviewer</dt>
          <dd>
            {review.agrees ? 'agrees' : 'does not agree'}: {oneLine(review.reason)} {run(review.run)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** One finding or piece of undone work in full. */
export function ItemDetail({ item, view }: ItemProps): JSX.Element {
  const { go } = useNavigation();
  return (
    <section class="block">
      <div class="block-head">
        <Button
          compact
          icon="arrow-left"
          title="Back to all findings (Esc)"
          onPress={() => go({ tab: 'findings', open: null })}
        >
          All findings
        </Button>
        <h2>
          {item.kind === 'undone' ? 'Undone work' : 'Finding'} {item.item}
        </h2>
        <SignCell sign={severitySigns[item.severity]} />
        <span class="end">
          {item.file !== null && (
            <Button compact icon="comment-discussion" onPress={() => show({ kind: 'finding', item: item.item })}>
              Show in its lines
            </Button>
          )}
          <Dismissal item={item} view={view} />
        </span>
      </div>
      <h3 class="lead">{oneLine(item.summary)}</h3>
      <p class="prose lines">{item.detail}</p>
      <Facts item={item} view={view} />
    </section>
  );
}
