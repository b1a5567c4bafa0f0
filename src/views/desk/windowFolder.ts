import * as vscode from 'vscode';
import type { WindowState } from '../../protocol/toWebview.ts';
import type { Missions } from '../../runner/missions.ts';

export interface FolderState {
  /** Of the window's first folder; null where missions cannot work in it. */
  path: string | null;
  problem: WindowState['problem'];
}

/** What there is to work in, with a sentence and a next action where there is nothing. */
export async function windowFolder(missions: Missions): Promise<FolderState> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder)
    return {
      path: null,
      problem: { text: 'Open a folder with a git repository to start a mission.', action: 'openFolder' },
    };
  if (folder.uri.scheme !== 'file')
    return {
      path: null,
      problem: {
        text: 'This workspace is virtual: it has no folder on a disk. Clone the repository and open the clone.',
        action: 'openFolder',
      },
    };
  const path = folder.uri.fsPath;
  if (!vscode.workspace.isTrusted)
    return {
      path,
      problem: { text: 'This folder is not trusted. A mission runs its commands: trust it first.', action: 'trust' },
    };
  const inspected = await missions.inspect(path);
  if (inspected.ok) return { path, problem: null };
  const isNoRepository = inspected.problem.includes('git init');
  return { path, problem: { text: inspected.problem, action: isNoRepository ? 'initialiseGit' : null } };
}
