import * as vscode from 'vscode';
import type { Said } from '../../runner/missions.ts';
import type { Row } from '../desk/row.ts';
import { commandTexts } from './commandTable.ts';
import type { CommandId } from './commandTable.ts';

type Run = (row: Row | null) => Promise<Said | undefined>;

/** Registers every command of the table; what they do is loaded when the first is pressed. */
export function registerCommands(load: () => Promise<Record<CommandId, Run>>): vscode.Disposable {
  const ids = Object.keys(commandTexts) as CommandId[];
  const registered = ids.map((id) =>
    vscode.commands.registerCommand(id, async (row?: Row) => {
      const said = await (await load())[id](row ?? null);
      if (said && !said.ok) void vscode.window.showErrorMessage(said.why);
    }),
  );
  return vscode.Disposable.from(...registered);
}
