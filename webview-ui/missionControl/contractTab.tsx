import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { liveAssertions } from '../../src/mission/plan.ts';
import type { AssertionState, MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { oneLine } from '../../src/wording/oneLine.ts';
import { Button } from '../shared/controls/button.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { moveFocus } from '../shared/rovingFocus.ts';
import { areaOf, verdictOf, verdictSigns } from '../shared/verdicts.ts';
import type { Verdict } from '../shared/verdicts.ts';
import { AssertionDetail } from './assertionDetail.tsx';
import { Block } from './block.tsx';
import { ContractMatrix } from './contractMatrix.tsx';
import type { BoardFilter } from './contractMatrix.tsx';
import { useNavigation } from './navigation.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

const urgency: readonly Verdict[] = ['failed', 'blocked', 'stale', 'accepted', 'pending', 'passed'];

function matches(assertion: AssertionState, filter: BoardFilter, search: string): boolean {
  const { id, title, behaviour } = assertion.text;
  if (filter.area !== null && areaOf(id) !== filter.area) return false;
  if (filter.verdict !== null && verdictOf(assertion) !== filter.verdict) return false;
  const wanted = search.trim().toLowerCase();
  return wanted === '' || `${id} ${title} ${behaviour}`.toLowerCase().includes(wanted);
}

/** What needs eyes first, then by id. */
function sorted(assertions: readonly AssertionState[]): AssertionState[] {
  const rank = (assertion: AssertionState): number => urgency.indexOf(verdictOf(assertion));
  return [...assertions].sort((one, other) => rank(one) - rank(other) || one.text.id.localeCompare(other.text.id));
}

function lastRound({ last }: AssertionState): string {
  return last ? `${last.milestone} r${last.round}` : '–';
}

interface ListProps {
  assertions: readonly AssertionState[];
  open: string | null;
}

function AssertionList({ assertions, open }: ListProps): JSX.Element {
  const { go } = useNavigation();
  const table = useRef<HTMLTableElement>(null);
  // Opened from elsewhere it may lie below the fold.
  useEffect(() => table.current?.querySelector('tr.selected')?.scrollIntoView({ block: 'nearest' }), [open]);
  const stop = assertions.some(({ text }) => text.id === open) ? open : assertions[0]?.text.id;
  return (
    <table class="fixed list" ref={table} onKeyDown={(event) => moveFocus(event, event.currentTarget, 'tbody tr')}>
      <caption class="visually-hidden">Assertions, those that do not hold first</caption>
      <thead>
        <tr>
          <th scope="col" class="w-verdict">
            Verdict
          </th>
          <th scope="col">Assertion</th>
          <th scope="col" class="w-round">
            Round
          </th>
        </tr>
      </thead>
      <tbody>
        {assertions.map((assertion) => {
          const { id, title } = assertion.text;
          const isOpen = id === open;
          return (
            <tr
              key={id}
              class={isOpen ? 'selected' : ''}
              tabIndex={id === stop ? 0 : -1}
              aria-selected={isOpen}
              data-text={id}
              onClick={() => go({ tab: 'contract', open: id })}
              onKeyDown={(event) => {
                if (event.key === 'Enter') go({ tab: 'contract', open: id });
              }}
            >
              <td>
                <SignCell sign={verdictSigns[verdictOf(assertion)]} />
              </td>
              <td class="cut" title={`${id} ${oneLine(title)}`}>
                <span class="mono">{id}</span> {oneLine(title)}
              </td>
              <td>{lastRound(assertion)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function filterWords({ area, verdict }: BoardFilter): string {
  return [verdict === null ? '' : verdictSigns[verdict].word, area ?? ''].filter((word) => word !== '').join(', ');
}

function note(state: MissionState, assertions: readonly AssertionState[]): string {
  const areas = new Set(assertions.map(({ text }) => areaOf(text.id))).size;
  const reviews = state.contractReviews.length;
  return `${count(assertions.length, 'assertion')}, ${count(areas, 'area')}${reviews === 0 ? '' : `, ${count(reviews, 'review')} before any code`}`;
}

/** Areas by verdict, the assertions behind a number, and one of them in full. */
export function ContractTab({ view }: { view: View }): JSX.Element {
  const { chosen } = useNavigation();
  const [filter, setFilter] = useState<BoardFilter>({ area: null, verdict: null });
  const [search, setSearch] = useState('');
  const assertions = liveAssertions(view.state);
  const open = chosen.open === null ? undefined : view.state.assertions[chosen.open];
  if (assertions.length === 0) return <p class="block muted">The contract is written while the goal is scoped.</p>;
  const found = sorted(assertions.filter((assertion) => matches(assertion, filter, search)));
  const words = filterWords(filter);
  const clear = (): void => setFilter({ area: null, verdict: null });
  return (
    <div
      class={`cols contract${open ? ' is-open' : ''}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || words === '' || open) return;
        clear();
        event.preventDefault();
      }}
    >
      <div>
        <Block title="Contract" note={note(view.state, assertions)}>
          <ContractMatrix assertions={assertions} filter={filter} onFilter={setFilter} />
        </Block>
        <section class="block" aria-label="Assertions">
          <div class="filters" data-search>
            <TextField label="Search id or text" placeholder="Search id or text" value={search} onInput={setSearch} />
            {words !== '' && (
              <Button compact icon="close" title="Clear filter (Esc)" onPress={clear}>
                {words}
              </Button>
            )}
          </div>
          {found.length === 0 ? (
            <p class="muted">No assertion matches.</p>
          ) : (
            <AssertionList assertions={found} open={chosen.open} />
          )}
        </section>
      </div>
      <div class="detail">
        {open ? (
          <AssertionDetail key={open.text.id} assertion={open} view={view} />
        ) : (
          <p class="block muted">Choose an assertion to see its steps and evidence.</p>
        )}
      </div>
    </div>
  );
}
