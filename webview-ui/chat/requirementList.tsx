import type { JSX } from 'preact';
import type { MissionState } from '../../src/mission/state.ts';
import { InlineText } from './inlineText.tsx';

/** Requirements as recorded; dropped ones stay, with the reason. */
export function RequirementList({ state }: { state: MissionState }): JSX.Element {
  return (
    <ul class="reqs ids">
      {Object.values(state.requirements).map(({ id, text, binding, dropped }) => (
        <li key={id}>
          <span class="small muted">{id}</span>
          <span>
            {dropped === null ? <InlineText text={text} /> : <s>{text}</s>}
            {dropped !== null && <span class="small muted line">dropped: {dropped}</span>}
          </span>
          {binding && dropped === null ? <span class="tag">binding</span> : <span />}
        </li>
      ))}
    </ul>
  );
}
