import type { Frame, Locator, Page } from 'playwright-core';
import { runCommand } from './palette.ts';
import { webviewFrame } from './webviewFrame.ts';
import { openViews } from './workbenchParts.ts';

/** The chat in the side panel, which is opened where it is not. */
export async function chatPage(page: Page): Promise<Frame> {
  await openViews(page, 'Longhaul');
  return webviewFrame(page, '[data-page="chat"] #root > *');
}

/** Mission Control, opened by its command. */
export async function openMissionControl(page: Page): Promise<Frame> {
  await runCommand(page, 'Mission: Show Mission Control');
  return missionControlPage(page);
}

/** Mission Control where it is open already. */
export function missionControlPage(page: Page): Promise<Frame> {
  return webviewFrame(page, '[data-page="missionControl"] #root > *');
}

/** Longhaul's entry in the status bar. */
export function statusEntry(page: Page): Locator {
  return page.locator('.statusbar .statusbar-item').filter({ hasText: 'Longhaul:' });
}

/** Resolves when the status bar says a word, such as "Completed". */
export async function statusSays(page: Page, word: string, withinMs: number): Promise<void> {
  await statusEntry(page).filter({ hasText: word }).waitFor({ timeout: withinMs });
}
