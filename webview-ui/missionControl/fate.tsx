import type { JSX } from 'preact';
import type { ItemState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { Icon } from '../shared/icon.tsx';
import { fateOf } from '../shared/verdicts.ts';
import { useNavigation } from './navigation.ts';

/** What became of an item: its fate, and the feature or the words that go with it. */
export function Fate({ item }: { item: ItemState }): JSX.Element {
  const { go } = useNavigation();
  const { icon, tone, word } = fateOf(item);
  const { fate, status } = item;
  const text = fate && 'reason' in fate ? fate.reason : fate && 'question' in fate ? fate.question : '';
  return (
    <span class="cell">
      <Icon icon={icon} tone={tone} />
      <span class="cut" title={text === '' ? word : `${word}: ${text}`}>
        <b class="strong">{word}</b>{' '}
        {fate && 'feature' in fate && (
          <LinkButton onPress={() => go({ tab: 'plan', open: fate.feature })}>{fate.feature}</LinkButton>
        )}
        {oneLine(text)}
        {fate && status === 'resolved' && ', gone'}
      </span>
    </span>
  );
}
