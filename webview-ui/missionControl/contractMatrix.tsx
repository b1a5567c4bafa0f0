import type { JSX } from 'preact';
import type { AssertionState } from '../../src/mission/state.ts';
import { Icon } from '../shared/icon.tsx';
import { moveFocus } from '../shared/rovingFocus.ts';
import { areaOf, countVerdicts, verdicts, verdictSigns } from '../shared/verdicts.ts';
import type { Verdict, VerdictCounts } from '../shared/verdicts.ts';

export interface BoardFilter {
  /** Null is all. */
  area: string | null;
  verdict: Verdict | null;
}

interface MatrixProps {
  assertions: readonly AssertionState[];
  filter: BoardFilter;
  onFilter: (filter: BoardFilter) => void;
}

interface RowProps extends Omit<MatrixProps, 'assertions'> {
  area: string | null;
  counts: VerdictCounts;
  columns: readonly Verdict[];
  isStop: boolean;
}

function Numbers({ area, counts, columns, filter, onFilter, isStop }: RowProps): JSX.Element {
  const name = area ?? 'All areas';
  return (
    <>
      {columns.map((verdict, place) => {
        const number = counts[verdict];
        const isPressed = filter.verdict === verdict && filter.area === area;
        return (
          <td key={verdict}>
            <button
              type="button"
              class={`cellbtn${number === 0 ? ' zero' : ''}`}
              aria-pressed={isPressed}
              aria-label={`${name}: ${number} ${verdictSigns[verdict].word.toLowerCase()}`}
              tabIndex={isStop && place === 0 ? 0 : -1}
              onClick={() => onFilter(isPressed ? { area: null, verdict: null } : { area, verdict })}
            >
              {number === 0 ? '–' : number}
            </button>
          </td>
        );
      })}
      <td class="all">{counts.all}</td>
    </>
  );
}

/** How many assertions of each area stand where; a number filters the list. */
export function ContractMatrix({ assertions, filter, onFilter }: MatrixProps): JSX.Element {
  const areas = [...new Set(assertions.map(({ text }) => areaOf(text.id)))].sort();
  const all = countVerdicts(assertions);
  const columns = verdicts.filter((verdict) => verdict !== 'accepted' || all.accepted > 0);
  return (
    <table class="matrix" onKeyDown={(event) => moveFocus(event, event.currentTarget, '.cellbtn')}>
      <caption class="visually-hidden">Assertions by area and verdict</caption>
      <thead>
        <tr>
          <th scope="col">Area</th>
          {columns.map((verdict) => {
            const { icon, tone, word } = verdictSigns[verdict];
            return (
              <th key={verdict} scope="col">
                <span class="cell">
                  <Icon icon={icon} tone={tone} />
                  {word}
                </span>
              </th>
            );
          })}
          <th scope="col">All</th>
        </tr>
      </thead>
      <tbody>
        {areas.map((area, place) => (
          <tr key={area}>
            <th scope="row">{area}</th>
            <Numbers
              area={area}
              counts={countVerdicts(assertions.filter(({ text }) => areaOf(text.id) === area))}
              columns={columns}
              filter={filter}
              onFilter={onFilter}
              isStop={place === 0}
            />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All areas</th>
          <Numbers area={null} counts={all} columns={columns} filter={filter} onFilter={onFilter} isStop={false} />
        </tr>
      </tfoot>
    </table>
  );
}
