import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Action } from '../../src/protocol/actions.ts';
import { IconButton } from '../shared/controls/button.tsx';
import { GrowingField } from './growingField.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

interface ComposerProps {
  label: string;
  /** What happens with a message, or how it is sent. */
  hint: string;
  text: string;
  /** Counts the wishes to write here: each puts the cursor into the field. */
  wishes: number;
  onText: (text: string) => void;
  action: (text: string) => Action;
  onSent: () => void;
}

/** The field in which the user writes. Enter sends, Shift+Enter makes a line. */
export function Composer({ label, hint, text, wishes, onText, action, onSent }: ComposerProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const press = usePress();
  useLayoutEffect(() => {
    if (wishes > 0) box.current?.querySelector('textarea')?.focus();
  }, [wishes]);
  const send = async (): Promise<void> => {
    const plain = text.trim();
    if (plain === '' || press.isBusy) return;
    if (!(await press.act(action(plain)))) return;
    onText('');
    onSent();
  };
  return (
    <>
      <Problem text={press.problem} />
      <div class="box" ref={box}>
        <GrowingField
          class="grows"
          label={label}
          placeholder={label}
          describedBy="composer-hint"
          rows={2}
          value={text}
          onInput={onText}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <div class="tools">
          <span class="end">
            <span class="small muted" id="composer-hint">
              {hint}
            </span>
            <IconButton
              compact
              icon="send"
              label="Send"
              isDisabled={press.isBusy || text.trim() === ''}
              onPress={() => void send()}
            />
          </span>
        </div>
      </div>
    </>
  );
}
