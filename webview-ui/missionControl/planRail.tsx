import type { JSX } from 'preact';
import { liveFeatures } from '../../src/mission/plan.ts';
import { PlanTree } from './planTree.tsx';
import type { View } from './view.ts';

/** `14 of 17 features`. */
export function PlanCount({ view: { state } }: { view: View }): JSX.Element {
  const features = liveFeatures(state);
  const done = features.filter(({ status }) => status === 'done').length;
  return (
    <span class="small muted">
      {features.length === 0 ? 'not written yet' : `${done} of ${features.length} features`}
    </span>
  );
}

/** The plan as the index of everything, in order of execution. */
export function PlanRail({ view }: { view: View }): JSX.Element {
  return (
    <nav class="rail" aria-label="Plan" data-region="rail" tabIndex={-1}>
      <div class="pane-head">
        <h2>Plan</h2>
        <PlanCount view={view} />
      </div>
      <PlanTree view={view} />
    </nav>
  );
}
