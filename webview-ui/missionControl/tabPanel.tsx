import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ContractTab } from './contractTab.tsx';
import { FindingsTab } from './findingsTab.tsx';
import { LogTab } from './logTab.tsx';
import { useNavigation } from './navigation.ts';
import type { Tab } from './navigation.ts';
import { NowTab } from './nowTab.tsx';
import { PlanTab } from './planTab.tsx';
import { RunsTab } from './runsTab.tsx';
import { SetupTab } from './setupTab.tsx';
import { TimelineTab } from './timelineTab.tsx';
import type { View } from './view.ts';

const panels: Readonly<Record<Tab, ComponentType<{ view: View }>>> = {
  now: NowTab,
  plan: PlanTab,
  contract: ContractTab,
  timeline: TimelineTab,
  runs: RunsTab,
  findings: FindingsTab,
  log: LogTab,
  setup: SetupTab,
};

/** What the chosen tab shows. Escape leads from something open back to the list. */
export function TabPanel({ view }: { view: View }): JSX.Element {
  const { chosen, go } = useNavigation();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (panel.current) panel.current.scrollTop = 0;
  }, [chosen.tab]);
  const Panel = panels[chosen.tab];
  return (
    <div
      class="panel"
      role="tabpanel"
      id="panel"
      aria-labelledby={`tab-${chosen.tab}`}
      tabIndex={0}
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && chosen.open !== null) go({ ...chosen, open: null });
      }}
    >
      <Panel view={view} />
    </div>
  );
}
