import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { settingsTable } from '../../../src/adapters/vscode/settingsTable.ts';
import { contributes } from '../../../src/views/commands/contributes.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

describe('package.json', () => {
  const described = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

  it('contributes what the typed tables say (node scripts/node24.mjs scripts/contributes.mjs writes it)', () => {
    assert.deepEqual(described['contributes'], JSON.parse(JSON.stringify(contributes(settingsTable))));
  });

  it('is off in folders that are not trusted or have no disk', () => {
    const capabilities = described['capabilities'] as Record<string, { supported: boolean }>;
    assert.deepEqual(
      [capabilities['untrustedWorkspaces']?.supported, capabilities['virtualWorkspaces']?.supported],
      [false, false],
    );
  });
});
