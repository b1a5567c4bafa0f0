import * as vscode from 'vscode';
import { EditorModels } from '../adapters/vscode/editorModels.ts';
import { StoredKeys } from '../adapters/vscode/storedKeys.ts';
import { editorEngine } from './editorEngine.ts';
import { chooseModels, removeKey, setKey } from './editorKeys.ts';
import { placeOpener } from './editorPlaces.ts';
import type { ActivityPiece } from '../ports/activity.ts';
import { ChatView } from '../views/chat/chatView.ts';
import type { CommandId } from '../views/commands/commandTable.ts';
import { missionCommands } from '../views/commands/missionCommands.ts';
import { MissionStatus, notifyWhenNeeded } from '../views/commands/missionStatus.ts';
import { watchAbsence } from '../views/desk/absence.ts';
import { Desk } from '../views/desk/desk.ts';
import { NewMissions } from '../views/desk/newMissions.ts';
import type { Row } from '../views/desk/row.ts';
import { windowFolder } from '../views/desk/windowFolder.ts';
import { FindingThreads } from '../views/diffs/findingThreads.ts';
import { StoredFiles } from '../views/diffs/storedFiles.ts';
import { MissionControlPanel } from '../views/missionControl/missionControlPanel.ts';
import { contractRows } from '../views/trees/contractRows.ts';
import { missionRows } from '../views/trees/missionRows.ts';
import { RowTree } from '../views/trees/rowTree.ts';
import type { Said } from '../runner/missions.ts';

export interface Workbench {
  chat: ChatView;
  missionControl: MissionControlPanel;
  missionTree: RowTree;
  contractTree: RowTree;
  stored: StoredFiles;
  commands: Record<CommandId, (row: Row | null) => Promise<Said | undefined>>;
  leave: () => Promise<void>;
}

async function openDesk(
  context: vscode.ExtensionContext,
): Promise<{ desk: Desk; keys: StoredKeys; editorModels: EditorModels }> {
  const channel = vscode.window.createOutputChannel('Longhaul', { log: true });
  context.subscriptions.push(channel);
  // The desk is made last, from all that changes it.
  const later: { desk: Desk | null } = { desk: null };
  const keys = await StoredKeys.read(context.secrets, () => later.desk?.windowChanged());
  const { models: editorModels, watching } = await EditorModels.read(context.languageModelAccessInformation, () =>
    later.desk?.windowChanged(),
  );
  context.subscriptions.push(watching);
  const activity = { tell: (run: number, piece: ActivityPiece) => later.desk?.activity(run, piece) };
  const { missions, surroundings } = editorEngine({
    extensionUri: context.extensionUri,
    keys,
    editorModels,
    channel,
    activity,
  });
  let folder = await windowFolder(missions);
  const newMissions = new NewMissions(missions, () => surroundings(folder));
  const desk = new Desk({ missions, newMissions, folder: surroundings(folder).folder, log: channel });
  later.desk = desk;
  const lookAgain = async (): Promise<void> => {
    folder = await windowFolder(missions);
    desk.windowChanged();
  };
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(lookAgain),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('longhaul')) desk.windowChanged();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      // A repository may have been made in a terminal.
      if (focused && folder.problem !== null) void lookAgain();
    }),
    watchAbsence(context.workspaceState, (since) => {
      newMissions.awaySince = since;
      desk.windowChanged();
    }),
  );
  return { desk, keys, editorModels };
}

/** Makes everything that the editor shows of Longhaul, and opens the mission of the folder. */
export async function openWorkbench(context: vscode.ExtensionContext): Promise<Workbench> {
  const { desk, keys, editorModels } = await openDesk(context);
  const stored = new StoredFiles(desk);
  const show = placeOpener({
    desk,
    stored,
    chat: () => chat,
    missionControl: () => missionControl,
    setKey: (provider) => setKey(keys, provider).then(() => desk.windowChanged()),
  });
  const shown = { extensionUri: context.extensionUri, desk, show };
  const chat = new ChatView(shown);
  const missionControl = new MissionControlPanel(shown);
  context.subscriptions.push(
    new FindingThreads(desk),
    new MissionStatus(desk),
    missionControl,
    notifyWhenNeeded(desk, () => chat.isVisible),
  );
  await desk.openNewest();
  return {
    chat,
    missionControl,
    missionTree: new RowTree(desk, missionRows),
    contractTree: new RowTree(desk, contractRows),
    stored,
    commands: missionCommands({
      desk,
      show,
      compose: (text) => chat.compose(text),
      chooseModels: () => chooseModels(desk, keys, editorModels),
      setKey: (provider) => setKey(keys, provider).then(() => desk.windowChanged()),
      removeKey: () => removeKey(keys).then(() => desk.windowChanged()),
    }),
    leave: () => desk.leave(),
  };
}
