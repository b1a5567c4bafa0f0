import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { roles } from '../../../src/mission/role.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { rehearsal, windowState } from '../../support/webview/windows.ts';
import { chatScenes } from './chatScenes.ts';
import { becomes, openChat } from './openChat.ts';

const everyRole = Object.fromEntries(roles.map((role) => [role, rehearsal]));
const ready = chatScenes['no mission, models and earlier missions'] ?? assert.fail();
const bare = chatScenes['no mission, no key'] ?? assert.fail();

describe('the chat without a mission', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('starts a mission with Ctrl+Enter, while Enter makes a line', async () => {
    const { page, acts, close } = await openChat(browser, ready());
    await page.getByLabel('What do you want?').fill('Lend books');
    await page.keyboard.press('Enter');
    await page.keyboard.type('to friends');
    await page.getByRole('textbox', { name: 'Budget in dollars, optional' }).fill('12.50');
    await page.getByLabel('What do you want?').press('Control+Enter');
    await becomes(() => page.getByLabel('What do you want?').inputValue(), '');
    assert.deepEqual(acts(), [
      { kind: 'startMission', goal: 'Lend books\nto friends', models: null, budgetDollars: 12.5 },
    ]);
    await close();
  });

  it('starts with one model for every role where one is chosen', async () => {
    const { page, acts, close } = await openChat(browser, ready());
    await page.getByLabel('What do you want?').fill('Lend books');
    await page.getByRole('combobox', { name: 'Models of the mission' }).click();
    await page.getByRole('option', { name: 'Anthropic: Claude Haiku 4.5, every role' }).click();
    await page.getByRole('button', { name: 'Start scoping' }).click();
    const [started] = acts();
    assert.equal(started?.kind, 'startMission');
    assert.deepEqual(started.models, {
      ...Object.fromEntries(
        roles.map((role) => [role, { provider: 'anthropic', model: 'claude-haiku-4-5', effort: null }]),
      ),
    });
    await close();
  });

  it('plays the rehearsal at one press, and says that it is scripted, free and without a key', async () => {
    const { page, acts, close } = await openChat(browser, bare());
    assert.match((await page.locator('.rehearsal').textContent()) ?? '', /scripted, free, no key/);
    await page.getByRole('button', { name: 'Start the rehearsal' }).click();
    assert.deepEqual(acts(), [
      {
        kind: 'startMission',
        goal: 'Let me tag books and filter the shelf by tag',
        models: everyRole,
        budgetDollars: null,
      },
    ]);
    await close();
  });

  it('never lets the rehearsal play a goal of the user’s own', async () => {
    const { page, acts, close } = await openChat(browser, bare());
    await page.getByLabel('What do you want?').fill('Lend books');
    await page.getByRole('button', { name: 'Start scoping' }).click();
    assert.match((await page.getByRole('alert').allTextContents()).join(''), /No model can be used yet/);
    assert.deepEqual(acts(), []);
    await close();
  });

  it('keeps goal and budget where the host refuses, and says why beside the button', async () => {
    const { page, close } = await openChat(browser, ready(), {
      reply: ({ kind }) => (kind === 'act' ? { ok: false, problem: 'The disk is full.' } : undefined),
    });
    await page.getByLabel('What do you want?').fill('Lend books');
    await page.getByRole('button', { name: 'Start scoping' }).click();
    await page.locator('.goal-form .problem', { hasText: 'The disk is full.' }).waitFor();
    assert.equal(await page.getByLabel('What do you want?').inputValue(), 'Lend books');
    await close();
  });

  it('refuses a budget that is no amount before anything is sent', async () => {
    const { page, acts, close } = await openChat(browser, ready());
    await page.getByLabel('What do you want?').fill('Lend books');
    await page.getByRole('textbox', { name: 'Budget in dollars, optional' }).fill('plenty');
    await page.getByRole('button', { name: 'Start scoping' }).click();
    await page.locator('.problem', { hasText: 'A budget is an amount in dollars' }).waitFor();
    assert.deepEqual(acts(), []);
    await close();
  });

  it('leads to the key of a provider, to a folder and to an earlier mission', async () => {
    const keyless = await openChat(browser, bare());
    await keyless.page.getByRole('button', { name: 'Add key for Anthropic' }).click();
    assert.deepEqual(keyless.places(), [{ kind: 'key', provider: 'anthropic' }]);
    await keyless.close();
    const homeless = await openChat(browser, chatScenes['no mission, no folder']?.() ?? assert.fail());
    await homeless.page.getByRole('button', { name: 'Open folder…' }).click();
    assert.deepEqual(homeless.places(), [{ kind: 'folder' }]);
    await homeless.close();
    const returning = await openChat(browser, ready());
    await returning.page.getByRole('button', { name: 'Rate books' }).click();
    assert.deepEqual(returning.acts(), [{ kind: 'openMission', mission: 'stopped' }]);
    await returning.close();
  });

  it('has the goal that was typed before a reload, and takes one that the editor hands over', async () => {
    const { page, send, close } = await openChat(browser, ready(), { remembered: { 'goal.text': 'Half a tho' } });
    assert.equal(await page.getByLabel('What do you want?').inputValue(), 'Half a tho');
    await send({ kind: 'compose', text: 'Report a bug' });
    await becomes(() => page.getByLabel('What do you want?').inputValue(), 'Report a bug');
    assert.equal(await page.evaluate('document.activeElement.id'), 'goal');
    await close();
  });

  it('shows a mission as soon as there is one', async () => {
    const { page, send, close } = await openChat(browser, ready());
    const { snapshot } = chatScenes['questions']?.() ?? assert.fail();
    await send({ kind: 'snapshot', snapshot, window: windowState() });
    await page.getByRole('heading', { name: '2 questions' }).waitFor();
    await close();
  });
});
