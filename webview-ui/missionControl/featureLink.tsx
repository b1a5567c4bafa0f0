import type { JSX } from 'preact';
import type { FeatureState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { useNavigation } from './navigation.ts';

/** A feature by id and title, which opens it. */
export function FeatureLink({ feature: { text } }: { feature: FeatureState }): JSX.Element {
  const { go } = useNavigation();
  return (
    <LinkButton onPress={() => go({ tab: 'plan', open: text.id })}>
      {text.id} {oneLine(text.title)}
    </LinkButton>
  );
}
