import * as vscode from 'vscode';
import { hasMissions } from './adapters/node/defaultRoot.ts';
import { setting } from './adapters/vscode/settings.ts';
import type { Workbench } from './editor/editorWorkbench.ts';
import { registerCommands } from './views/commands/registerCommands.ts';
import { lazyTree } from './views/commands/lazyTree.ts';
import { lazyFiles } from './views/diffs/lazyFiles.ts';
import { storedScheme } from './views/diffs/storedFiles.ts';

let workbench: Promise<Workbench> | null = null;

/** Registers what can be pressed; everything else is loaded when the first is, or when a mission has not ended. */
export function activate(context: vscode.ExtensionContext): void {
  const load = (): Promise<Workbench> =>
    (workbench ??= import('./editor/editorWorkbench.ts').then(({ openWorkbench }) => openWorkbench(context)));
  context.subscriptions.push(
    registerCommands(async () => (await load()).commands),
    vscode.window.registerWebviewViewProvider('longhaul.chat', {
      resolveWebviewView: async (view) => (await load()).chat.resolveWebviewView(view),
    }),
    vscode.window.registerWebviewPanelSerializer('longhaul.missionControl', {
      deserializeWebviewPanel: async (panel) => (await load()).missionControl.deserializeWebviewPanel(panel),
    }),
    vscode.window.registerTreeDataProvider(
      'longhaul.mission',
      lazyTree(async () => (await load()).missionTree),
    ),
    vscode.window.registerTreeDataProvider(
      'longhaul.contract',
      lazyTree(async () => (await load()).contractTree),
    ),
    vscode.workspace.registerFileSystemProvider(
      storedScheme,
      lazyFiles(async () => (await load()).stored),
      { isReadonly: true, isCaseSensitive: true },
    ),
  );
  if (vscode.workspace.isTrusted && hasMissions(setting('longhaul.missionsDirectory'))) void load();
}

/** The mission waits for the window to open again. */
export async function deactivate(): Promise<void> {
  await (await workbench)?.leave();
}
