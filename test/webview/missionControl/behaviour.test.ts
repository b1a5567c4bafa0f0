import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { recordedEvents } from '../../support/webview/recordedMission.ts';
import { scenes } from '../../support/webview/scenes.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { openMissionControl } from './openMissionControl.ts';

describe('Mission Control', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('pauses and resumes by button and by the letter P', async () => {
    const view = await openMissionControl(browser, 'running');
    await view.page.getByRole('button', { name: 'Pause' }).click();
    await view.page.keyboard.press('p');
    assert.deepEqual(view.acts(), [{ kind: 'pause' }, { kind: 'pause' }]);
    await view.close();
    const paused = await openMissionControl(browser, 'paused');
    await paused.page.getByRole('toolbar').getByRole('button', { name: 'Resume' }).click();
    assert.deepEqual(paused.acts(), [{ kind: 'resume' }]);
    await paused.close();
  });

  it('asks before it kills a run, and Escape lets it run', async () => {
    const view = await openMissionControl(browser, 'running');
    await view.page.keyboard.press('k');
    const question = view.page.getByRole('group', { name: 'Kill run 23?' });
    await question.waitFor();
    await view.page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    assert.deepEqual(view.acts(), []);
    await view.page.getByRole('button', { name: 'Kill run…' }).click();
    await question.getByRole('button', { name: 'Kill run 23' }).click();
    assert.deepEqual(view.acts(), [{ kind: 'killRun', run: 23 }]);
    await view.close();
  });

  it('offers a window that looks on nothing that changes the mission', async () => {
    const view = await openMissionControl(browser, 'viewer');
    await view.page.getByText('Another window carries this mission.').waitFor();
    assert.equal(await view.page.getByRole('button', { name: /Pause|Resume|Kill/ }).count(), 0);
    await view.page.keyboard.press('p');
    await view.page.keyboard.press('k');
    assert.deepEqual(view.acts(), []);
    await view.close();
  });

  it('folds events as they come, so that the page needs no second snapshot', async () => {
    const view = await openMissionControl(browser, 'worker');
    const seq = scenes.worker().snapshot?.state.seq;
    assert.ok(seq !== undefined);
    const { page } = view;
    assert.equal(await page.getByRole('treeitem', { name: /^M2/ }).locator('.end').textContent(), '0 of 2');
    for (const event of recordedEvents().slice(seq)) await view.send({ kind: 'event', event, lines: [] });
    await page.getByText('Every assertion holds').waitFor();
    assert.equal(await page.getByRole('treeitem', { name: /^M2/ }).locator('.end').textContent(), '3 of 3');
    assert.equal(view.sent.filter(({ kind }) => kind === 'hello').length, 1);
    assert.deepEqual(view.complaints, []);
    await view.close();
  });

  it('asks for a new snapshot when an event is missing', async () => {
    const view = await openMissionControl(browser, 'worker');
    const [last] = recordedEvents().slice(-1);
    assert.ok(last);
    await view.send({ kind: 'event', event: last, lines: [] });
    assert.equal(view.sent.filter(({ kind }) => kind === 'hello').length, 2);
    await view.close();
  });

  it('filters the contract by a number of the board, and Escape clears it', async () => {
    const view = await openMissionControl(browser, 'turn', { tab: 'contract' });
    const { page } = view;
    await page.getByRole('button', { name: 'All areas: 2 failed' }).click();
    const rows = page.getByRole('table', { name: /^Assertions, those/ }).locator('tbody tr');
    assert.equal(await rows.count(), 2);
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The filtered shelf shows only the books with the tag' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForFunction(`document.querySelectorAll('.list tbody tr').length === 25`);
    await view.close();
  });

  it('leads from an assertion to its evidence, its feature, and from there to commit, handoff and changes', async () => {
    const view = await openMissionControl(browser, 'completed', { tab: 'contract', open: 'VAL-FILTER-001' });
    const { page } = view;
    await page
      .getByRole('button', { name: /^Open evidence E34-27/ })
      .first()
      .click();
    await page.getByRole('button', { name: /^F3 / }).click();
    await page.getByRole('button', { name: 'Show changes' }).click();
    await page
      .getByRole('button', { name: /^Changes of commit/ })
      .first()
      .click();
    await page
      .getByRole('button', { name: /^Handoff of run/ })
      .first()
      .click();
    assert.deepEqual(
      view.places().map(({ kind }) => kind),
      ['evidence', 'featureChanges', 'commit', 'handoff'],
    );
    await view.close();
  });

  it('reads a transcript, and says why where it cannot', async () => {
    const view = await openMissionControl(browser, 'completed', { tab: 'runs', open: '29' });
    await view.page.getByText('Brief: # Mission').waitFor();
    await view.close();
    const reply = () => ({ ok: false as const, problem: 'The run log cannot be read.' });
    const broken = await openMissionControl(browser, 'completed', { tab: 'runs', open: '29', reply });
    await broken.page.getByText('The run log cannot be read.').waitFor();
    await broken.close();
  });

  it('shows what the host refuses until it is dismissed', async () => {
    const reply = () => ({ ok: false as const, problem: 'The mission cannot be paused now.' });
    const view = await openMissionControl(browser, 'running', { reply });
    await view.page.getByRole('button', { name: 'Pause' }).click();
    const alert = view.page.getByRole('alert');
    await alert.waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await alert.waitFor({ state: 'detached' });
    await view.close();
  });

  it('reveals what the host points at', async () => {
    const view = await openMissionControl(browser, 'completed');
    await view.send({ kind: 'reveal', target: { kind: 'item', item: 'I2' } });
    await view.page.getByRole('heading', { name: 'Finding I2' }).waitFor();
    await view.send({ kind: 'reveal', target: { kind: 'run', run: 29 } });
    await view.page.getByRole('heading', { name: 'Run 29, worker' }).waitFor();
    await view.close();
  });

  it('walks its regions with F6, its tabs with Alt and a number, and its plan with arrows', async () => {
    const view = await openMissionControl(browser, 'completed');
    const { page } = view;
    const region = (): Promise<string> => page.evaluate(`document.activeElement.dataset.region ?? ''`);
    const walked: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press('F6');
      walked.push(await region());
    }
    assert.deepEqual(walked, ['header', 'needs', 'rail', 'tab', 'header']);
    await page.keyboard.press('Alt+5');
    await page.getByRole('tab', { name: 'Findings', selected: true }).waitFor();
    await page.locator('.rail [role=treeitem]').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^F1 / }).waitFor();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.evaluate(`document.activeElement.dataset.key`), 'M1');
    await view.close();
  });

  it('changes the model of a role and a budget', async () => {
    const view = await openMissionControl(browser, 'paused', { tab: 'setup' });
    const { page } = view;
    await page.getByRole('combobox', { name: 'Provider of Worker' }).click();
    await page.getByRole('option', { name: 'Anthropic' }).last().click();
    const field = page.getByRole('textbox', { name: /^Mission, cost/ });
    await field.fill('70');
    await page.getByRole('button', { name: 'Change budgets' }).click();
    const [first, second] = view.acts();
    assert.deepEqual(first, {
      kind: 'changeModel',
      role: 'worker',
      choice: { provider: 'anthropic', model: 'claude-opus-4-5', effort: null },
    });
    assert.equal(second?.kind === 'changeBudgets' && second.budgets.mission.microDollars, 70_000_000);
    assert.equal(view.acts().length, 2);
    await view.close();
  });
});
