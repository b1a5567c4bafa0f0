import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { openEditorWithinMs } from '../support/editor/editor.ts';
import { openMissionEditor } from '../support/editor/missionEditor.ts';
import type { MissionEditor } from '../support/editor/missionEditor.ts';
import { missionControlPage, statusSays } from '../support/editor/missionPages.ts';
import { approval, questions } from '../support/editor/missionSteps.ts';
import { runCommand } from '../support/editor/palette.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';
import { until } from '../support/editor/until.ts';
import { webviewFrame } from '../support/editor/webviewFrame.ts';
import { smallPolicy } from '../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../support/smallMission/smallRepository.ts';

const withinMs = 60_000;
const workWithinMs = 180_000;
const mostTabs = 30;
const focused = `document.hasFocus() ? document.activeElement?.id || document.activeElement?.tagName || '' : ''`;

describe('the main way by keyboard alone', function () {
  this.bail(true);
  this.timeout(withinMs);
  let mission: MissionEditor;
  let folder: string;
  let page: Page;
  let chat: Frame;

  before(async function () {
    this.timeout(openEditorWithinMs);
    folder = smallRepository();
    mission = await openMissionEditor(smallPolicy({ defect: false }), { folder });
    ({ page } = mission.editor);
  });

  after(async () => {
    await mission.editor.close();
    await mission.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'keyboard-failed');
  });

  it('opens the chat by its command, with the cursor in the goal', async () => {
    await runCommand(page, 'Mission: Show Chat');
    chat = await webviewFrame(page, '[data-page="chat"] #goal');
    await until('the goal has the focus', withinMs, async () => (await chat.evaluate(focused)) === 'goal');
  });

  it('reaches everything of the form with Tab, and comes back to the goal', async () => {
    const seen = new Set<unknown>();
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      await page.keyboard.press('Tab');
      const place = await chat.evaluate(focused);
      if (place === '') break;
      seen.add(place);
    }
    assert.ok(seen.has('VSCODE-BUTTON') && seen.has('VSCODE-TEXT-FIELD'), [...seen].join(' '));
    await runCommand(page, 'Mission: Show Chat');
    await until('the goal has the focus again', withinMs, async () => (await chat.evaluate(focused)) === 'goal');
  });

  it('starts with a goal that is typed', async () => {
    await page.keyboard.type('Greet by name');
    await page.keyboard.press('Control+Enter');
    const { goal } = await mission.record.seen('missionCreated', { withinMs });
    assert.equal(goal, 'Greet by name');
  });

  it('answers by a digit', async () => {
    await questions(chat);
    await page.keyboard.press('a');
    await page.keyboard.press('2');
    await page.keyboard.press('1');
    await page.keyboard.press('Control+Enter');
    const { answers } = await mission.record.seen('userAnswered', { withinMs });
    assert.deepEqual(answers, ['Hello, Ada!']);
  });

  it('approves on the second press, not on the first', async function () {
    this.timeout(workWithinMs);
    await approval(chat);
    await page.keyboard.press('a');
    await page.keyboard.press('Control+Enter');
    await chat.getByText('Approve and start: press again').waitFor();
    assert.deepEqual(await mission.record.bodies('planApproved'), []);
    await page.keyboard.press('Control+Enter');
    await mission.record.seen('planApproved', { withinMs });
  });

  it('watches it to its end in Mission Control, whose tabs have keys', async function () {
    this.timeout(workWithinMs);
    await runCommand(page, 'Mission: Show Mission Control');
    const control = await missionControlPage(page);
    await statusSays(page, 'Completed 2 of 2', workWithinMs);
    await until('Mission Control has the focus', withinMs, async () => (await control.evaluate(focused)) !== '');
    await page.keyboard.press('Alt+2');
    await control.getByRole('tab', { name: /^Contract/, selected: true }).waitFor();
    await control.getByText('VAL-GREET-001').first().waitFor();
  });
});
