import type { JSX } from 'preact';
import type { Role } from '../../src/mission/role.ts';
import { roles } from '../../src/mission/role.ts';
import type { MissionState } from '../../src/mission/state.ts';
import { count } from '../../src/wording/count.ts';
import { roleNames } from '../../src/wording/words.ts';
import { Markdown } from '../shared/markdown.tsx';
import { Fold } from './fold.tsx';
import { RequirementList } from './requirementList.tsx';

interface SectionProps {
  state: MissionState;
}

/** What the user asked for, as the orchestrator wrote it down. */
export function PlanRequirements({ state }: SectionProps): JSX.Element {
  const live = Object.values(state.requirements).filter(({ dropped }) => dropped === null);
  const binding = live.filter((requirement) => requirement.binding).length;
  return (
    <Fold
      name="plan.requirements"
      title="Requirements"
      end={binding === 0 ? live.length : `${live.length}, ${binding} binding`}
    >
      <div class="body flush">
        <RequirementList state={state} />
      </div>
    </Fold>
  );
}

/** Ports in use and what is off limits. */
export function PlanBoundaries({ state }: SectionProps): JSX.Element {
  const notes = state.knowledge.filter(({ topic }) => topic === 'boundaries');
  return (
    <Fold name="plan.boundaries" title="Boundaries" end={notes.length === 0 ? 'none' : count(notes.length, 'note')}>
      <div class="body">
        {notes.length === 0 ? (
          <p class="muted">None are written down.</p>
        ) : (
          notes.map(({ text }, place) => <Markdown key={place} text={text} />)
        )}
      </div>
    </Fold>
  );
}

function CommandRow({ name, command }: { name: string; command: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{command}</code>
      </dd>
    </>
  );
}

/** The commands and services by which everything is built, started and judged. */
export function PlanCommands({ state: { services } }: SectionProps): JSX.Element {
  const gates = services?.gates ?? [];
  const started = services?.services ?? [];
  return (
    <Fold name="plan.commands" title="Gates and services" end={`${gates.length}, ${started.length}`}>
      <dl class="body kv commands">
        {(services?.setup ?? []).map((command) => (
          <CommandRow key={command} name="set-up" command={command} />
        ))}
        {gates.map(({ name, command }) => (
          <CommandRow key={name} name={name} command={command} />
        ))}
        {started.map(({ name, start }) => (
          <CommandRow key={name} name={name} command={start} />
        ))}
      </dl>
    </Fold>
  );
}

/** Roles that have the same model, together. */
function modelRows({ models }: MissionState): { model: string; effort: string; roles: Role[] }[] {
  const rows = new Map<string, { model: string; effort: string; roles: Role[] }>();
  for (const role of roles) {
    const { provider, model, effort } = models[role];
    const key = `${provider}/${model}@${effort ?? ''}`;
    const row = rows.get(key) ?? { model: `${provider}/${model}`, effort: effort ?? '', roles: [] };
    row.roles.push(role);
    rows.set(key, row);
  }
  return [...rows.values()];
}

function rolesText(played: readonly Role[]): string {
  if (played.length === roles.length) return 'Every role';
  return played.map((role, place) => (place === 0 ? roleNames[role] : roleNames[role].toLowerCase())).join(', ');
}

export function PlanModels({ state }: SectionProps): JSX.Element {
  const rows = modelRows(state);
  return (
    <Fold name="plan.models" title="Models by role" isOpen end={count(rows.length, 'model')}>
      <div class="body flush">
        <table class="plain models">
          <caption class="visually-hidden">Models by role</caption>
          <tbody>
            {rows.map(({ model, effort, roles: played }) => (
              <tr key={`${model}${effort}`}>
                <th scope="row">{rolesText(played)}</th>
                <td>{model}</td>
                <td class="num muted small">{effort}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {state.scripted && (
          <p class="small muted">Scripted: real edits, commits, tests and browser, but no thinking model.</p>
        )}
      </div>
    </Fold>
  );
}
