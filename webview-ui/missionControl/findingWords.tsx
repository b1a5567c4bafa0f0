import type { JSX } from 'preact';
import type { ItemState, MissionState } from '../../src/mission/state.ts';
import { show } from '../shared/ask.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { cutInMiddle } from '../shared/figures.ts';
import type { Sign } from '../shared/verdicts.ts';

const fileCharacters = 24;

export const severitySigns: Readonly<Record<ItemState['severity'], Sign>> = {
  blocking: { icon: 'error', tone: 'failed', word: 'Blocking' },
  nonBlocking: { icon: 'warning', tone: 'attention', word: 'Not blocking' },
  suggestion: { icon: 'lightbulb', word: 'Suggestion' },
};

/** Where an item stems from, in few words. */
export function originWords(state: MissionState, { origin }: ItemState): string {
  const subject = state.runs[origin.run]?.subject;
  const round = subject && 'round' in subject ? `, ${subject.milestone} round ${subject.round}` : '';
  switch (origin.kind) {
    case 'handoff':
      return `Handoff of ${origin.feature}`;
    case 'review':
      return `Review of ${origin.feature}`;
    case 'scrutiny':
      return `Scrutiny${round}`;
    case 'gate':
      return `Gate ${origin.gate}`;
    case 'flow':
    case 'assertion':
      return `User testing${round}`;
    case 'record':
      return `Record of ${origin.feature}`;
  }
}

/** Where in the code, as a link. */
export function Where({ item: { file, line } }: { item: ItemState }): JSX.Element {
  if (file === null) return <>–</>;
  const text = `${file}${line === null ? '' : `:${line}`}`;
  return (
    <LinkButton title={text} onPress={() => show({ kind: 'file', path: file, line })}>
      <span class="mono">{cutInMiddle(text, fileCharacters)}</span>
    </LinkButton>
  );
}
