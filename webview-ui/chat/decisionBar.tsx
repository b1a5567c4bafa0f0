import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { Button } from '../shared/controls/button.tsx';
import { isSend, isTyping, sendKeys } from '../shared/keys.ts';
import { baseIsChecked } from './planBase.tsx';
import { editsComment, editSentences } from './planEdits.ts';
import { Problem } from './problem.tsx';
import { forget, textsBelow } from '../shared/remembered.ts';
import { usePress } from './usePress.ts';
import type { Press } from './usePress.ts';

/** Under which the edits of a mission's plan are kept until they are sent. */
export function editsKept(state: MissionState): string {
  return `edit.${state.missionId}.`;
}

interface DecisionProps {
  state: MissionState;
  /** The message field is to take a comment, or the reason of a rejection. */
  onWrite: (wish: 'comment' | 'reject') => void;
  onEdit: (isEditing: boolean) => void;
}

/** Ctrl+Enter approves on its second press; a first one says so. Where a text is typed it sends that text instead. */
function useSecondPress(isReady: boolean, approve: () => void): { isArmed: boolean; disarm(): void } {
  const [isArmed, arm] = useState(false);
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') arm(false);
      if (!isReady || !isSend(event) || isTyping(event)) return;
      event.preventDefault();
      if (isArmed) approve();
      else arm(true);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
  return { isArmed, disarm: () => arm(false) };
}

function approvalNote(state: MissionState, isArmed: boolean): string {
  if (isArmed) return `Press ${sendKeys} once more to start, Esc to go back.`;
  if (state.causes.length > 0)
    return 'The orchestrator looks at what you said; then the plan is yours to decide on again.';
  if (!baseIsChecked(state)) return 'The untouched base is being checked in a clone. Then you can approve.';
  return 'Nothing touches the working tree before you approve. Then work runs on a branch of its own.';
}

function Approval({ state, onWrite, onEdit, press }: DecisionProps & { press: Press }): JSX.Element {
  const isReady = baseIsChecked(state) && state.causes.length === 0 && !press.isBusy;
  const approve = (): void => void press.act({ kind: 'approve', planVersion: state.versions.plan });
  const second = useSecondPress(isReady, approve);
  return (
    <>
      <Problem text={press.problem} />
      <Button primary isDisabled={!isReady} title={sendKeys} onPress={approve}>
        {second.isArmed ? 'Approve and start: press again' : 'Approve and start'}
      </Button>
      <div class="btns three">
        <Button icon="edit" onPress={() => onEdit(true)}>
          Edit
        </Button>
        <Button icon="comment" onPress={() => onWrite('comment')}>
          Comment
        </Button>
        <Button icon="close" onPress={() => onWrite('reject')}>
          Reject
        </Button>
      </div>
      <p class="small muted" role="status">
        {approvalNote(state, second.isArmed)}
      </p>
    </>
  );
}

/** Approve, edit, comment or reject: pinned above the message field. */
export function DecisionBar(props: DecisionProps): JSX.Element {
  const press = usePress();
  return (
    <div class="decide" role="group" aria-label="Decision on the plan">
      <Approval {...props} press={press} />
    </div>
  );
}

interface EditBarProps {
  state: MissionState;
  note: string;
  onSent: () => void;
  onEdit: (isEditing: boolean) => void;
}

/** Sends the edits as one comment; pinned above the message field, whose text goes with them. */
export function EditBar({ state, note, onSent, onEdit }: EditBarProps): JSX.Element {
  const press = usePress();
  const sentences = editSentences(state, textsBelow(editsKept(state)));
  const send = async (): Promise<void> => {
    if (!(await press.act({ kind: 'reject', comment: editsComment(sentences, note) }))) return;
    forget(editsKept(state));
    onSent();
  };
  return (
    <div class="decide" role="group" aria-label="Your edits">
      <Problem text={press.problem} />
      <Button primary isDisabled={press.isBusy || sentences.length === 0} onPress={() => void send()}>
        {sentences.length === 0 ? 'No edits yet' : `Send ${count(sentences.length, 'edit')}`}
      </Button>
      <div class="btns two">
        <Button onPress={() => onEdit(false)}>Back to the plan</Button>
        <Button
          isDisabled={sentences.length === 0}
          onPress={() => {
            forget(editsKept(state));
            onEdit(false);
          }}
        >
          Discard edits
        </Button>
      </div>
      <p class="small muted" role="status">
        The orchestrator takes your edits into a new version of the plan; the checks run again.
      </p>
    </div>
  );
}
