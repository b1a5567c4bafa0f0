import * as vscode from 'vscode';
import { keyedProviders } from '../adapters/vscode/storedKeys.ts';
import type { EditorModels } from '../adapters/vscode/editorModels.ts';
import type { KeyedProvider, StoredKeys } from '../adapters/vscode/storedKeys.ts';
import type { Role } from '../mission/role.ts';
import { roles } from '../mission/role.ts';
import type { Desk } from '../views/desk/desk.ts';
import { roleNames } from '../wording/words.ts';

const titles: Readonly<Record<KeyedProvider, string>> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  compatible: 'Compatible server',
};

async function askProvider(placeHolder: string): Promise<KeyedProvider | null> {
  const rows = keyedProviders.map((provider) => ({ label: titles[provider], provider }));
  return (await vscode.window.showQuickPick(rows, { placeHolder }))?.provider ?? null;
}

/** Asks for the key of a provider and keeps it in the editor's secret storage. */
export async function setKey(keys: StoredKeys, named: string | null): Promise<void> {
  const provider = keyedProviders.find((candidate) => candidate === named) ?? (await askProvider('Whose key?'));
  if (provider === null) return;
  const key = await vscode.window.showInputBox({
    title: `Key of ${titles[provider]}`,
    prompt: 'It is kept in the editor’s secret storage: in no setting, journal, log or command of an agent.',
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Paste the key.' : null),
  });
  if (key !== undefined) await keys.store(provider, key.trim());
}

export async function removeKey(keys: StoredKeys): Promise<void> {
  const provider = await askProvider('Whose key is to be removed?');
  if (provider !== null) await keys.remove(provider);
}

interface ModelRow extends vscode.QuickPickItem {
  provider: string;
  model: string | null;
  problem: string | null;
}

async function askRole(desk: Desk): Promise<Role | null> {
  const { state } = desk;
  const { defaults } = desk.window();
  const models = state?.models ?? defaults?.models;
  const rows = roles.map((role) => ({
    label: roleNames[role],
    description: models ? `${models[role].provider}/${models[role].model}` : '',
    detail: defaults?.reasons[role] ?? '',
    role,
  }));
  const placeHolder = state
    ? 'Whose model? The change counts from its next run on.'
    : 'Default models by role, and why';
  return (await vscode.window.showQuickPick(rows, { placeHolder }))?.role ?? null;
}

/** What is available, what is not and why; a model that is chosen plays the role from its next run on. */
export async function chooseModels(desk: Desk, keys: StoredKeys, editorModels: EditorModels): Promise<void> {
  const role = await askRole(desk);
  if (role === null) return;
  const rows = desk.window().providers.flatMap(({ provider, title, problem, models }): ModelRow[] => {
    if (problem !== null) return [{ label: title, description: problem, provider, model: null, problem }];
    return models.map(({ model, title: name }) => ({
      label: name,
      description: `${provider}/${model}`,
      provider,
      model,
      problem: null,
    }));
  });
  const chosen = await vscode.window.showQuickPick(rows, {
    placeHolder: `Model of the ${roleNames[role].toLowerCase()}`,
  });
  if (!chosen) return;
  if (chosen.problem !== null || chosen.model === null) {
    if (chosen.provider === 'compatible')
      await vscode.commands.executeCommand('workbench.action.openSettings', 'longhaul.compatible');
    else await setKey(keys, chosen.provider);
    return;
  }
  const refusal = chosen.provider === 'editor' ? await editorModels.askForConsent(chosen.model) : null;
  if (refusal !== null) {
    void vscode.window.showErrorMessage(refusal);
    return;
  }
  if (!desk.state) {
    void vscode.window.showInformationMessage('Models of a new mission are chosen in the chat, before it starts.');
    return;
  }
  const { provider, model } = chosen;
  const said = await desk.act({ kind: 'changeModel', role, choice: { provider, model, effort: null } });
  if (!said.ok) void vscode.window.showErrorMessage(said.why);
}
