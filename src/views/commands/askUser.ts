import * as vscode from 'vscode';
import type { Budgets } from '../../mission/events/life.ts';
import type { MissionSummary } from '../../protocol/toWebview.ts';

const microDollarsPerDollar = 1_000_000;
const minReasonCharacters = 3;

/** Asks before something that cannot be taken back. */
export async function confirm(question: string, doIt: string, detail: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, doIt)) === doIt;
}

/** A new budget of the mission in dollars; null where nothing was said. */
export async function askBudgets(budgets: Budgets): Promise<Budgets | null> {
  const { microDollars } = budgets.mission;
  const said = await vscode.window.showInputBox({
    title: 'Budget of the mission',
    prompt: 'US dollars. The mission pauses before it would spend more. Empty: no budget.',
    value: microDollars === null ? '' : (microDollars / microDollarsPerDollar).toFixed(2),
    validateInput: (text) =>
      text.trim() === '' || Number(text) > 0 ? null : 'A number of dollars, such as 20, or nothing.',
  });
  if (said === undefined) return null;
  const dollars = said.trim() === '' ? null : Math.ceil(Number(said) * microDollarsPerDollar);
  return { ...budgets, mission: { ...budgets.mission, microDollars: dollars } };
}

/** One of the missions that there are; null where none was chosen. */
export async function askForMission(missions: readonly MissionSummary[]): Promise<string | null> {
  const rows = missions.map(({ mission, goal, folder, phase, pause }) => ({
    label: goal,
    description: pause === null ? phase : `paused (${pause})`,
    detail: `${mission} · ${folder}`,
    mission,
  }));
  const placeHolder = rows.length === 0 ? 'There is no mission yet' : 'The mission to open in this window';
  const chosen = await vscode.window.showQuickPick(rows, { placeHolder, matchOnDetail: true });
  return chosen?.mission ?? null;
}

/** Why something is accepted as it is; null where nothing was said. */
export async function askReason(id: string): Promise<string | null> {
  const said = await vscode.window.showInputBox({
    title: `Accept ${id} as it is`,
    prompt: 'Why? The reason stands in the report, and the mission then ends “with exceptions”.',
    validateInput: (text) => (text.trim().length >= minReasonCharacters ? null : 'A reason of a few words.'),
  });
  return said?.trim() ?? null;
}
