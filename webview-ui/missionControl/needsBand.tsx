import type { JSX } from 'preact';
import { Button } from '../shared/controls/button.tsx';
import { ageFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import type { Need } from '../shared/needsYou.ts';
import { useNavigation } from './navigation.ts';
import type { View } from './view.ts';

function NeedRow({ need, isFirst, view }: { need: Need; isFirst: boolean; view: View }): JSX.Element {
  const { press } = useNavigation();
  return (
    <li>
      <Icon icon={need.icon} tone={need.tone} />
      <span>
        <b class="strong">{need.lead}</b> {need.text}
      </span>
      <span class="small muted age">{need.since === null ? '' : ageFigure(view.now - need.since)}</span>
      <span class="btns">
        {need.presses.map(({ label, press: wanted }, place) => (
          <Button
            key={label}
            compact
            primary={isFirst && place === 0}
            isDisabled={view.isViewer && wanted.kind === 'act'}
            onPress={() => press(wanted)}
          >
            {label}
          </Button>
        ))}
      </span>
    </li>
  );
}

/** What only a person can move; one line where there is nothing. */
export function NeedsBand({ needs, view }: { needs: readonly Need[]; view: View }): JSX.Element {
  if (needs.length === 0)
    return (
      <section class="needs quiet" aria-label="Needs you" data-region="needs" tabIndex={-1}>
        <p class="muted">Nothing needs you.</p>
      </section>
    );
  return (
    <section class="needs" aria-label="Needs you" data-region="needs" tabIndex={-1}>
      <h2>
        <Icon icon="bell" />
        Needs you <span class="badge">{needs.length}</span>
      </h2>
      <ul>
        {needs.map((need, place) => (
          <NeedRow key={need.id} need={need} isFirst={place === 0} view={view} />
        ))}
      </ul>
    </section>
  );
}
