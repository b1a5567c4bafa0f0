import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openEditor, openEditorWithinMs } from '../support/editor/editor.ts';
import type { Editor } from '../support/editor/editor.ts';
import { extensionHosts } from '../support/editor/extensionHosts.ts';
import { offeredCommands } from '../support/editor/palette.ts';
import { keepScreenshot } from '../support/editor/screenshot.ts';
import { webviewFrame } from '../support/editor/webviewFrame.ts';
import { openViews, toasts } from '../support/editor/workbenchParts.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const withinMs = 60_000;

const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), category: z.string() })),
    menus: z.object({ commandPalette: z.array(z.object({ command: z.string() })) }),
  }),
});

describe('the packaged extension in a real VS Code', () => {
  let editor: Editor;
  const refusedByPolicy: string[] = [];

  before(async function () {
    this.timeout(openEditorWithinMs);
    editor = await openEditor();
    editor.page.on('console', (message) => {
      if (message.text().includes('Content Security Policy directive')) refusedByPolicy.push(message.text());
    });
  });

  after(async function () {
    this.timeout(withinMs);
    await editor.close();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() === true) await keepScreenshot(editor.page, 'smoke-failed');
  });

  it('has its icon in the activity bar, and behind it the chat, which says how to begin', async function () {
    this.timeout(withinMs);
    await openViews(editor.page, 'Longhaul');
    const chat = await webviewFrame(editor.page, 'text=Start a mission');
    await chat.getByRole('button', { name: 'Start the rehearsal' }).waitFor();
    assert.equal(extensionHosts(editor.server.processId).length, 1);
  });

  it('offers in the palette every command that does not wait for a mission', async function () {
    this.timeout(withinMs);
    const offered = await offeredCommands(editor.page, 'Mission: ');
    const expected = commandsWithoutCondition();
    assert.ok(expected.length > 0);
    assert.deepEqual(
      expected.filter((title) => !offered.includes(title)),
      [],
    );
  });

  it('complains about nothing', async () => {
    const complaints = (await toasts(editor.page)).filter(({ severity }) => severity !== 'info');
    assert.deepEqual(complaints, []);
    assert.deepEqual(refusedByPolicy, []);
  });

  it('is there again when the server was started anew', async function () {
    this.timeout(2 * withinMs);
    await editor.restartServer();
    await openViews(editor.page, 'Longhaul');
    await webviewFrame(editor.page, 'text=Start a mission');
  });
});

function commandsWithoutCondition(): string[] {
  const text = readFileSync(path.join(projectRoot, 'package.json'), 'utf8');
  const { commands, menus } = manifestSchema.parse(JSON.parse(text)).contributes;
  const conditional = new Set(menus.commandPalette.map(({ command }) => command));
  return commands
    .filter(({ command }) => !conditional.has(command))
    .map((entry) => `${entry.category}: ${entry.title}`);
}
