import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { currentVsix } from '../../scripts/editor/vsix.ts';
import { openEditor } from '../support/editor/editor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { extensionHosts } from '../support/editor/extensionHosts.ts';
import { runCommand } from '../support/editor/palette.ts';
import { webviewFrame } from '../support/editor/webviewFrame.ts';
import { openViews } from '../support/editor/workbenchParts.ts';
import { measured, median, quantile } from './figures.ts';
import type { Measured } from './figures.ts';
import { paintTimes } from './paintTimes.ts';

const bytesPerMb = 1024 * 1024;
const pollMs = 500;
const missionWithinMs = 600_000;
const silent = (): void => undefined;

export interface EditorSettings {
  /** How often a window without a mission is loaded. */
  activations: number;
  /** Events that are posted to a page, one at a time. */
  paints: number;
}

/** What VS Code itself says of the activation of the extension, in ms. */
async function activationTime({ page }: Editor): Promise<number> {
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .extension').filter({ hasText: 'longhaul' }).first();
  const text = await row.locator('.activation-time').innerText();
  const time = Number(/(\d+)\s*ms/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(time)) throw new Error(`the editor says of the activation: ${text}`);
  return time;
}

async function activationTimes(editor: Editor, repetitions: number): Promise<number[]> {
  const times: number[] = [];
  for (let number = 1; number <= repetitions; number += 1) {
    if (number > 1) await editor.showFolder();
    times.push(await activationTime(editor));
  }
  return times;
}

function hostMb(editor: Editor): number {
  return Math.max(0, ...extensionHosts(editor.server.processId).map(({ residentBytes }) => residentBytes / bytesPerMb));
}

async function status(page: Page): Promise<string> {
  return page.locator('.statusbar').innerText();
}

/** Plays the rehearsal in the window, and watches the memory of its host. */
async function memoryDuringMission(editor: Editor): Promise<{ most: number; before: number }> {
  const { page } = editor;
  const before = hostMb(editor);
  await openViews(page, 'Longhaul');
  const chat = await webviewFrame(page, '[data-page="chat"]');
  await chat.getByRole('button', { name: 'Start the rehearsal' }).click();
  await chat.getByRole('button', { name: 'Let the orchestrator decide' }).click({ timeout: missionWithinMs });
  await chat.getByRole('button', { name: /Approve and start/ }).click({ timeout: missionWithinMs });
  let most = before;
  for (let waitedMs = 0; waitedMs < missionWithinMs; waitedMs += pollMs) {
    most = Math.max(most, hostMb(editor));
    if ((await status(page)).includes('Completed')) return { most, before };
    await sleep(pollMs);
  }
  throw new Error(`the rehearsal did not come to its end: ${await status(page)}`);
}

/** Figures of the packaged extension in a real VS Code. */
export async function editorFigures(
  { activations, paints }: EditorSettings,
  say: (text: string) => void,
): Promise<Measured[]> {
  say('the package');
  const vsix = currentVsix(silent);
  const size = statSync(vsix).size / bytesPerMb;
  say(`a window without a mission, loaded ${activations} times`);
  const editor = await openEditor();
  try {
    const times = await activationTimes(editor, activations);
    say('a rehearsal in the window');
    const { most, before } = await memoryDuringMission(editor);
    say(`${paints} events on the page of Mission Control`);
    const painted = await paintTimes(paints);
    return [
      measured('activationMs', median(times), { note: `no mission; as VS Code says it: ${times.join(', ')} ms` }),
      measured('vsixMb', size, { note: path.basename(vsix) }),
      measured('hostRssMb', most, { note: `at most during a rehearsal; ${before.toFixed(0)} MB before` }),
      measured('eventToPaintP95Ms', quantile(painted, 0.95), {
        note: `median ${median(painted).toFixed(1)} of ${painted.length} events, posted one by one`,
      }),
    ];
  } finally {
    await editor.close();
  }
}
