import type { JSX } from 'preact';
import { roles } from '../../src/mission/role.ts';
import type { RoleModels } from '../../src/mission/role.ts';
import type { ProviderState, WindowState } from '../../src/protocol/toWebview.ts';
import { modelName, roleNames } from '../../src/wording/words.ts';
import { LinkButton } from '../shared/controls/button.tsx';
import { Dropdown } from '../shared/controls/choice.tsx';
import type { Option } from '../shared/controls/choice.tsx';
import { Icon } from '../shared/icon.tsx';
import { everyRole } from './everyRole.ts';
import { Fold } from './fold.tsx';
import { Problem } from './problem.tsx';
import { usePress } from './usePress.ts';

const byRole = 'byRole';

/** The rehearsal plays its own goal alone, so it is no choice for another one. */
function realProviders({ providers, rehearsal }: WindowState): ProviderState[] {
  return providers.filter(({ provider }) => provider !== rehearsal.provider);
}

function modelOptions(window: WindowState): Option[] {
  const { defaults } = window;
  const single = realProviders(window).flatMap(({ provider, title, problem, models }) =>
    problem === null
      ? models.map((model) => ({ value: `${provider}/${model.model}`, label: `${title}: ${model.title}, every role` }))
      : [],
  );
  return [...(defaults ? [{ value: byRole, label: 'Recommended, by role' }] : []), ...single];
}

/** The models that a choice of the form stands for: null are the defaults, undefined where none can be used. */
export function chosenModels(window: WindowState, choice: string): RoleModels | null | undefined {
  const options = modelOptions(window);
  const chosen = options.find(({ value }) => value === choice) ?? options[0];
  if (!chosen) return undefined;
  if (chosen.value === byRole) return null;
  const [provider = '', ...model] = chosen.value.split('/');
  return everyRole({ provider, model: model.join('/'), effort: null });
}

function ProviderRow({ provider: { provider, title, problem, takesKey } }: { provider: ProviderState }): JSX.Element {
  const press = usePress();
  const isReady = problem === null;
  return (
    <li>
      <Icon icon={isReady ? 'pass' : 'circle-outline'} tone={isReady ? 'passed' : 'pending'} />
      <span>
        {title}
        <span class="small muted">{isReady ? ', ready' : ''}</span>
        {!isReady && <span class="sub small muted">{problem}</span>}
        <Problem text={press.problem} />
      </span>
      {!isReady && takesKey ? (
        <LinkButton label={`Add key for ${title}`} onPress={() => void press.show({ kind: 'key', provider })}>
          Add key…
        </LinkButton>
      ) : (
        <span />
      )}
    </li>
  );
}

function DefaultModels({ window: { defaults } }: { window: WindowState }): JSX.Element | null {
  if (!defaults) return null;
  return (
    <Fold name="welcome.defaults" class="disc row-fold" title="Who plays what, and why">
      <dl class="inner defaults">
        {roles.map((role) => (
          <div key={role}>
            <dt>
              {roleNames[role]} <span class="small muted">{modelName(defaults.models[role])}</span>
            </dt>
            <dd class="small muted">{defaults.reasons[role]}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  );
}

interface ModelSetupProps {
  window: WindowState;
  choice: string;
  onChoose: (choice: string) => void;
}

/** Which models play the roles, which providers can be used, and what is missing to use the others. */
export function ModelSetup({ window, choice, onChoose }: ModelSetupProps): JSX.Element {
  const options = modelOptions(window);
  const chosen = options.find(({ value }) => value === choice) ?? options[0];
  const providers = realProviders(window);
  const missing = providers.filter(({ problem }) => problem !== null);
  return (
    <section class="models" aria-labelledby="models-heading">
      <h2 id="models-heading">Models</h2>
      {chosen ? (
        <Dropdown label="Models of the mission" options={options} value={chosen.value} onChange={onChoose} />
      ) : (
        <p>No model is set up yet.</p>
      )}
      {chosen?.value === byRole && <DefaultModels window={window} />}
      {(missing.length > 0 || !chosen) && (
        <ul class="reqs providers" aria-label="Providers">
          {providers.map((provider) => (
            <ProviderRow key={provider.provider} provider={provider} />
          ))}
        </ul>
      )}
    </section>
  );
}
