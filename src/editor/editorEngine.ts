import type * as vscode from 'vscode';
import { modelTable } from '../adapters/model/modelFacts.ts';
import { suggestedGoal } from '../adapters/model/rehearsal/mission/goal.ts';
import { rehearsalModel } from '../adapters/model/rehearsal/rehearsalModel.ts';
import { findBrowserPrograms, isProgram, NO_BROWSER } from '../adapters/node/browserProgram.ts';
import { defaultRoot } from '../adapters/node/defaultRoot.ts';
import { processEnvironment, realFolder } from '../adapters/node/nodeTerminal.ts';
import type { EditorModels } from '../adapters/vscode/editorModels.ts';
import { outputLog } from '../adapters/vscode/outputLog.ts';
import { setting } from '../adapters/vscode/settings.ts';
import { keyedProviders } from '../adapters/vscode/storedKeys.ts';
import type { StoredKeys } from '../adapters/vscode/storedKeys.ts';
import { defaultLimits } from '../mission/limits.ts';
import { nodeEngine } from '../nodeEngine.ts';
import type { Activity } from '../ports/activity.ts';
import type { ProviderState } from '../protocol/toWebview.ts';
import { Missions } from '../runner/missions.ts';
import type { Surroundings } from '../views/desk/newMissions.ts';
import type { FolderState } from '../views/desk/windowFolder.ts';

const minuteMs = 60_000;

export interface EditorEngineParts {
  extensionUri: vscode.Uri;
  keys: StoredKeys;
  editorModels: EditorModels;
  channel: vscode.LogOutputChannel;
  activity: Activity;
}

interface Provider {
  title: string;
  models: { model: string; title: string }[];
}

const known: Readonly<Record<(typeof keyedProviders)[number], Provider>> = {
  anthropic: {
    title: 'Anthropic',
    models: [
      { model: 'claude-opus-5-5', title: 'Claude Opus 5.5' },
      { model: 'claude-sonnet-5-5', title: 'Claude Sonnet 5.5' },
    ],
  },
  openai: {
    title: 'OpenAI',
    models: [{ model: 'gpt-6.1-sol', title: 'GPT-6.1 Sol' }],
  },
  compatible: { title: 'Compatible server', models: [] },
};

/** Where missions live: the user's setting, or ~/.longhaul. */
function missionsRoot(): string {
  const chosen = setting('longhaul.missionsDirectory').trim();
  return chosen === '' ? defaultRoot(processEnvironment()) : chosen;
}

function baseUrls(): Partial<Record<(typeof keyedProviders)[number], string>> {
  const urls = {
    anthropic: setting('longhaul.anthropicBaseUrl').trim(),
    openai: setting('longhaul.openaiBaseUrl').trim(),
    compatible: setting('longhaul.compatibleBaseUrl').trim(),
  };
  return Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== ''));
}

/** Programs of the user's environment, and the browser of the settings. */
function environment(): Record<string, string | undefined> {
  const browser = setting('longhaul.browser').trim();
  return { ...processEnvironment(), ...(browser !== '' && { LONGHAUL_CHROMIUM: browser }) };
}

function modelsOf(provider: (typeof keyedProviders)[number]): Provider['models'] {
  if (provider !== 'compatible') return known[provider].models;
  const named = setting('longhaul.compatibleModels').split(',');
  return named.flatMap((name) => (name.trim() === '' ? [] : [{ model: name.trim(), title: name.trim() }]));
}

function problemOf(provider: (typeof keyedProviders)[number], keys: StoredKeys): string | null {
  if (provider === 'compatible')
    return setting('longhaul.compatibleBaseUrl').trim() === ''
      ? 'No address yet: set longhaul.compatibleBaseUrl to the server’s base URL.'
      : null;
  return keys.key(provider) === null ? `No key yet: add the key of ${known[provider].title}.` : null;
}

function editorProvider(editorModels: EditorModels): ProviderState {
  const models = editorModels.list.map(({ model, title }) => ({ model, title }));
  const problem = models.length === 0 ? 'No extension of this editor offers a language model.' : null;
  return { provider: 'editor', title: 'Models of this editor', problem, models, takesKey: false };
}

function providerStates(keys: StoredKeys, editorModels: EditorModels): ProviderState[] {
  const keyed = keyedProviders.map((provider) => ({
    provider,
    title: known[provider].title,
    problem: problemOf(provider, keys),
    models: modelsOf(provider),
    takesKey: true,
  }));
  const rehearsal = { provider: 'rehearsal', title: 'Rehearsal', problem: null, takesKey: false };
  return [
    ...keyed,
    editorProvider(editorModels),
    { ...rehearsal, models: [{ model: 'scripted', title: 'Rehearsal (scripted)' }] },
  ];
}

function browserProblem(): string | null {
  return findBrowserPrograms(environment()).some(isProgram) ? null : NO_BROWSER;
}

/** The engine for the extension host, and what the window knows of models and browsers. */
export function editorEngine({ extensionUri, keys, editorModels, channel, activity }: EditorEngineParts): {
  missions: Missions;
  surroundings: (folder: FolderState) => Surroundings;
} {
  const table = modelTable();
  if (!table.ok) throw new Error(table.problem);
  const engine = nodeEngine({
    root: missionsRoot(),
    skills: new URL(`${extensionUri.with({ scheme: 'file' }).toString()}/skills/`),
    models: {
      secrets: keys,
      baseUrls: baseUrls(),
      facts: table.table,
      further: { rehearsal: rehearsalModel(), editor: editorModels.port },
      requestTimeoutMs: setting('longhaul.requestTimeoutMinutes') * minuteMs,
    },
    limits: defaultLimits,
    activity,
    log: outputLog(channel),
    environment: environment(),
  });
  const surroundings = ({ path, problem }: FolderState): Surroundings => ({
    folder: path === null ? null : realFolder(path),
    problem,
    providers: providerStates(keys, editorModels),
    suggestedGoal: path?.endsWith('shelf') === true ? suggestedGoal : null,
    rehearsal: { provider: 'rehearsal', model: 'scripted', effort: null },
    browserProblem: browserProblem(),
  });
  return { missions: new Missions(engine), surroundings };
}
