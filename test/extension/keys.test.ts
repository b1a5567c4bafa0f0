import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openEditor, openEditorWithinMs } from '../support/editor/editor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { chatPage } from '../support/editor/missionPages.ts';
import { runCommand } from '../support/editor/palette.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';

const withinMs = 60_000;
const key = 'sk-ant-a-key-of-a-test-0123456789';

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

describe('the key of a provider', function () {
  this.timeout(withinMs);
  let editor: Editor;
  let page: Page;

  before(async function () {
    this.timeout(openEditorWithinMs);
    editor = await openEditor();
    ({ page } = editor);
  });
  after(() => editor.close());
  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(page, 'keys-failed');
  });

  it('is asked for in a hidden field, after which the provider can be used', async () => {
    const chat = await chatPage(page);
    await chat.getByText('No key yet: add the key of Anthropic.').waitFor();
    await runCommand(page, 'Mission: Set Key of a Provider');
    const box = page.locator('.quick-input-widget');
    await box.getByText('Anthropic', { exact: true }).click();
    const field = box.locator('.quick-input-box input[type="password"]');
    await field.fill(key);
    await field.press('Enter');
    await chat.getByText('No key yet: add the key of Anthropic.').waitFor({ state: 'detached' });
  });

  it('is in no file of the editor, of the mission directories and of the repository', () => {
    assert.deepEqual(filesWith(path.dirname(editor.home), key), []);
    assert.deepEqual(filesWith(editor.folder, key), []);
  });

  it('is gone when it is removed', async () => {
    const chat = await chatPage(page);
    await runCommand(page, 'Mission: Remove Key of a Provider');
    await page.locator('.quick-input-widget').getByText('Anthropic', { exact: true }).click();
    await chat.getByText('No key yet: add the key of Anthropic.').waitFor();
  });
});
