import * as vscode from 'vscode';
import { settingsTable } from './settingsTable.ts';
import type { SettingId, SettingValue } from './settingsTable.ts';

/** A setting of the user; what a workspace or a folder says is not listened to. A value of the wrong type counts as the default. */
export function setting<Id extends SettingId>(id: Id): SettingValue<Id> {
  const known = vscode.workspace.getConfiguration().inspect(id);
  const value: unknown = known?.globalValue;
  const { type, default: fallback } = settingsTable[id];
  return (typeof value === type ? value : fallback) as SettingValue<Id>;
}
