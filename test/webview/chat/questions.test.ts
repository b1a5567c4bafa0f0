import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { chatScenes } from './chatScenes.ts';
import { openChat } from './openChat.ts';

const asking = chatScenes['questions'] ?? assert.fail();
const ask = Object.keys(asking().snapshot?.state.asks ?? {})[0];
const first = 'In one field, separated by commas (recommended: one field, works without scripts)';
const second = 'Yes, together (recommended: nobody loses a search by a click)';

describe('questions in the chat', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('are answered with the keyboard alone: a number for each question, then Ctrl+Enter', async () => {
    const { page, acts, close } = await openChat(browser, asking());
    await page.keyboard.press('a');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    await page.locator('.problem', { hasText: 'Question 2 has no answer yet.' }).waitFor();
    assert.deepEqual(acts(), []);
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(acts(), [{ kind: 'answer', ask, answers: [first, 'You decide'] }]);
    await close();
  });

  it('take words of one’s own, several lines of them', async () => {
    const { page, acts, close } = await openChat(browser, asking());
    await page.keyboard.press('a');
    await page.keyboard.press('3');
    await page.keyboard.type('One for each line,');
    await page.keyboard.press('Enter');
    await page.keyboard.type('12 at most');
    await page.getByLabel(second).check();
    await page.getByRole('button', { name: 'Send answers' }).click();
    assert.deepEqual(acts(), [{ kind: 'answer', ask, answers: ['One for each line,\n12 at most', second] }]);
    await close();
  });

  it('are left to the orchestrator where the user likes, but for those that are answered', async () => {
    const { page, acts, close } = await openChat(browser, asking());
    await page.getByLabel(second).check();
    await page.getByRole('button', { name: 'Let the orchestrator decide' }).click();
    assert.deepEqual(acts(), [
      { kind: 'answer', ask, answers: ['Decide as you think best, and record the decision.', second] },
    ]);
    await close();
  });

  it('lose nothing over a reload, nor where the host refuses', async () => {
    const remembered = { [`answer.${ask ?? ''}.0.words`]: 'Commas', [`answer.${ask ?? ''}.0.chosen`]: 'own' };
    const { page, close } = await openChat(browser, asking(), {
      remembered,
      reply: ({ kind }) => (kind === 'act' ? { ok: false, problem: 'The question has been answered.' } : undefined),
    });
    await page.getByLabel(second).check();
    await page.getByRole('button', { name: 'Send answers' }).click();
    await page.locator('form .problem', { hasText: 'The question has been answered.' }).waitFor();
    assert.equal(await page.locator('textarea').first().inputValue(), 'Commas');
    assert.equal(await page.getByLabel(second).isChecked(), true);
    await close();
  });

  it('are announced, and leave the focus where somebody types', async () => {
    const before = chatScenes['researchers at work']?.() ?? assert.fail();
    const { page, send, close } = await openChat(browser, before);
    await page.getByLabel('Message the orchestrator').fill('Wait, al');
    await send({ kind: 'snapshot', snapshot: asking().snapshot, window: asking().window });
    await page.getByRole('heading', { name: '2 questions' }).waitFor();
    const status = await page.getByRole('status').allTextContents();
    assert.ok(status.includes('The orchestrator asks 2 questions: How should tags be entered in the form?'));
    await page.keyboard.type('so 1');
    assert.equal(await page.getByLabel('Message the orchestrator').inputValue(), 'Wait, also 1');
    await close();
  });

  it('are shown, not answered, while another window carries the mission', async () => {
    const { page, close } = await openChat(browser, chatScenes['carried by another window']?.() ?? assert.fail());
    assert.equal(await page.getByLabel(second).isDisabled(), true);
    assert.equal(await page.getByRole('button', { name: 'Send answers' }).count(), 0);
    assert.equal(await page.getByLabel('Message the orchestrator').count(), 0);
    await close();
  });

  it('stand with what was answered, once they are', async () => {
    const { page, close } = await openChat(browser, chatScenes['a plan']?.() ?? assert.fail());
    const text = (await page.locator('.sp-log').textContent()) ?? '';
    assert.ok(text.includes(`You: 1. ${first}2. ${second}`), text);
    await close();
  });
});
