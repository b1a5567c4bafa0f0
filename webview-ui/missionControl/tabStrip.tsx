import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { liveAssertions } from '../../src/mission/plan.ts';
import { openItems } from '../../src/mission/scope.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { moveFocus } from '../shared/rovingFocus.ts';
import { countVerdicts } from '../shared/verdicts.ts';
import { tabs, useNavigation } from './navigation.ts';
import type { Tab } from './navigation.ts';
import type { View } from './view.ts';

const names: Readonly<Record<Tab, string>> = {
  now: 'Now',
  plan: 'Plan',
  contract: 'Contract',
  timeline: 'Timeline',
  runs: 'Runs',
  findings: 'Findings',
  log: 'Log',
  setup: 'Models and limits',
};

/** Names the exception where there is one, not the total. */
function figure(state: MissionState, tab: Tab): string {
  if (tab === 'contract') {
    const counts = countVerdicts(liveAssertions(state));
    const worst = (['failed', 'blocked', 'stale', 'passed'] as const).find((verdict) => counts[verdict] > 0);
    return worst ? `${counts[worst]} ${worst}` : '';
  }
  if (tab === 'runs') return state.runCount === 0 ? '' : String(state.runCount);
  if (tab === 'findings') {
    const open = openItems(state).length;
    return open === 0 ? '' : `${open} open`;
  }
  return '';
}

/** Tabs with arrows within the strip. */
export function TabStrip({ view: { state } }: { view: View }): JSX.Element {
  const { chosen, go } = useNavigation();
  const list = useRef<HTMLDivElement>(null);
  return (
    <div class="tabs">
      <div
        class="tablist"
        role="tablist"
        aria-label="Mission Control"
        ref={list}
        onKeyDown={(event) => {
          if (list.current) moveFocus(event, list.current, '[role=tab]');
        }}
      >
        {tabs.map((tab) => {
          const isChosen = tab === chosen.tab;
          const count = figure(state, tab);
          return (
            <button
              key={tab}
              type="button"
              role="tab"
              id={`tab-${tab}`}
              class={`tab${tab === 'plan' && !isChosen ? ' only-narrow' : ''}`}
              aria-selected={isChosen}
              {...(isChosen && { 'aria-controls': 'panel' })}
              tabIndex={isChosen ? 0 : -1}
              data-text={names[tab]}
              onClick={() => go({ tab, open: null })}
            >
              {names[tab]}
              {count !== '' && <span class="small">{count}</span>}
            </button>
          );
        })}
      </div>
    </div>
  );
}
