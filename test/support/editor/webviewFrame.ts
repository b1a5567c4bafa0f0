import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

const POLL_MS = 100;
const WITHIN_MS = 45_000;

/** The frame of the webview that shows an element, by its selector. Several webviews may be open. */
export async function webviewFrame(page: Page, marker: string): Promise<Frame> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < WITHIN_MS) {
    for (const frame of page.frames()) {
      if (frame !== page.mainFrame() && (await shows(frame, marker))) return frame;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`No webview shows ${marker}`);
}

/** A frame may go away while it is asked. */
async function shows(frame: Frame, marker: string): Promise<boolean> {
  try {
    return await frame.locator(marker).first().isVisible();
  } catch {
    return false;
  }
}
