import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { anchorFolder, openChecked } from '../../../../src/adapters/node/anchoredFolder.ts';
import { workspaceFiles } from '../../../../src/adapters/node/workspaceFiles.ts';
import type { FileLimits } from '../../../../src/adapters/node/workspaceFiles.ts';
import type { FileResult, Files } from '../../../../src/ports/files.ts';
import { plant, temporaryFolder } from './temporaryFolder.ts';

const limits: FileLimits = {
  searchTimeLimitMs: 10_000,
  listTimeLimitMs: 10_000,
  maxListOutputBytes: 4_000_000,
  maxMatchLineCharacters: 200,
  maxWriteBytes: 1_000_000,
};

describe('workspaceFiles', () => {
  const base = temporaryFolder();
  const folder = path.join(base.path, 'ws');
  let files: Files;
  beforeEach(() => {
    fs.rmSync(base.path, { recursive: true, force: true });
    plant(base.path, { 'outside/canary.txt': 'canary', 'ws/src/a.ts': 'one\n', 'ws/run.sh': '#!/bin/sh\n' });
    files = workspaceFiles({ folder, limits });
  });
  after(() => base.remove());

  it('reads text, also an empty file and one with a byte order mark, unchanged', async () => {
    plant(folder, { empty: '', bom: '\ufeffé' });
    assert.deepEqual(await files.read('src/a.ts', 100), { ok: true, value: 'one\n' });
    assert.deepEqual(await files.read('empty', 100), { ok: true, value: '' });
    assert.deepEqual(await files.read('bom', 100), { ok: true, value: '\ufeffé' });
  });

  it('refuses to read what is binary, not UTF-8, too big, missing, a folder or a pipe', async () => {
    fs.writeFileSync(path.join(folder, 'binary'), Buffer.from([1, 0, 2]));
    fs.writeFileSync(path.join(folder, 'latin'), Buffer.from([0xe9, 0x20]));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    assert.match(whyOf(await files.read('binary', 100)), /^"binary" is a binary file of 3 bytes/u);
    assert.match(whyOf(await files.read('latin', 100)), /not encoded in UTF-8/u);
    assert.match(whyOf(await files.read('src/a.ts', 3)), /has 4 bytes, more than the 3/u);
    assert.match(whyOf(await files.read('src/b.ts', 100)), /does not exist/u);
    assert.match(whyOf(await files.read('src', 100)), /is a folder; list it/u);
    assert.match(whyOf(await files.read('pipe', 100)), /no regular file/u);
  });

  it('writes new files in new folders and says whether they are new', async () => {
    assert.deepEqual(await files.write('x/y/z.txt', 'new'), { ok: true, value: { created: true } });
    assert.deepEqual(await files.write('x/y/z.txt', 'newer'), { ok: true, value: { created: false } });
    assert.equal(fs.readFileSync(path.join(folder, 'x/y/z.txt'), 'utf8'), 'newer');
    assert.deepEqual(fs.readdirSync(path.join(folder, 'x/y')), ['z.txt']);
  });

  it('keeps the mode of a file that it replaces', async () => {
    fs.chmodSync(path.join(folder, 'run.sh'), 0o751);
    await files.write('run.sh', '#!/bin/sh\ntrue\n');
    assert.equal(fs.statSync(path.join(folder, 'run.sh')).mode & 0o7777, 0o751);
  });

  it('writes through a link inside, and never into a file that is hard-linked from outside', async () => {
    fs.symlinkSync('src/a.ts', path.join(folder, 'link.ts'));
    fs.linkSync(path.join(base.path, 'outside/canary.txt'), path.join(folder, 'hard.txt'));
    assert.equal((await files.write('link.ts', 'two')).ok, true);
    assert.equal((await files.write('hard.txt', 'changed')).ok, true);
    assert.equal(fs.readFileSync(path.join(folder, 'src/a.ts'), 'utf8'), 'two');
    assert.equal(fs.lstatSync(path.join(folder, 'link.ts')).isSymbolicLink(), true);
    assert.equal(fs.readFileSync(path.join(base.path, 'outside/canary.txt'), 'utf8'), 'canary');
  });

  it('refuses to write over folders, below files, too much, and leaves nothing behind', async () => {
    assert.match(whyOf(await files.write('src', 'x')), /is a folder/u);
    assert.match(whyOf(await files.write('run.sh/x', 'x')), /passes through a file/u);
    assert.match(whyOf(await files.write('big', 'x'.repeat(1_000_001))), /at most 1000000/u);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['run.sh', 'src']);
  });

  it('removes files, links themselves and empty folders only', async () => {
    plant(folder, { 'd/x': '' });
    fs.symlinkSync('../outside/canary.txt', path.join(folder, 'out'));
    assert.match(whyOf(await files.remove('d')), /not empty/u);
    for (const each of ['d/x', 'd', 'out']) assert.deepEqual(await files.remove(each), { ok: true, value: null });
    assert.match(whyOf(await files.remove('d')), /does not exist/u);
    assert.match(whyOf(await files.remove('.')), /workspace folder itself/u);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['run.sh', 'src']);
    assert.equal(fs.readFileSync(path.join(base.path, 'outside/canary.txt'), 'utf8'), 'canary');
  });

  it('moves files and folders into new folders, never over something or into themselves', async () => {
    assert.deepEqual(await files.move('src/a.ts', 'lib/deep/b.ts'), { ok: true, value: null });
    assert.deepEqual(await files.move('lib', 'src/lib'), { ok: true, value: null });
    assert.equal(fs.readFileSync(path.join(folder, 'src/lib/deep/b.ts'), 'utf8'), 'one\n');
    assert.match(whyOf(await files.move('run.sh', 'src/lib/deep/b.ts')), /already exists/u);
    assert.match(whyOf(await files.move('src', 'src/lib/src')), /into itself/u);
    assert.match(whyOf(await files.move('run.sh', '../run.sh')), /outside/u);
  });

  it('does not move a folder in which something protected lies, but moves one without', async () => {
    plant(folder, { 'pkg/.vscode/tasks.json': '{}', 'app/vscode/x': '' });
    assert.match(whyOf(await files.move('pkg', 'package')), /cannot be moved as a whole.*\.vscode/u);
    assert.match(whyOf(await files.move('app/vscode', 'app/.vscode')), /editor settings/u);
    assert.deepEqual(await files.move('app', 'application'), { ok: true, value: null });
  });

  it('tells the hash of bytes, and null where there is no file', async () => {
    assert.equal(await files.hash('src/a.ts'), createHash('sha256').update('one\n').digest('hex'));
    assert.equal(await files.hash('src'), null);
    assert.equal(await files.hash('none'), null);
    assert.equal(await files.hash('../outside/canary.txt'), null);
  });

  it('lists by depth what git would track, with sizes, and tells when entries were left out', async () => {
    plant(folder, { '.gitignore': 'dist/\n', 'dist/x.js': '', 'node_modules/m/index.js': '', 'src/deep/b.ts': '12' });
    execFileSync('git', ['init', '-q', folder]);
    const listed = await files.list('.', { depth: 2, maxEntries: 10 });
    assert.deepEqual(listed, {
      ok: true,
      value: {
        truncated: false,
        entries: [
          { path: '.gitignore', kind: 'file', bytes: 6 },
          { path: 'run.sh', kind: 'file', bytes: 10 },
          { path: 'src', kind: 'folder', bytes: 0 },
          { path: 'src/a.ts', kind: 'file', bytes: 4 },
          { path: 'src/deep', kind: 'folder', bytes: 0 },
        ],
      },
    });
    const cut = await files.list('src', { depth: 9, maxEntries: 2 });
    assert.deepEqual(cut.ok && [cut.value.entries.map((each) => each.path), cut.value.truncated], [
      ['src/a.ts', 'src/deep'],
      true,
    ]);
    const ignored = await files.list('dist', { depth: 1, maxEntries: 9 });
    assert.deepEqual(ignored.ok && ignored.value.entries.map((each) => each.path), ['dist/x.js']);
    assert.match(whyOf(await files.list('run.sh', { depth: 1, maxEntries: 9 })), /is a file/u);
  });

  it('lists a folder without git, leaving out .git and node_modules and not following links', async () => {
    plant(folder, { 'node_modules/m/index.js': '' });
    fs.symlinkSync('../outside', path.join(folder, 'out'));
    const listed = await files.list('', { depth: 5, maxEntries: 100 });
    assert.deepEqual(listed.ok && listed.value.entries.map((each) => `${each.kind} ${each.path}`), [
      'link out',
      'file run.sh',
      'folder src',
      'file src/a.ts',
    ]);
  });

  it('runs no program that the repository names while it lists and searches', async () => {
    execFileSync('git', ['init', '-q', folder]);
    const marker = path.join(base.path, 'marker');
    fs.writeFileSync(path.join(base.path, 'evil.sh'), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    const evil = path.join(base.path, 'evil.sh');
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.x.textconv', 'core.sshCommand', 'pager.grep'])
      execFileSync('git', ['-C', folder, 'config', key, evil]);
    plant(folder, { '.gitattributes': '* diff=x\n' });
    await files.list('.', { depth: 3, maxEntries: 10 });
    await files.search({ pattern: 'one', isRegex: true, glob: null, maxMatches: 10 });
    assert.equal(fs.existsSync(marker), false);
  });

  it('opens nothing when the checked path has become a link meanwhile', async () => {
    fs.renameSync(path.join(folder, 'src'), path.join(folder, 'moved'));
    fs.symlinkSync('../outside', path.join(folder, 'src'));
    fs.symlinkSync('../outside/canary.txt', path.join(folder, 'final'));
    const checked = path.join(folder, 'src/canary.txt');
    assert.match(whyOf(await openChecked(checked)), /changed while/u);
    assert.match(whyOf(await openChecked(path.join(folder, 'final'))), /changed while/u);
    assert.match(
      whyOf(anchorFolder(path.join(folder, 'src'), { create: true })),
      /passes through a file|changed while/u,
    );
    assert.match(
      whyOf(anchorFolder(path.join(folder, 'src/new'), { create: true })),
      /passes through a file|changed while/u,
    );
    assert.deepEqual(fs.readdirSync(path.join(base.path, 'outside')), ['canary.txt']);
  });

  it('writes into the folder that it holds open even if the name is exchanged for a link', function () {
    if (process.platform !== 'linux') this.skip();
    const held = anchorFolder(path.join(folder, 'src'), { create: false });
    assert.ok(held.ok);
    fs.renameSync(path.join(folder, 'src'), path.join(folder, 'moved'));
    fs.symlinkSync('../outside', path.join(folder, 'src'));
    fs.writeFileSync(held.value.at('b.ts'), 'b');
    held.value.close();
    assert.deepEqual(fs.readdirSync(path.join(folder, 'moved')).sort(), ['a.ts', 'b.ts']);
    assert.throws(() => held.value.at('../x'));
  });
});

function whyOf(result: FileResult<unknown>): string {
  return result.ok ? `allowed: ${JSON.stringify(result.value)}` : result.why;
}
