import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PictureDifference } from '../../support/webview/comparePictures.ts';
import { differenceFromKept } from '../../support/webview/referencePicture.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import type { Theme } from '../../support/webview/webviewPage.ts';
import { chatScenes } from './chatScenes.ts';
import { openChat } from './openChat.ts';

const folder = path.join(import.meta.dirname, 'pictures');
const height = 900;

/** A narrow page has few cells: letters of another family weigh more in it than in Mission Control. */
const tolerance: PictureDifference = { mean: 9, most: 120 };

const pictures: Readonly<Record<string, [keyof typeof chatScenes, Theme, number]>> = {
  'welcome-dark': ['no mission, no key', 'dark', 360],
  'welcome-light-320': ['no mission, no key', 'light', 320],
  'questions-light': ['questions', 'light', 360],
  'questions-dark-420': ['questions', 'dark', 420],
  'plan-dark': ['a plan', 'dark', 360],
  'plan-high-contrast': ['a plan', 'high-contrast', 360],
  'testing-dark-420': ['flow testers', 'dark', 420],
  'budget-high-contrast-light': ['paused by the budget', 'high-contrast-light', 360],
};

describe('the chat looks', () => {
  let browser: Browser;
  let blank: Page;
  before(async () => {
    browser = await openBrowser();
    blank = await browser.newPage();
  });
  after(() => browser.close());

  async function differenceOf(name: string, style = ''): Promise<PictureDifference> {
    const [scene, theme, width] = pictures[name] ?? assert.fail();
    const chat = await openChat(browser, chatScenes[scene]?.() ?? assert.fail(), { theme, width, height });
    if (style !== '')
      await chat.page.evaluate(
        `{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(style)}); document.adoptedStyleSheets.push(sheet); }`,
      );
    const picture = await chat.page.screenshot({ animations: 'disabled' });
    await chat.close();
    return differenceFromKept(blank, path.join(folder, `${name}.png`), { picture, size: { width, height } });
  }

  function isLike({ mean, most }: PictureDifference): boolean {
    return mean <= tolerance.mean && most <= tolerance.most;
  }

  for (const name of Object.keys(pictures))
    it(`as its picture shows: ${name}`, async () => {
      const difference = await differenceOf(name);
      assert.ok(isLike(difference), JSON.stringify(difference));
    });

  it('otherwise in other colours, or without its conversation', async () => {
    for (const style of ['body { filter: invert(1); }', '.sp-log { visibility: hidden; }', 'body { zoom: 1.5; }']) {
      const difference = await differenceOf('plan-high-contrast', style);
      assert.ok(!isLike(difference), `${style}: ${JSON.stringify(difference)}`);
    }
  }).timeout(60_000);
});
