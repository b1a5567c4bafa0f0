import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { axeProblems } from '../../support/webview/axeProblems.ts';
import type { SceneName } from '../../support/webview/scenes.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { openMissionControl } from './openMissionControl.ts';
import type { Wanted } from './openMissionControl.ts';

const widths = [1440, 1100, 760];

const looked: readonly [SceneName, Wanted][] = [
  ['none', {}],
  ['scoping', {}],
  ['question', {}],
  ['approval', {}],
  ['worker', { tab: 'plan', open: 'F3' }],
  ['running', {}],
  ['turn', {}],
  ['turn', { tab: 'contract', open: 'VAL-FILTER-001' }],
  ['waiting', {}],
  ['budget', {}],
  ['paused', { tab: 'setup' }],
  ['viewer', {}],
  ['completed', {}],
  ['completed', { tab: 'plan', open: 'M2' }],
  ['completed', { tab: 'contract', open: 'VAL-TAGS-001' }],
  ['completed', { tab: 'timeline' }],
  ['completed', { tab: 'runs' }],
  ['completed', { tab: 'runs', open: '29' }],
  ['completed', { tab: 'findings' }],
  ['completed', { tab: 'findings', open: 'I2' }],
  ['completed', { tab: 'log' }],
];

describe('Mission Control, in four themes at 1440, 1100 and 760', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  for (const [name, wanted] of looked) {
    const what = [name, wanted.tab, wanted.open].filter((part) => part !== undefined).join(', ');
    it(`has nothing that axe complains of, and never scrolls sideways: ${what}`, async () => {
      const view = await openMissionControl(browser, name, wanted);
      assert.deepEqual(await axeProblems(view.page, widths), []);
      for (const width of widths) {
        await view.page.setViewportSize({ width, height: 940 });
        assert.equal(await view.page.evaluate('document.documentElement.scrollWidth'), width);
      }
      assert.deepEqual(view.complaints, []);
      await view.close();
    }).timeout(90_000);
  }
});
