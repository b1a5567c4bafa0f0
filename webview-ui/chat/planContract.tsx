import type { JSX } from 'preact';
import type { AssertionState, MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { contractAreas, untriedOnBase } from './contractAreas.ts';
import type { ContractArea } from './contractAreas.ts';
import { Fold } from './fold.tsx';
import { InlineText } from './inlineText.tsx';

function AssertionItem({ assertion, isUntried }: { assertion: AssertionState; isUntried: boolean }): JSX.Element {
  const { id, title, behaviour, failsIf, surface, command, intent } = assertion.text;
  return (
    <li>
      <p>
        <code class="small">{id}</code> <b class="strong">{title}</b>
      </p>
      <p>
        <InlineText text={behaviour} />
      </p>
      <p class="small muted">
        Fails if: <InlineText text={failsIf} />
      </p>
      {command !== null && (
        <p class="small muted">
          Command: <code>{command}</code>
        </p>
      )}
      <p class="tags">
        <span class="tag">{surface}</span>
        {intent === 'preserve' && <span class="tag">holds already, must stay</span>}
        {isUntried && <span class="tag">not tried on the base</span>}
      </p>
    </li>
  );
}

interface AreaRowProps {
  area: ContractArea;
  untried: ReadonlySet<string>;
}

function AreaRow({ area: { area, assertions }, untried }: AreaRowProps): JSX.Element {
  const flagged = assertions.filter(({ text }) => untried.has(text.id)).length;
  return (
    <Fold
      name={`plan.area.${area}`}
      class="disc row-fold"
      title={area}
      end={flagged === 0 ? assertions.length : `${assertions.length}, ${flagged} untried`}
    >
      <ul class="inner lines">
        {assertions.map((assertion) => (
          <AssertionItem key={assertion.text.id} assertion={assertion} isUntried={untried.has(assertion.text.id)} />
        ))}
      </ul>
    </Fold>
  );
}

/** What code has tried on the untouched base, and what therefore is only claimed. */
function triedSentence({ baseCheck }: MissionState, untried: number): string {
  if (untried === 0) return 'Every assertion was tried on the untouched base.';
  const tried = baseCheck?.assertions.length ?? 0;
  const left = untried === 1 ? 'One assertion was' : `${untried} assertions were`;
  return `Code tries commands alone on the untouched base: ${tried} so far. ${left} not tried there, so nothing shows yet that ${untried === 1 ? 'it' : 'they'} can fail.`;
}

/** The contract by area, with what nobody has tried on the untouched base. */
export function PlanContract({ state }: { state: MissionState }): JSX.Element {
  const areas = contractAreas(state);
  const untried = untriedOnBase(state);
  const reviews = state.contractReviews.length;
  return (
    <Fold
      name="plan.contract"
      title="Contract"
      end={`${count(areas.length, 'area')}${untried.size === 0 ? '' : `, ${untried.size} untried`}`}
    >
      <div class="body rows">
        <p class="small muted">
          Reviewed {count(reviews, 'time')}. {triedSentence(state, untried.size)}
        </p>
        {areas.map((area) => (
          <AreaRow key={area.area} area={area} untried={untried} />
        ))}
      </div>
    </Fold>
  );
}
