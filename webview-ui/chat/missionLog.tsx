import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import { Icon } from '../shared/icon.tsx';
import { Markdown } from '../shared/markdown.tsx';
import type { Shown } from '../shared/missionStore.ts';
import { topRun } from '../shared/stateLine.ts';
import { Conversation } from './conversation.tsx';
import { conversationEntries, openAsks } from './conversationEntries.ts';
import { EndCard } from './endCard.tsx';
import { Fold } from './fold.tsx';
import { PlanCard } from './planCard.tsx';
import { PlanEditor } from './planEditor.tsx';
import { QuestionCard } from './questionCard.tsx';
import { queuedNote } from './queuedNote.ts';
import { RequirementList } from './requirementList.tsx';
import { ActiveRun, liveText, RunLine } from './runGroup.tsx';
import { useFollowedEnd } from './useFollowedEnd.ts';

interface MissionLogProps {
  shown: Shown;
  state: MissionState;
  now: number;
  isViewer: boolean;
  editsPlan: boolean;
  onEdited: () => void;
  /** Something stands above the conversation that is to be read first. */
  isLed: boolean;
}

function Requirements({ state }: { state: MissionState }): JSX.Element | null {
  const recorded = Object.keys(state.requirements).length;
  if (recorded === 0) return null;
  return (
    <div class="msg">
      <Fold
        name="requirements"
        class="group"
        isOpen
        title={<span class="strong">Requirements</span>}
        end={`${recorded} recorded`}
      >
        <RequirementList state={state} />
      </Fold>
    </div>
  );
}

/** The run at work: while planning a line of its own, unless its sub-runs stand above. */
function AtWork({ shown, state, now }: MissionLogProps): JSX.Element | null {
  const run = topRun(state);
  if (!run) return null;
  if (state.phase === 'running') return <ActiveRun run={run} state={state} live={shown.live} now={now} />;
  const hasSubRuns = state.openRuns.length > 1;
  if (hasSubRuns || openAsks(state).length > 0) return null;
  return (
    <ul class="runs" aria-live="off">
      <RunLine
        run={run}
        topic="Orchestrator at work on the plan"
        live={liveText(shown.live.get(run.run))}
        now={now}
        isIdle={state.pause !== null}
      />
    </ul>
  );
}

function Proposal({ state, isViewer, editsPlan, onEdited }: MissionLogProps): JSX.Element | null {
  if (state.phase !== 'awaitingApproval') return null;
  return (
    <div class="msg" id="newest">
      {state.proposal && (
        <>
          <div class="who">
            <Icon icon="compass" />
            Orchestrator
          </div>
          <Markdown text={state.proposal.summary} />
        </>
      )}
      {editsPlan ? <PlanEditor state={state} onChange={onEdited} /> : <PlanCard state={state} isViewer={isViewer} />}
    </div>
  );
}

/** What is new enough to be brought into view: a question, a plan, the end. */
function newest(state: MissionState): string {
  const ask = openAsks(state).at(-1);
  if (ask) return `ask:${ask.ask}`;
  return state.phase === 'awaitingApproval' ? `plan:${state.proposal?.planVersion ?? 0}` : state.phase;
}

/** The conversation, and at its end what is at work and what waits to be answered or decided. */
export function MissionLog(props: MissionLogProps): JSX.Element {
  const { shown, state, now, isViewer } = props;
  const log = useRef<HTMLElement>(null);
  useFollowedEnd({ log, newest: newest(state), isLed: props.isLed });
  return (
    <section class="sp-log" ref={log} data-region tabIndex={-1} aria-label="Conversation">
      <Conversation
        state={state}
        entries={conversationEntries(state, shown.log)}
        live={shown.live}
        now={now}
        queuedNote={queuedNote(state)}
      />
      {state.phase === 'scoping' && <Requirements state={state} />}
      <Proposal {...props} />
      <AtWork {...props} />
      {openAsks(state).map((ask) => (
        <QuestionCard key={ask.ask} ask={ask} isViewer={isViewer} />
      ))}
      <EndCard state={state} />
    </section>
  );
}
