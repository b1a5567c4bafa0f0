import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the activation', () => {
  it('comes after the start of a window, without a failure', async () => {
    const extension = vscode.extensions.getExtension('longhaul.longhaul');
    assert.ok(extension !== undefined);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of the manifest', async () => {
    const manifest: unknown = vscode.extensions.getExtension('longhaul.longhaul')?.packageJSON;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandsOf(manifest).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});

function commandsOf(manifest: unknown): string[] {
  const found: unknown[] = [];
  JSON.stringify(manifest, (key, value: unknown) => {
    if (key === 'command') found.push(value);
    return value;
  });
  assert.ok(found.length > 0);
  return found.filter((command) => typeof command === 'string');
}
