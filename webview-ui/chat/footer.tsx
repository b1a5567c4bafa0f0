import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import type { Action } from '../../src/protocol/actions.ts';
import { Composer } from './composer.tsx';
import { DecisionBar, EditBar, editsKept } from './decisionBar.tsx';
import type { Writing } from './writing.ts';
import { editsComment, editSentences } from './planEdits.ts';
import { queuedNote } from './queuedNote.ts';
import { forget, textsBelow } from '../shared/remembered.ts';

interface FooterProps {
  state: MissionState;
  writing: Writing;
  editsPlan: boolean;
  onEdit: (isEditing: boolean) => void;
}

interface Wording {
  label: string;
  hint: string;
  action: (text: string) => Action;
}

function editWording(state: MissionState): Wording {
  return {
    label: 'Say more about your edits',
    hint: 'Enter sends it with your edits',
    action: (text) => {
      const sentences = editSentences(state, textsBelow(editsKept(state)));
      return { kind: 'reject', comment: sentences.length === 0 ? text : editsComment(sentences, text) };
    },
  };
}

function wordingOf({ state, writing, editsPlan }: FooterProps): Wording {
  if (editsPlan) return editWording(state);
  if (state.phase === 'awaitingApproval' && state.pause === null)
    return writing.purpose === 'reject'
      ? {
          label: 'Why you reject the plan',
          hint: 'Enter rejects',
          action: (text) => ({ kind: 'reject', comment: `The plan is rejected: ${text}` }),
        }
      : {
          label: 'Comment on the plan',
          hint: 'Enter sends the plan back',
          action: (comment) => ({ kind: 'reject', comment }),
        };
  const isAtWork = state.phase === 'running' || state.pause !== null;
  return {
    label: 'Message the orchestrator',
    hint: isAtWork ? queuedNote(state).replace(/^Queued: r/, 'R') : 'Enter sends',
    action: (text) => ({ kind: 'say', text }),
  };
}

/** The decision on the plan, where there is one to make, and the message field: always in sight. */
export function Footer(props: FooterProps): JSX.Element {
  const { state, writing, editsPlan, onEdit } = props;
  const sent = (): void => {
    if (!editsPlan) return;
    forget(editsKept(state));
    onEdit(false);
  };
  return (
    <section class="composer" aria-label="Message" data-region tabIndex={-1}>
      {editsPlan && (
        <EditBar
          state={state}
          note={writing.text}
          onEdit={onEdit}
          onSent={() => {
            writing.setText('');
            onEdit(false);
          }}
        />
      )}
      {!editsPlan && state.phase === 'awaitingApproval' && state.pause === null && (
        <DecisionBar state={state} onWrite={writing.write} onEdit={onEdit} />
      )}
      <Composer
        {...wordingOf(props)}
        text={writing.text}
        wishes={writing.wishes}
        onText={writing.setText}
        onSent={sent}
      />
    </section>
  );
}
