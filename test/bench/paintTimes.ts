import { missionAt, recordedEvents, seqOf, snapshotOf } from '../support/webview/recordedMission.ts';
import { openBrowser, openPage } from '../support/webview/webviewPage.ts';
import { windowState } from '../support/webview/windows.ts';

/** Longer than the page waits between two drawings, as events come in life. */
const apartMs = 300;

/** Posts an event and waits until a frame with it was drawn: milliseconds. */
const postAndPaint = `(message) => new Promise((resolve) => {
  const before = performance.now();
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - before)));
  });
  seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  setTimeout(() => { seen.disconnect(); resolve(null); }, 2000);
  hear(message);
})`;

/** Times from an event's arrival in the page of Mission Control to the frame that shows it; events that change nothing are left out. */
export async function paintTimes(count: number): Promise<number[]> {
  const from = seqOf('missionBegun');
  const browser = await openBrowser();
  try {
    const opened = await openPage(browser, {
      page: 'missionControl',
      snapshot: snapshotOf(missionAt(from)),
      window: windowState(),
    });
    const times: number[] = [];
    for (const event of recordedEvents().slice(from, from + count)) {
      const message = JSON.stringify({ kind: 'event', event, lines: [] });
      const time = await opened.page.evaluate<number | null>(`(${postAndPaint})(${message})`);
      if (time !== null) times.push(time);
      await opened.page.waitForTimeout(apartMs);
    }
    return times;
  } finally {
    await browser.close();
  }
}
