import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ItemState } from '../../src/mission/state.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { Button } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { moveFocus } from '../shared/rovingFocus.ts';
import { fateOf } from '../shared/verdicts.ts';
import type { Sign } from '../shared/verdicts.ts';
import { Fate } from './fate.tsx';
import { originWords, severitySigns, Where } from './findingWords.tsx';
import { ItemDetail } from './itemDetail.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

function Row({ item, view, isStop }: { item: ItemState; view: View; isStop: boolean }): JSX.Element {
  const { go } = useNavigation();
  const open = (): void => go({ tab: 'findings', open: item.item });
  return (
    <tr
      tabIndex={isStop ? 0 : -1}
      data-text={oneLine(item.summary)}
      onClick={(event) => {
        if (!(event.target instanceof HTMLElement && event.target.closest('button'))) open();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open();
      }}
    >
      <td>
        <SignCell sign={severitySigns[item.severity]} />
      </td>
      <td class="cut" title={oneLine(item.summary)}>
        <span class="mono muted">{item.item}</span> {oneLine(item.summary)}
      </td>
      <td class="cut">{originWords(view.state, item)}</td>
      <td>
        <Where item={item} />
      </td>
      <td>
        <Fate item={item} />
      </td>
    </tr>
  );
}

interface FateCount {
  sign: Sign;
  number: number;
}

function fatesIn(items: readonly ItemState[]): FateCount[] {
  const counts = new Map<string, FateCount>();
  for (const item of items) {
    const sign = fateOf(item);
    const known = counts.get(sign.word) ?? { sign, number: 0 };
    counts.set(sign.word, { sign, number: known.number + 1 });
  }
  return [...counts.values()];
}

/** Open ones first, then the newest. */
function sorted(items: readonly ItemState[]): ItemState[] {
  const isOpen = ({ status, severity }: ItemState): number => (status === 'open' && severity !== 'suggestion' ? 0 : 1);
  const number = ({ item }: ItemState): number => Number(item.replace(/\D/g, ''));
  return [...items].sort((one, other) => isOpen(one) - isOpen(other) || number(other) - number(one));
}

function Table({ items, view }: { items: readonly ItemState[]; view: View }): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Findings table">
      <table class="fixed list" onKeyDown={(event) => moveFocus(event, event.currentTarget, 'tbody tr')}>
        <caption class="visually-hidden">Findings and their fates</caption>
        <thead>
          <tr>
            <th scope="col" class="w-severity">
              Severity
            </th>
            <th scope="col">Finding</th>
            <th scope="col" class="w-from">
              From
            </th>
            <th scope="col" class="w-where">
              Where
            </th>
            <th scope="col" class="w-fate">
              Fate
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, place) => (
            <Row key={item.item} item={item} view={view} isStop={place === 0} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Findings and undone work with their fates, or one of them in full. */
export function FindingsTab({ view }: { view: View }): JSX.Element {
  const { chosen } = useNavigation();
  const [search, setSearch] = useState('');
  const [fate, setFate] = useState<string | null>(null);
  const all = Object.values(view.state.items);
  const open = chosen.open === null ? undefined : view.state.items[chosen.open];
  if (open) return <ItemDetail key={open.item} item={open} view={view} />;
  if (all.length === 0) return <p class="block muted">No finding has been raised.</p>;
  const wanted = search.trim().toLowerCase();
  const found = sorted(all).filter(
    (item) =>
      (fate === null || fateOf(item).word === fate) && `${item.item} ${item.summary}`.toLowerCase().includes(wanted),
  );
  return (
    <section class="block" aria-label="Findings">
      <div class="filters" data-search>
        <TextField label="Search findings" placeholder="Search findings" value={search} onInput={setSearch} />
        <span class="btns" role="group" aria-label="Filter by fate">
          {fatesIn(all).map(({ sign, number }) => (
            <Button
              key={sign.word}
              compact
              icon={sign.icon}
              pressed={fate === sign.word}
              onPress={() => setFate(fate === sign.word ? null : sign.word)}
            >
              {number} {sign.word.toLowerCase()}
            </Button>
          ))}
        </span>
      </div>
      {found.length === 0 ? <p class="muted">No finding matches.</p> : <Table items={found} view={view} />}
      <p class="under muted">
        {found.length} of {all.length}. No worker or validator starts while a finding has no fate; suggestions are
        listed only.
      </p>
    </section>
  );
}
