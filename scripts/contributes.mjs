// Writes what package.json contributes to the editor from the typed tables: node scripts/node24.mjs scripts/contributes.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './node24.mjs';
import { settingsTable } from '../src/adapters/vscode/settingsTable.ts';
import { contributes } from '../src/views/commands/contributes.ts';

const file = path.join(projectRoot, 'package.json');
const described = JSON.parse(readFileSync(file, 'utf8'));
// Editors of stored files come back with their window before it has started.
described.activationEvents = ['onStartupFinished', 'onFileSystem:longhaul'];
described.capabilities = {
  untrustedWorkspaces: { supported: false, description: 'A mission runs the commands of the repository.' },
  virtualWorkspaces: { supported: false, description: 'A mission works in a folder on a disk.' },
};
described.contributes = contributes(settingsTable);
writeFileSync(file, `${JSON.stringify(described, null, 2)}\n`);
