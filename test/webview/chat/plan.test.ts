import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/webview/webviewPage.ts';
import { at, chatScenes, planned } from './chatScenes.ts';
import { becomes, openChat } from './openChat.ts';

const plan = (): ReturnType<typeof at> => at(planned);
const planVersion = plan().snapshot?.state.versions.plan ?? assert.fail();
const missionId = plan().snapshot?.state.missionId ?? '';

describe('the plan in the chat', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('shows counts, estimate, models, and that there is no sandbox', async () => {
    const { page, close } = await openChat(browser, plan());
    const text = (await page.locator('.plan-card').textContent()) ?? '';
    for (const part of ['2milestones', '4features', '25assertions', 'Runs2054', 'Every role', 'rehearsal/scripted'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(text, /Sandbox: off\. Commands of agents run with your rights/);
    await close();
  });

  it('unfolds to features, assertions, boundaries, commands and the base', async () => {
    const { page, close } = await openChat(browser, plan());
    for (const name of ['Contract', 'API', 'Requirements', 'Boundaries', 'Gates and services', 'Untouched base'])
      await page.locator('.plan-card summary', { hasText: name }).first().click();
    const text = (await page.locator('.plan-card').textContent()) ?? '';
    for (const part of ['A book is posted with its tags', 'Fails if:', 'not tried on the base', 'The README of the'])
      assert.ok(text.includes(part), `${part} in ${text}`);
    await close();
  });

  it('shows what is red on the untouched base without being asked', async () => {
    const { page, close } = await openChat(browser, chatScenes['a plan on a red base']?.() ?? assert.fail());
    await page.getByText('What is red here must get no worse.').waitFor();
    await page.getByText('a book is listed').waitFor();
    await close();
  });

  it('is approved by its button at one press', async () => {
    const { page, acts, close } = await openChat(browser, plan());
    await page.getByRole('button', { name: 'Approve and start' }).click();
    assert.deepEqual(acts(), [{ kind: 'approve', planVersion }]);
    await close();
  });

  it('is approved by Ctrl+Enter only when it is pressed twice, and Esc goes back', async () => {
    const { page, acts, close } = await openChat(browser, plan());
    await page.keyboard.press('Control+Enter');
    await page.getByText('Press Ctrl+Enter once more to start, Esc to go back.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(acts(), []);
    await page.getByText('Press Ctrl+Enter once more to start, Esc to go back.').waitFor();
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(acts(), [{ kind: 'approve', planVersion }]);
    await close();
  });

  it('cannot be approved while the base is checked, and says so', async () => {
    const scene = chatScenes['a plan whose base is checked']?.() ?? assert.fail();
    const { page, acts, close } = await openChat(browser, scene);
    await page.getByText('The untouched base is being checked in a clone. Then you can approve.').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(acts(), []);
    await close();
  });

  it('goes back with a comment, or rejected with a reason', async () => {
    const { page, acts, close } = await openChat(browser, plan());
    await page.getByRole('button', { name: 'Comment' }).click();
    await page.keyboard.type('Fewer features');
    await page.keyboard.press('Enter');
    await becomes(() => page.getByLabel('Comment on the plan').inputValue(), '');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.keyboard.type('Too large');
    await page.keyboard.press('Enter');
    await becomes(() => page.getByLabel('Why you reject the plan').inputValue(), '');
    assert.deepEqual(acts(), [
      { kind: 'reject', comment: 'Fewer features' },
      { kind: 'reject', comment: 'The plan is rejected: Too large' },
    ]);
    await close();
  });

  it('says why the host refuses, and keeps the comment', async () => {
    const why = 'The plan has changed meanwhile. Read the new version, then approve it.';
    const { page, close } = await openChat(browser, plan(), {
      reply: ({ kind }) => (kind === 'act' ? { ok: false, problem: why } : undefined),
    });
    await page.getByRole('button', { name: 'Approve and start' }).click();
    await page.locator('.decide .problem', { hasText: why }).waitFor();
    await page.getByLabel('Comment on the plan').fill('Fewer features');
    await page.keyboard.press('Enter');
    await page.locator('.composer > div > .problem', { hasText: why }).waitFor();
    assert.equal(await page.getByLabel('Comment on the plan').inputValue(), 'Fewer features');
    await close();
  });

  it('takes a budget when its field is left', async () => {
    const { page, acts, close } = await openChat(browser, plan());
    await page.getByRole('textbox', { name: 'Budget in dollars' }).fill('25');
    await page.getByRole('button', { name: 'Comment' }).click();
    const none = { microDollars: null, tokens: null, milliseconds: null };
    const mission = { ...none, microDollars: 25_000_000 };
    assert.deepEqual(acts(), [{ kind: 'changeBudgets', budgets: { mission, milestone: none, run: none } }]);
    await close();
  });

  it('is edited in place; what is sent lists each edit', async () => {
    const { page, acts, close } = await openChat(browser, plan());
    await page.getByRole('button', { name: 'Edit' }).click();
    await page
      .getByText('The orchestrator takes your edits into a new version of the plan; the checks run again.')
      .waitFor();
    const summary = (text: string): ReturnType<typeof page.locator> => page.locator('summary', { hasText: text });
    await summary('F1').click();
    await page.getByLabel('Title').fill('Books keep at most ten tags');
    await summary('F1').click();
    await summary('VAL-API-001').click();
    await page.getByLabel('Fail condition').fill('The status is not 201.');
    await summary('VAL-API-001').click();
    await summary('VAL-API-002').click();
    await page.getByRole('button', { name: 'Strike out VAL-API-002' }).click();
    await page.getByLabel('Say more about your edits').fill('Ten is enough.');
    await page.getByRole('button', { name: 'Send 3 edits' }).click();
    await page.getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    assert.deepEqual(acts(), [
      {
        kind: 'reject',
        comment: [
          'Take these edits into a new version of the plan:',
          '- F1: title now reads “Books keep at most ten tags”',
          '- VAL-API-001: fail condition now reads “The status is not 201.”',
          '- VAL-API-002 (The API lists the books with a tag) is struck out: remove it from the contract.',
          '',
          'Ten is enough.',
        ].join('\n'),
      },
    ]);
    await close();
  });

  it('keeps its edits over a reload, until they are discarded', async () => {
    const remembered = {
      [`plan.editing.${missionId}`]: true,
      [`edit.${missionId}.F2.struck`]: 'yes',
      [`edit.${missionId}.F9.title`]: 'of a feature that is gone',
    };
    const { page, acts, close } = await openChat(browser, plan(), { remembered });
    await page.getByRole('button', { name: 'Send 1 edit' }).waitFor();
    await page.getByRole('button', { name: 'Discard edits' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'No edits yet' }).waitFor();
    assert.deepEqual(acts(), []);
    await close();
  });
});
