import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { axeProblems } from '../../support/webview/axeProblems.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { chatScenes } from './chatScenes.ts';
import { openChat } from './openChat.ts';

const widths = [320, 360, 420];

describe('the chat, in four themes at 320, 360 and 420', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const [name, scene] of Object.entries(chatScenes))
    it(`has nothing that axe complains of, and never scrolls sideways: ${name}`, async () => {
      const chat = await openChat(browser, scene());
      assert.deepEqual(await axeProblems(chat.page, widths), []);
      for (const width of widths) {
        await chat.page.setViewportSize({ width, height: 900 });
        assert.equal(await chat.page.evaluate('document.documentElement.scrollWidth'), width);
      }
      assert.deepEqual(chat.complaints, []);
      await chat.close();
    }).timeout(60_000);

  it('is looked at by an axe that finds a button without a name and text that is too pale', async () => {
    const chat = await openChat(browser, chatScenes['a plan']?.() ?? assert.fail());
    await chat.page.evaluate(`{
      const button = document.createElement('button');
      const text = document.createElement('p');
      text.textContent = 'pale';
      text.style.cssText = 'color: #777; background: #888';
      document.querySelector('.sp-log').prepend(button, text);
    }`);
    const found = await axeProblems(chat.page, [360]);
    assert.equal(found.filter((problem) => problem.includes('button-name')).length, 1);
    assert.equal(found.filter((problem) => problem.includes('color-contrast')).length, 4);
    await chat.close();
  });
});
