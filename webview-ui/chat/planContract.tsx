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
      end={flagged === 0 ? assertions.length : `${assertions.length}, ${flagged} flagged`}
    >
      <ul class="inner lines">
        {assertions.map((assertion) => (
          <AssertionItem key={assertion.text.id} assertion={assertion} isUntried={untried.has(assertion.text.id)} />
        ))}
      </ul>
    </Fold>
  );
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
      end={`${count(areas.length, 'area')}${untried.size === 0 ? '' : `, ${untried.size} flagged`}`}
    >
      <div class="body rows">
        <p class="small muted">
          Reviewed {count(reviews, 'time')}.
          {untried.size > 0 &&
            ` ${untried.size === 1 ? 'One assertion was' : `${untried.size} assertions were`} not tried on the untouched base: nothing shows yet that ${untried.size === 1 ? 'it' : 'they'} can fail.`}
        </p>
        {areas.map((area) => (
          <AreaRow key={area.area} area={area} untried={untried} />
        ))}
      </div>
    </Fold>
  );
}
