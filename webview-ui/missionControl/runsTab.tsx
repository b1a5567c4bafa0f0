import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { totalTokens } from '../../src/mission/budget.ts';
import { roles } from '../../src/mission/role.ts';
import type { MissionState, RunState } from '../../src/mission/state.ts';
import { roleNames } from '../../src/wording/words.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { Checkbox, Dropdown } from '../shared/controls/choice.tsx';
import { TextField } from '../shared/controls/textField.tsx';
import { clockFigure, durationFigure, shareFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords, runMs } from '../shared/metrics.ts';
import { moveFocus } from '../shared/rovingFocus.ts';
import { roleIcons } from '../shared/signs.ts';
import { useNavigation } from './navigation.ts';
import { RunDetail } from './runDetail.tsx';
import { runOutcome, runSubject } from './runWords.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

const pageSize = 60;
const outcomes = ['all', 'running', 'completed', 'partial', 'failed', 'killed', 'unreadable'] as const;

interface RunFilter {
  search: string;
  role: string;
  outcome: string;
  isNested: boolean;
}

function matches(state: MissionState, run: RunState, { search, role, outcome }: RunFilter): boolean {
  if (role !== 'all' && run.role !== role) return false;
  if (outcome !== 'all' && (run.ended?.outcome ?? 'running') !== outcome) return false;
  const wanted = search.trim().toLowerCase();
  const text = `${run.run} ${roleNames[run.role]} ${runSubject(state, run)}`.toLowerCase();
  return wanted === '' || text.includes(wanted);
}

/** Newest first; sub-runs stand below the run that started them, in their order. */
function ordered(runs: readonly RunState[], isNested: boolean): RunState[] {
  const newest = [...runs].sort((one, other) => other.run - one.run);
  if (!isNested) return newest;
  const found = new Set(runs.map(({ run }) => run));
  const isBelow = ({ parent }: RunState): boolean => parent !== null && found.has(parent.run);
  const below = runs.filter(isBelow);
  return newest
    .filter((run) => !isBelow(run))
    .flatMap((run) => [run, ...below.filter(({ parent }) => parent?.run === run.run)]);
}

function Row({
  run,
  view,
  isNested,
  isStop,
}: {
  run: RunState;
  view: View;
  isNested: boolean;
  isStop: boolean;
}): JSX.Element {
  const { go } = useNavigation();
  const { state, now } = view;
  const { usage } = run;
  const read = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const open = (): void => go({ tab: 'runs', open: String(run.run) });
  return (
    <tr
      tabIndex={isStop ? 0 : -1}
      data-text={String(run.run)}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
    >
      <td class="num">{run.run}</td>
      <td class={isNested && run.parent ? 'nested' : ''}>
        <span class="cell">
          <Icon icon={roleIcons[run.role]} />
          {roleNames[run.role]}
        </span>
      </td>
      <td class="cut" title={runSubject(state, run)}>
        {runSubject(state, run)}
      </td>
      <td>
        <SignCell sign={runOutcome(state, run)} />
      </td>
      <td class="num">{clockFigure(run.startedAt, now)}</td>
      <td class="num">{durationFigure(runMs(state, run, now))}</td>
      <td class="num">{tokenFigure(totalTokens(usage))}</td>
      <td class="num">{shareFigure(usage.cacheReadTokens, read)}</td>
      <td class="num">{costWords(usage)}</td>
    </tr>
  );
}

const columns = [
  ['Run', 'num w-run'],
  ['Role', 'w-role'],
  ['Subject', ''],
  ['Outcome', 'w-outcome'],
  ['Started', 'num w-time'],
  ['Took', 'num w-time'],
  ['Tokens', 'num w-figure'],
  ['Cached', 'num w-figure'],
  ['Cost', 'num w-figure'],
] as const;

function Filters({ filter, onChange }: { filter: RunFilter; onChange: (filter: RunFilter) => void }): JSX.Element {
  const roleOptions = [
    { value: 'all', label: 'All roles' },
    ...roles.map((role) => ({ value: role, label: roleNames[role] })),
  ];
  const outcomeOptions = outcomes.map((value) => ({
    value,
    label: value === 'all' ? 'All outcomes' : `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
  }));
  return (
    <div class="filters" data-search>
      <TextField
        label="Search runs"
        placeholder="Search runs"
        value={filter.search}
        onInput={(search) => onChange({ ...filter, search })}
      />
      <Dropdown
        label="Role"
        options={roleOptions}
        value={filter.role}
        onChange={(role) => onChange({ ...filter, role })}
      />
      <Dropdown
        label="Outcome"
        options={outcomeOptions}
        value={filter.outcome}
        onChange={(outcome) => onChange({ ...filter, outcome })}
      />
      <Checkbox isChecked={filter.isNested} onChange={(isNested) => onChange({ ...filter, isNested })}>
        Nest sub-runs
      </Checkbox>
    </div>
  );
}

/** Every run with what it cost, or one of them with its transcript. */
export function RunsTab({ view }: { view: View }): JSX.Element {
  const { chosen } = useNavigation();
  const [filter, setFilter] = useState<RunFilter>({ search: '', role: 'all', outcome: 'all', isNested: true });
  const [shown, setShown] = useState(pageSize);
  const { state } = view;
  const open = chosen.open === null ? undefined : state.runs[Number(chosen.open)];
  if (open) return <RunDetail key={open.run} run={open} view={view} />;
  const all = Object.values(state.runs);
  if (all.length === 0) return <p class="block muted">No run has started yet.</p>;
  const found = ordered(
    all.filter((run) => matches(state, run, filter)),
    filter.isNested,
  );
  const runs = found.slice(0, shown);
  return (
    <section class="block" aria-label="Runs">
      <Filters filter={filter} onChange={setFilter} />
      <div class="scroll-x" tabIndex={0} role="group" aria-label="Runs table">
        <table class="fixed list" onKeyDown={(event) => moveFocus(event, event.currentTarget, 'tbody tr')}>
          <caption class="visually-hidden">Runs, newest first</caption>
          <thead>
            <tr>
              {columns.map(([name, kind]) => (
                <th key={name} scope="col" class={kind}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run, place) => (
              <Row key={run.run} run={run} view={view} isNested={filter.isNested} isStop={place === 0} />
            ))}
          </tbody>
        </table>
      </div>
      <p class="under muted">
        {runs.length} of {all.length}.{' '}
        {found.length > runs.length && (
          <LinkButton onPress={() => setShown(shown + pageSize)}>
            Show {found.length - runs.length} earlier runs
          </LinkButton>
        )}
      </p>
    </section>
  );
}
