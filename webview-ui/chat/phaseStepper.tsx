import type { JSX } from 'preact';
import { scopingPhases } from '../../src/mission/artefacts/plan.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { phaseNames } from '../../src/wording/planningLines.ts';
import { Icon } from '../shared/icon.tsx';
import { useChoice } from '../shared/remembered.ts';

type Place = 'done' | 'now' | 'later';

const words: Readonly<Record<Place, string>> = { done: 'settled', now: 'in progress', later: 'to come' };

interface Phase {
  name: string;
  place: Place;
}

function phasesOf({ scopingPhase, phase }: MissionState): Phase[] {
  const isPlanned = phase !== 'scoping';
  const current = Math.max(
    0,
    scopingPhases.findIndex((name) => name === scopingPhase),
  );
  return scopingPhases.map((name, place) => ({
    name: phaseNames[name],
    place: isPlanned || place < current ? 'done' : place === current ? 'now' : 'later',
  }));
}

function Bars({ phases }: { phases: Phase[] }): JSX.Element {
  return (
    <ol class="phases" aria-label="Planning phases">
      {phases.map(({ name, place }) => (
        <li key={name} class={place} aria-current={place === 'now' ? 'step' : undefined}>
          <span class="visually-hidden">
            {name}, {words[place]}
          </span>
        </li>
      ))}
    </ol>
  );
}

function PhaseRow({ phase: { name, place }, isWorking }: { phase: Phase; isWorking: boolean }): JSX.Element {
  const icons = {
    done: <Icon icon="pass" tone="passed" />,
    now: <Icon icon="sync" tone="running" isTurning={isWorking} />,
    later: <Icon icon="circle-outline" tone="pending" />,
  };
  return (
    <li>
      {icons[place]}
      <span>{name}</span>
      <span class="small muted">{place === 'later' ? '' : place === 'done' ? 'settled' : 'now'}</span>
    </li>
  );
}

/** The seven phases of planning; `isWorking`: planning goes on at this moment. */
export function PhaseStepper({ state, isWorking }: { state: MissionState; isWorking: boolean }): JSX.Element {
  const [isOpen, open] = useChoice('fold.phases', false);
  const phases = phasesOf(state);
  const current = phases.findIndex(({ place }) => place === 'now');
  return (
    <>
      <Bars phases={phases} />
      {current >= 0 && (
        <details class="phase-list" open={isOpen} onToggle={(event) => open(event.currentTarget.open)}>
          <summary class="phase-line">
            <span class="strong cut">
              {current + 1} of {phases.length}: {phases[current]?.name}
            </span>
            <span class="end">
              <Icon icon={isOpen ? 'chevron-up' : 'chevron-down'} />
            </span>
          </summary>
          <ol class="reqs phase-rows">
            {phases.map((phase) => (
              <PhaseRow key={phase.name} phase={phase} isWorking={isWorking} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}
