import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { workbenchUrl } from '../../scripts/editor/editorServer.ts';
import { openEditor, openEditorWithinMs, workbenchReady } from '../support/editor/editor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { MissionRecord } from '../support/editor/missionRecord.ts';
import { chatPage, statusSays } from '../support/editor/missionPages.ts';
import { answerWithFirstOptions, questions } from '../support/editor/missionSteps.ts';
import { runCommand } from '../support/editor/palette.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';

const withinMs = 90_000;

function plainFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-plain-')));
  writeFileSync(path.join(folder, 'notes.txt'), 'No repository.\n');
  return folder;
}

async function load(page: Page, editor: Editor, folder?: string): Promise<void> {
  await page.goto(workbenchUrl(editor.server, folder));
  await workbenchReady(page);
}

describe('a window in which no mission can be started', function () {
  this.timeout(withinMs);
  let editor: Editor;
  let page: Page;
  let plain: string;

  before(async function () {
    this.timeout(openEditorWithinMs);
    plain = plainFolder();
    editor = await openEditor({ folder: plain });
    ({ page } = editor);
  });

  after(async () => {
    await editor.close();
    rmSync(plain, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'no-mission-failed');
  });

  it('says without a repository that there is none, and makes it one', async () => {
    const chat = await chatPage(page);
    const callout = chat.getByRole('group', { name: 'Before a mission can start' });
    assert.match(await callout.innerText(), /git init/);
    assert.ok(await chat.getByRole('button', { name: 'Start scoping' }).isDisabled());
    await callout.getByRole('button', { name: 'Make it a git repository' }).click();
    await page.locator('.quick-input-widget').getByText(path.basename(plain)).first().click();
    await chat
      .getByRole('group', { name: 'Before a mission can start' })
      .getByText(/commit/)
      .waitFor();
  });

  it('says without a folder that one is to be opened, and asks which', async () => {
    await load(page, editor);
    const chat = await chatPage(page);
    const callout = chat.getByRole('group', { name: 'Before a mission can start' });
    assert.match(await callout.innerText(), /^Open a folder with a git repository to start a mission\./);
    await callout.getByRole('button', { name: 'Open folder…' }).click();
    await page.locator('.quick-input-widget').filter({ hasText: 'Open Folder' }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('a folder that is not trusted', function () {
  this.timeout(withinMs);
  let editor: Editor;
  let page: Page;

  before(async function () {
    this.timeout(openEditorWithinMs);
    editor = await openEditor({ asksForTrust: true });
    ({ page } = editor);
  });

  after(() => editor.close());

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'trust-failed');
  });

  it('loads nothing of Longhaul before the user trusts it', async () => {
    await page.getByRole('button', { name: /^No, I don't trust/ }).click();
    await page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    const icon = page.locator('.activitybar').getByRole('tab', { name: 'Longhaul', exact: true });
    assert.equal(await icon.count(), 0);
    await runCommand(page, 'Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByText('Trust', { exact: true }).first().click();
    await icon.waitFor();
    const chat = await chatPage(page);
    await chat.getByRole('button', { name: 'Start the rehearsal' }).waitFor();
  });
});

describe('two windows on one folder', function () {
  this.timeout(withinMs);
  let editor: Editor;
  let second: Page;

  before(async function () {
    this.timeout(openEditorWithinMs);
    editor = await openEditor();
    second = await editor.page.context().newPage();
  });

  after(() => editor.close());

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(second, 'two-windows-failed');
  });

  it('let the second look on, and take over when the first is closed', async function () {
    this.timeout(3 * withinMs);
    const first = await chatPage(editor.page);
    await first.getByRole('button', { name: 'Start the rehearsal' }).click();
    await questions(first);
    await load(second, editor, editor.folder);
    const chat = await chatPage(second);
    const callout = chat.getByText(
      'Another window carries this mission. Act there; when it is closed, this window takes over.',
    );
    await callout.waitFor({ timeout: withinMs });
    const card = await questions(chat);
    assert.ok(await card.getByRole('radio').first().isDisabled());
    await editor.page.close({ runBeforeUnload: true });
    await callout.waitFor({ state: 'detached', timeout: withinMs });
    const chosen = await answerWithFirstOptions(chat);
    const record = new MissionRecord(editor.home);
    const { answers } = await record.seen('userAnswered', { withinMs });
    assert.deepEqual(answers, chosen);
    await statusSays(second, 'Scoping', withinMs);
  });
});
