import type { JSX } from 'preact';
import type { ModelChoice, Role } from '../../src/mission/role.ts';
import { roles } from '../../src/mission/role.ts';
import type { ProviderState } from '../../src/protocol/toWebview.ts';
import { roleNames } from '../../src/wording/words.ts';
import { act, show } from '../shared/ask.ts';
import { Button } from '../shared/controls/button.tsx';
import { Dropdown } from '../shared/controls/choice.tsx';
import type { Option } from '../shared/controls/choice.tsx';
import { Icon } from '../shared/icon.tsx';
import { roleIcons } from '../shared/signs.ts';
import { Block } from './block.tsx';
import { BudgetForm } from './budgetForm.tsx';
import { hasEnded } from './ended.ts';
import { SignCell } from './signCell.tsx';
import type { View } from './view.ts';

const efforts = ['low', 'medium', 'high'] as const;
const effortOptions = [{ value: 'none', label: 'default' }, ...efforts.map((value) => ({ value, label: value }))];

/** Options with what is chosen among them, even where nobody offers it any more. */
function withChosen(options: Option[], chosen: string): Option[] {
  return options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}

interface RoleRowProps {
  role: Role;
  view: View;
  isFixed: boolean;
}

function RoleRow({ role, view, isFixed }: RoleRowProps): JSX.Element {
  const { window } = view;
  const choice = view.state.models[role];
  const provider = window.providers.find((candidate) => candidate.provider === choice.provider);
  const change = (next: Partial<ModelChoice>): void =>
    void act({ kind: 'changeModel', role, choice: { ...choice, ...next } });
  const changeProvider = (name: string): void => {
    const model = window.providers.find((candidate) => candidate.provider === name)?.models[0]?.model;
    if (model !== undefined) change({ provider: name, model, effort: name === 'rehearsal' ? null : choice.effort });
  };
  const providers = window.providers
    .filter(({ models }) => models.length > 0)
    .map(({ provider: value, title }) => ({ value, label: title }));
  const models = (provider?.models ?? []).map(({ model, title }) => ({ value: model, label: title }));
  const name = roleNames[role];
  return (
    <tr>
      <th scope="row">
        <span class="cell">
          <Icon icon={roleIcons[role]} />
          {name}
        </span>
      </th>
      <td>
        <Dropdown
          label={`Provider of ${name}`}
          options={withChosen(providers, choice.provider)}
          value={choice.provider}
          onChange={changeProvider}
          isDisabled={isFixed}
        />
      </td>
      <td>
        <Dropdown
          label={`Model of ${name}`}
          options={withChosen(models, choice.model)}
          value={choice.model}
          onChange={(model) => change({ model })}
          isDisabled={isFixed}
        />
      </td>
      <td>
        <Dropdown
          label={`Effort of ${name}`}
          options={effortOptions}
          value={choice.effort ?? 'none'}
          onChange={(value) => change({ effort: efforts.find((effort) => effort === value) ?? null })}
          isDisabled={isFixed || choice.provider === 'rehearsal'}
        />
      </td>
      <td class="muted">{window.defaults?.reasons[role] ?? ''}</td>
    </tr>
  );
}

function Provider({ provider }: { provider: ProviderState }): JSX.Element {
  const { problem, title, takesKey } = provider;
  const sign =
    problem === null
      ? ({ icon: 'pass', tone: 'passed', word: 'Can be used' } as const)
      : ({ icon: 'warning', tone: 'attention', word: problem } as const);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <span class="cell wraps">
          <Icon icon={sign.icon} tone={sign.tone} />
          <span>{sign.word}</span>
        </span>
      </td>
      <td class="num">
        {takesKey && (
          <Button compact onPress={() => show({ kind: 'key', provider: provider.provider })}>
            {problem === null ? 'Change key…' : 'Store key…'}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Models by role and budgets, both changeable at any time. */
export function SetupTab({ view }: { view: View }): JSX.Element {
  const isFixed = view.isViewer || hasEnded(view.state);
  return (
    <>
      <Block title="Models by role" note="A change takes effect with the next run; a run at work keeps its model.">
        <div class="scroll-x" tabIndex={0} role="group" aria-label="Models by role">
          <table class="setup">
            <thead>
              <tr>
                {['Role', 'Provider', 'Model', 'Effort', 'Why the default'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {roles.map((role) => (
                <RoleRow key={role} role={role} view={view} isFixed={isFixed} />
              ))}
            </tbody>
          </table>
        </div>
      </Block>
      <div class="two block-columns">
        <Block title="Budgets" note="Checked before each model call; at its end the mission pauses and asks.">
          <BudgetForm view={view} isFixed={isFixed} />
        </Block>
        <Block title="Providers">
          <table class="plain">
            <thead class="visually-hidden">
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Standing</th>
                <th scope="col">Key</th>
              </tr>
            </thead>
            <tbody>
              {view.window.providers.map((provider) => (
                <Provider key={provider.provider} provider={provider} />
              ))}
            </tbody>
          </table>
          <p class="after">
            <SignCell sign={{ icon: 'shield', word: '' }}>
              Sandbox off: commands of runs are not confined by the system.
            </SignCell>
          </p>
        </Block>
      </div>
    </>
  );
}
