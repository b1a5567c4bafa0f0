import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { recordedEvents } from '../../support/webview/recordedMission.ts';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { at, chatScenes, planned } from './chatScenes.ts';
import type { ChatScene } from './chatScenes.ts';
import { becomes, openChat } from './openChat.ts';

function scene(name: string): ChatScene {
  return chatScenes[name]?.() ?? assert.fail(name);
}

describe('a mission in the chat', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('shows researchers at work with what they do, and the requirements that grow', async () => {
    const { page, send, close } = await openChat(browser, scene('researchers at work'));
    await page.getByText('Reads src/book.js').waitFor();
    await page.getByText('I look for the form.').waitFor();
    assert.match((await page.locator('.group', { hasText: 'researchers' }).textContent()) ?? '', /2 at work/);
    for (const event of recordedEvents().slice(13, 21)) await send({ kind: 'event', event, lines: [] });
    await page.locator('.group', { hasText: '2 researchers' }).getByText('2 done').waitFor();
    await close();
  });

  it('takes a message, and says that it waits while a run holds the turn', async () => {
    const { page, acts, close } = await openChat(browser, scene('a worker, and a message that waits'));
    await page.getByText('Queued: read when run 8 ends').waitFor();
    const field = page.getByLabel('Message the orchestrator');
    await field.fill('And one more thing');
    await field.press('Shift+Enter');
    await page.keyboard.type('below it');
    await field.press('Enter');
    await becomes(() => field.inputValue(), '');
    assert.deepEqual(acts(), [{ kind: 'say', text: 'And one more thing\nbelow it' }]);
    await close();
  });

  it('raises the budget and resumes in one press of the row that needs the user', async () => {
    const { page, acts, close } = await openChat(browser, scene('paused by the budget'));
    await page.getByRole('button', { name: 'Raise to $15.00 and resume' }).click();
    await becomes(async () => acts().length, 2);
    assert.deepEqual(
      acts().map(({ kind }) => kind),
      ['changeBudgets', 'resume'],
    );
    const [raised] = acts();
    assert.equal(raised?.kind === 'changeBudgets' && raised.budgets.mission.microDollars, 15_000_000);
    await close();
  });

  it('does not resume where the higher budget is refused', async () => {
    const { page, acts, close } = await openChat(browser, scene('paused by the budget'), {
      reply: ({ kind }) => (kind === 'act' ? { ok: false, problem: 'The disk is full.' } : undefined),
    });
    await page.getByRole('button', { name: 'Raise to $15.00 and resume' }).click();
    await page.locator('.att .problem', { hasText: 'The disk is full.' }).waitFor();
    assert.equal(acts().length, 1);
    await close();
  });

  it('is paused and resumed from its title', async () => {
    const running = await openChat(browser, scene('flow testers'));
    await running.page.getByRole('button', { name: 'Pause mission' }).click();
    assert.deepEqual(running.acts(), [{ kind: 'pause' }]);
    await running.close();
    const paused = await openChat(browser, scene('paused by the user'));
    await paused.page.getByRole('button', { name: 'Resume mission' }).click();
    assert.deepEqual(paused.acts(), [{ kind: 'resume' }]);
    await paused.close();
  });

  it('asks before a run is killed, with the keyboard alone', async () => {
    const { page, acts, close } = await openChat(browser, scene('flow testers'));
    await page.getByRole('button', { name: 'More actions' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Kill run 13…' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Run 13 ends without its result.').waitFor();
    assert.deepEqual(acts(), []);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(acts(), [{ kind: 'killRun', run: 13 }]);
    await close();
  });

  it('shows what happened since the user left, until that is dismissed', async () => {
    const { page, close } = await openChat(browser, scene('after an absence'));
    await page.getByText('M1 sealed in round 1').waitFor();
    await page.getByRole('button', { name: 'Dismiss digest' }).click();
    await page.getByText('M1 sealed in round 1').waitFor({ state: 'detached' });
    await close();
  });

  it('answers a question that comes while it runs', async () => {
    const { page, acts, close } = await openChat(browser, scene('a question while running'));
    await page.keyboard.press('a');
    await page.keyboard.press('2');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(acts(), [{ kind: 'answer', ask: 'A28-1', answers: ['No'] }]);
    await close();
  });

  it('tells the ends of rounds and milestones, and folds planning away', async () => {
    const { page, close } = await openChat(browser, scene('completed'));
    assert.deepEqual(await page.locator('.told > span:nth-child(2)').allTextContents(), [
      'Round 1 of M1 passed',
      'Milestone M1 Books carry tags is sealed',
      'Round 1 of M2 failed',
      'Round 2 of M2 passed',
      'Milestone M2 The shelf is filtered by tag is sealed',
    ]);
    assert.equal(await page.getByText('How should tags be entered in the form?').count(), 0);
    await page.locator('summary', { hasText: 'Planning' }).click();
    await page.getByText('How should tags be entered in the form?').waitFor();
    await close();
  });

  it('goes from region to region with F6', async () => {
    const { page, close } = await openChat(browser, scene('paused by the budget'));
    const seen: unknown[] = [];
    for (let presses = 0; presses < 5; presses += 1) {
      await page.keyboard.press('F6');
      seen.push(
        await page.evaluate(
          `document.activeElement.getAttribute('aria-label') ?? document.activeElement.getAttribute('aria-labelledby')`,
        ),
      );
    }
    assert.deepEqual(seen, ['Mission', 'needs-heading', 'Conversation', 'Message', 'Mission']);
    await close();
  });

  it('ends with its figures, and with how to merge its branch', async () => {
    const { page, places, close } = await openChat(browser, scene('completed'));
    const text = (await page.locator('.card').textContent()) ?? '';
    assert.match(text, /Mission completed/);
    assert.match(text, /25 of 25 passed/);
    assert.match(text, /git switch main && git merge mission\/let-me-tag-books-and-filter-the-shelf-by-15e9/);
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Open report' }).click();
    assert.deepEqual(places(), [{ kind: 'missionChanges' }, { kind: 'report' }]);
    assert.equal(await page.getByLabel('Message the orchestrator').count(), 0);
    await close();
  });

  it('takes a text that the editor hands over into its message, once', async () => {
    const { page, send, close } = await openChat(browser, scene('flow testers'));
    await send({ kind: 'compose', text: 'About VAL-API-001: ' });
    const field = page.getByLabel('Message the orchestrator');
    await becomes(() => field.inputValue(), 'About VAL-API-001: ');
    await page.keyboard.type('it is slow');
    await send({ kind: 'ownership', ownership: 'owner' });
    await becomes(() => field.inputValue(), 'About VAL-API-001: it is slow');
    await close();
  });

  it('keeps the message that is being written over a reload', async () => {
    const missionId = at(planned).snapshot?.state.missionId ?? '';
    const { page, close } = await openChat(browser, scene('flow testers'), {
      remembered: { [`message.${missionId}`]: 'Half a thou' },
    });
    assert.equal(await page.getByLabel('Message the orchestrator').inputValue(), 'Half a thou');
    await close();
  });
});
