import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { pathResolver } from '../../../../src/adapters/node/pathResolver.ts';
import type { PathIntent, PathResolver } from '../../../../src/adapters/node/pathResolver.ts';
import { plant, temporaryFolder } from './temporaryFolder.ts';

describe('pathResolver', () => {
  const base = temporaryFolder();
  const folder = path.join(base.path, 'ws');
  let resolver: PathResolver;

  before(() => {
    plant(base.path, { 'outside/canary.txt': 'canary', 'ws-evil/file.txt': 'evil', 'outside/deep/x.txt': 'x' });
    plant(folder, {
      'src/a.ts': 'a',
      'src/deep/b.ts': 'b',
      '.env': 'SECRET=1',
      'src/aux.c': 'c',
      'records/journal': 'j',
    });
    fs.symlinkSync('../outside', path.join(folder, 'out'));
    fs.symlinkSync('src', path.join(folder, 'in'));
    fs.symlinkSync('../outside/missing.txt', path.join(folder, 'dangling'));
    fs.symlinkSync('loop', path.join(folder, 'loop'));
    fs.symlinkSync('.env', path.join(folder, 'innocent.txt'));
    fs.symlinkSync('.git', path.join(folder, 'history'));
    plant(folder, { '.git/config': '' });
    resolver = pathResolver({ folder, protectedFolders: [path.join(folder, 'records')] });
  });
  after(() => base.remove());

  const table: { path: () => string; intent: PathIntent; result: string | RegExp; what: string }[] = [
    { what: 'a file', path: () => 'src/a.ts', intent: 'read', result: 'src/a.ts' },
    { what: 'a new file in new folders', path: () => 'new/deep/c.ts', intent: 'write', result: 'new/deep/c.ts' },
    { what: 'the workspace itself, for reading', path: () => '.', intent: 'read', result: '' },
    { what: 'the workspace itself, for writing', path: () => '', intent: 'write', result: /workspace folder itself/u },
    { what: 'an absolute path inside', path: () => path.join(folder, 'src/a.ts'), intent: 'read', result: 'src/a.ts' },
    { what: 'an absolute path outside', path: () => '/etc/passwd', intent: 'read', result: /outside the workspace/u },
    { what: '.. that stays inside', path: () => 'src/deep/../a.ts', intent: 'write', result: 'src/a.ts' },
    { what: '.. that leaves', path: () => 'src/../../outside/canary.txt', intent: 'read', result: /outside/u },
    { what: 'a twin of the prefix', path: () => '../ws-evil/file.txt', intent: 'read', result: /outside/u },
    {
      what: 'an absolute twin of the prefix',
      path: () => `${folder}-evil/file.txt`,
      intent: 'read',
      result: /outside/u,
    },
    { what: 'the home folder', path: () => '~/x', intent: 'write', result: /outside/u },
    { what: 'a name that only looks like home', path: () => '~x', intent: 'write', result: '~x' },
    { what: 'a NUL character', path: () => 'src/a.ts\0.txt', intent: 'read', result: /NUL/u },
    { what: 'a link to inside', path: () => 'in/a.ts', intent: 'write', result: 'src/a.ts' },
    { what: 'a link to outside', path: () => 'out/canary.txt', intent: 'read', result: /through a link/u },
    {
      what: 'a missing name below a link to outside',
      path: () => 'out/new/x',
      intent: 'write',
      result: /through a link/u,
    },
    { what: '.. behind a link to outside', path: () => 'out/../src/a.ts', intent: 'read', result: 'src/a.ts' },
    {
      what: 'a link that leads nowhere',
      path: () => 'dangling',
      intent: 'write',
      result: /does not exist; remove the link/u,
    },
    { what: 'the link that leads nowhere itself', path: () => 'dangling', intent: 'entry', result: 'dangling' },
    { what: 'the link to outside itself', path: () => 'out', intent: 'entry', result: 'out' },
    { what: 'a link to itself', path: () => 'loop/x', intent: 'read', result: /back to itself/u },
    { what: 'secrets', path: () => '.env', intent: 'read', result: /secrets/u },
    { what: 'secrets below a folder', path: () => 'api/.env.production', intent: 'read', result: /secrets/u },
    { what: 'secrets behind a link', path: () => 'innocent.txt', intent: 'read', result: /secrets/u },
    { what: 'secrets, to overwrite', path: () => '.env', intent: 'write', result: /secrets/u },
    { what: 'secrets, to move', path: () => '.env', intent: 'entry', result: /secrets/u },
    { what: 'the hash of secrets', path: () => '.env', intent: 'hash', result: '.env' },
    { what: 'an example of secrets', path: () => '.env.example', intent: 'read', result: '.env.example' },
    {
      what: 'a file named like the environment',
      path: () => 'src/.environment.ts',
      intent: 'read',
      result: 'src/.environment.ts',
    },
    { what: 'a new environment file', path: () => 'api/.env.test', intent: 'write', result: 'api/.env.test' },
    { what: 'git, for reading', path: () => '.git/HEAD', intent: 'read', result: '.git/HEAD' },
    { what: 'git', path: () => '.git/config', intent: 'write', result: /belongs to git/u },
    { what: 'git behind a link', path: () => 'history/config', intent: 'write', result: /belongs to git/u },
    { what: 'git in another case', path: () => '.GIT/hooks/pre-commit', intent: 'write', result: /belongs to git/u },
    { what: 'git by its short name', path: () => 'GIT~1/config', intent: 'write', result: /belongs to git/u },
    {
      what: 'git with an invisible character',
      path: () => '.g\u200cit/config',
      intent: 'write',
      result: /belongs to git/u,
    },
    { what: 'git with a trailing dot', path: () => '.git./config', intent: 'write', result: /belongs to git/u },
    {
      what: 'git as a stream',
      path: () => '.git::$INDEX_ALLOCATION/config',
      intent: 'write',
      result: /belongs to git/u,
    },
    {
      what: 'git of a nested repository',
      path: () => 'vendor/x/.git/config',
      intent: 'write',
      result: /belongs to git/u,
    },
    { what: 'a file about git', path: () => '.gitignore', intent: 'write', result: '.gitignore' },
    {
      what: 'the CI files of a git host',
      path: () => '.github/workflows/ci.yml',
      intent: 'write',
      result: '.github/workflows/ci.yml',
    },
    { what: 'editor settings', path: () => 'pkg/.vscode/tasks.json', intent: 'write', result: /editor settings/u },
    { what: 'settings of another editor', path: () => '.idea/x.xml', intent: 'write', result: /editor settings/u },
    { what: 'a workspace file', path: () => 'My.Code-Workspace', intent: 'write', result: /editor settings/u },
    { what: 'tools of others', path: () => '.mcp.json', intent: 'write', result: /other tools start/u },
    { what: 'settings of Longhaul', path: () => '.longhaul/skills/worker.md', intent: 'write', result: /Longhaul/u },
    { what: 'a shell start-up file', path: () => '.bashrc', intent: 'write', result: /every new shell/u },
    {
      what: 'a file named like a start-up file',
      path: () => 'docs/bashrc.md',
      intent: 'write',
      result: 'docs/bashrc.md',
    },
    { what: "Longhaul's records", path: () => 'records/journal', intent: 'write', result: /own records/u },
    { what: 'a new device', path: () => 'src/NUL.txt', intent: 'write', result: /device on Windows/u },
    { what: 'a device name that exists here', path: () => 'src/aux.c', intent: 'write', result: 'src/aux.c' },
    {
      what: 'a name that starts like a device',
      path: () => 'src/auxiliary.c',
      intent: 'write',
      result: 'src/auxiliary.c',
    },
    { what: 'a new stream', path: () => 'a.txt:hidden', intent: 'write', result: /stream on Windows/u },
    { what: 'a backslash', path: () => 'src\\a.ts', intent: 'write', result: /forward slashes/u },
    { what: 'a line break', path: () => 'src/a\nb.ts', intent: 'write', result: /control character/u },
    { what: 'blanks and accents', path: () => 'docs/été 1.md', intent: 'write', result: 'docs/été 1.md' },
    { what: 'a very long name', path: () => 'a'.repeat(300), intent: 'write', result: /too long/u },
    { what: 'a file used as a folder', path: () => 'src/a.ts/b', intent: 'read', result: 'src/a.ts/b' },
  ];
  for (const row of table) {
    const end = typeof row.result === 'string' ? 'allows' : 'refuses';
    it(`${end} ${row.what} (${row.intent})`, () => {
      const resolved = resolver.resolve(row.path(), row.intent);
      if (row.result instanceof RegExp) assert.match(resolved.ok ? 'allowed' : resolved.why, row.result);
      else assert.deepEqual(resolved.ok ? resolved.value.relative : resolved, row.result);
    });
  }

  it('accepts absolute paths under the name by which the workspace was given, a link', () => {
    const alias = path.join(base.path, 'alias');
    fs.symlinkSync('ws', alias);
    const aliased = pathResolver({ folder: alias });
    const resolved = aliased.resolve(path.join(alias, 'src/a.ts'), 'read');
    assert.deepEqual(resolved, {
      ok: true,
      value: { relative: 'src/a.ts', absolute: path.join(folder, 'src/a.ts'), exists: true },
    });
    assert.equal(aliased.resolve('/alias/src/a.ts', 'read').ok, false);
  });

  it('shows control and direction characters of a refused path as question marks, on one line', () => {
    const resolved = resolver.resolve('../a\n\u202eb', 'read');
    assert.deepEqual(resolved, {
      ok: false,
      why: '"../a??b" lies outside the workspace. Use a path relative to the workspace folder.',
    });
  });
});

