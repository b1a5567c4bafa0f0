import type { Locator, Page } from 'playwright-core';

const OPEN_TRIES = 5;
const OPEN_WITHIN_MS = 3_000;
const OFFERED_WITHIN_MS = 15_000;
const RUN_WITHIN_MS = 5_000;

/**
 * Runs a command through the palette, as it is titled there: "Mission: New Mission". The palette is opened anew where it does
 * not offer it: a list that is open does not learn of an extension that comes later.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const palette = await openPalette(page, title);
    try {
      const row = palette.locator('.monaco-list-row.focused').filter({ hasText: title }).first();
      await row.waitFor({ timeout: RUN_WITHIN_MS });
      break;
    } catch (error) {
      if (tries === OPEN_TRIES) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await page.keyboard.press('Enter');
}

/** The titles that the palette offers for a text, as far as they fit into its list; the palette is closed again. */
export async function offeredCommands(page: Page, text: string): Promise<string[]> {
  const palette = await openPalette(page, text);
  await palette.locator('.monaco-list-row').filter({ hasText: text }).first().waitFor({ timeout: OFFERED_WITHIN_MS });
  const titles = await palette.locator('.monaco-list-row .label-name').allTextContents();
  await page.keyboard.press('Escape');
  return titles;
}

/** VS Code loses the first key press after it was loaded, now and then, and a webview that takes the focus closes the palette. */
async function openPalette(page: Page, text: string): Promise<Locator> {
  const palette = page.locator('.quick-input-widget');
  for (let tries = 1; ; tries++) {
    await page.keyboard.press('F1');
    try {
      await palette.locator('.quick-input-box input').first().fill(`>${text}`, { timeout: OPEN_WITHIN_MS });
      return palette;
    } catch (error) {
      if (tries === OPEN_TRIES) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
