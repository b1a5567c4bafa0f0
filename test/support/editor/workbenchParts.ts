import type { Locator, Page } from 'playwright-core';

const SHOWN_WITHIN_MS = 2_000;
const SHOW_TRIES = 5;

/** Shows the views of an extension, by the name of its icon in the activity bar; a press while the window restores them hides them. */
export async function openViews(page: Page, name: string): Promise<void> {
  const tab = page.locator('.activitybar').getByRole('tab', { name, exact: true });
  await tab.waitFor();
  for (let tries = 1; ; tries++) {
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    try {
      await tab.and(page.locator('[aria-expanded=true]')).waitFor({ timeout: SHOWN_WITHIN_MS });
      return;
    } catch (error) {
      if (tries === SHOW_TRIES) throw error;
    }
  }
}

/** A view in the side bar, by its name. */
export function view(page: Page, name: string): Locator {
  return page.locator('.pane').filter({ has: page.locator(`.pane-header[aria-label*="${name}"]`) });
}

/** The rows of a tree that contain a text. VS Code draws only what is scrolled into sight. */
export function treeRows(page: Page, tree: string, text: string): Locator {
  return view(page, tree).locator('.monaco-list-row').filter({ hasText: text });
}

/** A row of a tree by what is read aloud of it. */
export function treeRow(page: Page, tree: string, name: RegExp): Locator {
  return view(page, tree).getByRole('treeitem', { name }).first();
}

/** Unfolds a view in the side bar. */
export async function showView(page: Page, name: string): Promise<void> {
  const header = page.locator(`.pane-header[aria-label*="${name}"]`);
  if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
}

/** Notifications that stand in the window, with their severity. */
export async function toasts(page: Page): Promise<{ severity: string; text: string }[]> {
  const items = await page.locator('.notifications-toasts .notification-list-item').all();
  return Promise.all(
    items.map(async (item) => {
      const icon = (await item.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
      const severity = /codicon-(error|warning|info)/.exec(icon)?.[1] ?? 'info';
      return { severity, text: (await item.locator('.notification-list-item-message').innerText()).trim() };
    }),
  );
}
