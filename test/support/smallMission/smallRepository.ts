import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const files: Record<string, string> = {
  'package.json': '{ "name": "greeter", "type": "module", "scripts": { "test": "node --test" } }\n',
  'greet.js': "export function greet() {\n  return 'Hello';\n}\n",
  'cli.js': "import { greet } from './greet.js';\n\nconsole.log(greet(process.argv[2]));\n",
  'greet.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { greet } from './greet.js';\n\ntest('it greets', () => assert.match(greet(), /^Hello/));\n",
};

/** A tiny repository: a program that greets, with one test. Returns its folder. */
export function smallRepository(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-small-')));
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'A Person');
  git('config', 'user.email', 'person@example.invalid');
  git('add', '.');
  git('commit', '-q', '-m', 'a greeter');
  return folder;
}
