import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import { forgetProblem } from '../shared/ask.ts';
import { IconButton } from '../shared/controls/button.tsx';
import type { PageProps } from '../shared/mountPage.tsx';
import { needsYou } from '../shared/needsYou.ts';
import { HeaderBands } from './headerBands.tsx';
import { usePageKeys } from './pageKeys.ts';
import { chosenOf, hearWishes, NavigationContext, rememberChoice, rememberedChoice } from './navigation.ts';
import type { Chosen } from './navigation.ts';
import { NeedsBand } from './needsBand.tsx';
import { NoMission } from './noMission.tsx';
import { PlanRail } from './planRail.tsx';
import { TabPanel } from './tabPanel.tsx';
import { TabStrip } from './tabStrip.tsx';
import type { View } from './view.ts';

function useChosen(): [Chosen, (chosen: Chosen) => void] {
  const [chosen, choose] = useState(rememberedChoice);
  const go = (next: Chosen): void => {
    choose(next);
    rememberChoice(next);
  };
  useLayoutEffect(() => hearWishes((target) => go(chosenOf(target))), []);
  return [chosen, go];
}

/** Something went wrong, or is to be known; stays until it is dismissed. */
function Notices({ view, problem }: { view: View; problem: string | null }): JSX.Element | null {
  const { shown, isViewer } = view;
  const notice = shown.window?.notice ?? null;
  if (problem === null && notice === null && !isViewer) return null;
  return (
    <div class="notices">
      {problem !== null && (
        <div class="callout failed dismissable" role="alert">
          <p>{problem}</p>
          <IconButton compact icon="close" label="Dismiss" onPress={forgetProblem} />
        </div>
      )}
      {notice !== null && <p class="callout">{notice}</p>}
      {isViewer && (
        <p class="callout running">Another window carries this mission. This one looks on and changes nothing.</p>
      )}
    </div>
  );
}

interface MissionProps {
  view: View;
  problem: string | null;
}

function Mission({ view, problem }: MissionProps): JSX.Element {
  const [chosen, go] = useChosen();
  const [isKilling, askToKill] = useState(false);
  const needs = needsYou(view.state, view.window);
  usePageKeys({ view, needs, go, askToKill: () => askToKill(true) });
  const navigation = useMemo(() => ({ chosen, go }), [chosen]);
  return (
    <NavigationContext.Provider value={navigation}>
      <div class="mc">
        <div class="mc-bands">
          <HeaderBands view={view} isKilling={isKilling} askToKill={askToKill} />
          <Notices view={view} problem={problem} />
          <NeedsBand needs={needs} view={view} />
        </div>
        <PlanRail view={view} />
        <div class="mc-body" data-region="tab" tabIndex={-1}>
          <TabStrip view={view} />
          <TabPanel view={view} />
        </div>
      </div>
    </NavigationContext.Provider>
  );
}

function viewOf({ shown, now }: PageProps, state: MissionState): View | null {
  const { window } = shown;
  return window && { shown, state, window, now, isViewer: shown.ownership === 'viewer' };
}

/** A mission as a whole: where it stands, what it needs, and everything it rests on. */
export function MissionControlPage(props: PageProps): JSX.Element {
  const { shown, problem } = props;
  const { state, window } = shown;
  if (!window) return <div class="loading" role="progressbar" aria-label="Reading the mission" />;
  const view = state && viewOf(props, state);
  return view ? <Mission view={view} problem={problem} /> : <NoMission window={window} now={props.now} />;
}
