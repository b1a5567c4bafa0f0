import type { JSX } from 'preact';
import { totalTokens } from '../../src/mission/budget.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { roleNames } from '../../src/wording/words.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { clockFigure, durationFigure, shareFigure, tokenFigure } from '../shared/figures.ts';
import { Icon } from '../shared/icon.tsx';
import { costWords } from '../shared/metrics.ts';
import { useChoice } from '../shared/remembered.ts';
import { roleIcons } from '../shared/signs.ts';
import { Block } from './block.tsx';
import { Gantt } from './gantt.tsx';
import { lanesOf, usageByRole } from './timelineLanes.ts';
import type { RoleUsage } from './timelineLanes.ts';
import { runOutcome, runSubject } from './runWords.ts';
import type { View } from './view.ts';

function RunTable({ view }: { view: View }): JSX.Element {
  const { state, now } = view;
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Runs by role">
      <table>
        <thead>
          <tr>
            {['Role', 'Run', 'Subject', 'Outcome'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" class="num">
              From
            </th>
            <th scope="col" class="num">
              To
            </th>
          </tr>
        </thead>
        <tbody>
          {lanesOf(state, now).flatMap(({ role, bars }) =>
            bars.map(({ run, from }) => (
              <tr key={run.run}>
                <th scope="row">{roleNames[role]}</th>
                <td>{run.run}</td>
                <td class="cut grow">{runSubject(state, run)}</td>
                <td>{runOutcome(state, run).word}</td>
                <td class="num">{clockFigure(from, now)}</td>
                <td class="num">{run.ended ? clockFigure(run.ended.at, now) : 'now'}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

function UsageRow({ entry }: { entry: RoleUsage }): JSX.Element {
  const { role, runs, activeMs, usage } = entry;
  return (
    <tr>
      <th scope="row">
        <span class="cell">
          <Icon icon={roleIcons[role]} />
          {roleNames[role]}
        </span>
      </th>
      <Figures runs={runs} activeMs={activeMs} usage={usage} />
    </tr>
  );
}

function Figures({ runs, activeMs, usage }: Omit<RoleUsage, 'role'>): JSX.Element {
  const fresh = usage.inputTokens + usage.cacheWriteTokens;
  const figures = [
    String(runs),
    durationFigure(activeMs),
    tokenFigure(totalTokens(usage)),
    tokenFigure(fresh),
    tokenFigure(usage.cacheReadTokens),
    tokenFigure(usage.outputTokens),
    shareFigure(usage.cacheReadTokens, fresh + usage.cacheReadTokens),
    costWords(usage),
  ];
  return (
    <>
      {figures.map((figure, place) => (
        <td key={place} class="num">
          {figure}
        </td>
      ))}
    </>
  );
}

function Usage({ state }: { state: MissionState }): JSX.Element {
  const entries = usageByRole(state);
  const runs = entries.reduce((sum, entry) => sum + entry.runs, 0);
  const activeMs = entries.reduce((sum, entry) => sum + entry.activeMs, 0);
  return (
    <div class="scroll-x" tabIndex={0} role="group" aria-label="Usage by role">
      <table>
        <thead>
          <tr>
            <th scope="col">Role</th>
            {['Runs', 'Time', 'Tokens', 'In', 'Cached', 'Out', 'Cache share', 'Cost'].map((name) => (
              <th key={name} scope="col" class="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <UsageRow key={entry.role} entry={entry} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All roles</th>
            <Figures runs={runs} activeMs={activeMs} usage={state.usage} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** Who worked when, and what it took. */
export function TimelineTab({ view }: { view: View }): JSX.Element {
  const [isTable, setTable] = useChoice('timeline.table', false);
  const { state, now } = view;
  if (state.runCount === 0) return <p class="block muted">No run has started yet.</p>;
  const first = state.runs[1]?.startedAt ?? state.at;
  return (
    <>
      <Block
        title="Timeline by role"
        note={`since ${clockFigure(first, now)}, ${count(state.runCount, 'run')}`}
        end={<LinkButton onPress={() => setTable(!isTable)}>{isTable ? 'Show as chart' : 'Show as table'}</LinkButton>}
      >
        {isTable ? <RunTable view={view} /> : <Gantt view={view} />}
        {!isTable && (
          <div class="legend" aria-hidden="true">
            {[
              ['run', 'Run'],
              ['run failed', 'Failed'],
              ['run running', 'Running'],
            ].map(([kind, name]) => (
              <span key={name}>
                <svg class="chart key" viewBox="0 0 22 10">
                  <rect class={kind} x={1} y={1} width={20} height={8} />
                </svg>
                {name}
              </span>
            ))}
          </div>
        )}
      </Block>
      <Block title="Usage by role" note="time of sub-runs counts for their own role">
        <Usage state={state} />
      </Block>
    </>
  );
}