describe('pathResolver on generated paths and links', () => {
  const base = temporaryFolder();
  const folder = path.join(base.path, 'ws');
  after(() => base.remove());

  const name = fc.constantFrom(
    'a',
    'b',
    'link0',
    'link1',
    'link2',
    '.git',
    '.GIT',
    '.vscode',
    '.env',
    '..',
    '.',
    'ws',
    'ws-evil',
    'f.txt',
  );
  const anyPath = fc
    .tuple(fc.constantFrom('', '/', `${folder}/`, `${base.path}/`, './', '../'), fc.array(name, { maxLength: 6 }))
    .map(([start, names]) => start + names.join('/'));
  const linkTarget = fc.oneof(
    anyPath,
    fc.constantFrom('.', '..', '../ws-evil', 'a', 'a/b', '.git', '.env', '/', 'link1', 'link2', 'nowhere'),
  );

  it('never leads outside, to protected files or to secrets, whatever links stand in the workspace', () => {
    const worlds = fc.record({
      targets: fc.array(linkTarget, { minLength: 3, maxLength: 3 }),
      paths: fc.array(anyPath, { minLength: 20, maxLength: 20 }),
    });
    let allowed = 0;
    fc.assert(
      fc.property(worlds, ({ targets, paths }) => {
        fs.rmSync(base.path, { recursive: true, force: true });
        plant(base.path, {
          'ws-evil/f.txt': '',
          'ws/a/b/f.txt': '',
          'ws/.git/f.txt': '',
          'ws/.env': '',
          'ws/.vscode/f.txt': '',
        });
        targets.forEach((target, index) =>
          fs.symlinkSync(target === '' ? '.' : target, path.join(folder, index === 2 ? 'a' : '', `link${index}`)),
        );
        const resolver = pathResolver({ folder });
        for (const each of paths) {
          for (const intent of ['read', 'write'] as const) {
            const resolved = resolver.resolve(each, intent);
            if (!resolved.ok) continue;
            allowed += 1;
            assertStaysInside({ folder, absolute: resolved.value.absolute, intent });
          }
        }
      }),
      { numRuns: 250 },
    );
    assert.ok(allowed > 500, `only ${allowed} of the generated paths were allowed`);
  });

  it('never leads outside for any string', () => {
    fs.rmSync(base.path, { recursive: true, force: true });
    plant(folder, { 'a/b': '' });
    const resolver = pathResolver({ folder });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (each) => {
        const resolved = resolver.resolve(each, 'write');
        if (resolved.ok) assertStaysInside({ folder, absolute: resolved.value.absolute, intent: 'write' });
      }),
      { numRuns: 2000 },
    );
  });
});

/** An oracle of its own: asks the system where the path leads. */
function assertStaysInside(found: { folder: string; absolute: string; intent: 'read' | 'write' }): void {
  let existing = found.absolute;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const real = fs.realpathSync(existing) + found.absolute.slice(existing.length);
  assert.ok(real === found.folder || real.startsWith(`${found.folder}/`), `${real} lies outside`);
  const names = real.slice(found.folder.length).toLowerCase().split('/');
  const forbidden = found.intent === 'read' ? ['.env'] : ['.git', '.vscode'];
  for (const each of forbidden) assert.ok(!names.includes(each), `${real} was allowed to ${found.intent}`);
}
