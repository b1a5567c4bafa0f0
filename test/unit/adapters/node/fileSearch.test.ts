import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findProgram } from '../../../../src/adapters/node/hostProgram.ts';
import { workspaceFiles } from '../../../../src/adapters/node/workspaceFiles.ts';
import type { FileResult, SearchMatch, SearchQuery } from '../../../../src/ports/files.ts';
import { plant, temporaryFolder } from './temporaryFolder.ts';

const limits = {
  searchTimeLimitMs: 10_000,
  listTimeLimitMs: 10_000,
  maxListOutputBytes: 100_000,
  maxMatchLineCharacters: 40,
  maxWriteBytes: 1000,
};

const ripgrepHere = findProgram('rg', process.env['PATH'] ?? '');
const programs: { name: string; ripgrep: string | null; git: boolean }[] = [
  { name: 'git grep in a repository', ripgrep: null, git: true },
  { name: 'git grep without a repository', ripgrep: null, git: false },
  ...(ripgrepHere === null ? [] : [{ name: 'ripgrep', ripgrep: ripgrepHere, git: true }]),
];

for (const program of programs) {
  describe(`search by ${program.name}`, () => {
    const base = temporaryFolder();
    const folder = path.join(base.path, 'ws');
    const query = (
      pattern: string,
      options: Partial<SearchQuery> = {},
    ): Promise<FileResult<{ matches: SearchMatch[]; truncated: boolean }>> =>
      workspaceFiles({ folder, limits, ripgrep: program.ripgrep }).search({
        pattern,
        isRegex: false,
        glob: null,
        maxMatches: 50,
        ...options,
      });
    const places = async (pattern: string, options: Partial<SearchQuery> = {}): Promise<string[]> => {
      const found = await query(pattern, options);
      return found.ok ? found.value.matches.map((each) => `${each.path}:${each.line}`).sort() : [found.why];
    };

    before(() => {
      plant(base.path, { 'outside/secret.txt': 'needle outside' });
      plant(folder, {
        'src/a.ts': 'const needle = 1;\nneedle(2)\n',
        'src/deep/b.tsx': 'x\n  needle\n',
        'docs/c d.md': 'Needle, needle\n-e needle --pre=x\n',
        '.env': 'KEY=needle\n',
        'api/.env.local': 'KEY=needle\n',
        '.env.example': 'KEY=needle-example\n',
        '.gitignore': 'dist/\nnode_modules/\n',
        'dist/a.js': 'needle',
        'node_modules/m/x.js': 'needle',
        'long.txt': `${'x'.repeat(100)}straw\n`,
      });
      fs.writeFileSync(path.join(folder, 'binary.bin'), Buffer.from('needle\0needle'));
      fs.symlinkSync('../outside', path.join(folder, 'out'));
      if (program.git) execFileSync('git', ['init', '-q', folder]);
    });
    after(() => base.remove());

    it('finds text in every readable file, and in no ignored, secret, binary or outside file', async () => {
      const all = ['.env.example:1', 'docs/c d.md:1', 'docs/c d.md:2', 'src/a.ts:1', 'src/a.ts:2', 'src/deep/b.tsx:2'];
      const found = await places('needle');
      assert.deepEqual(
        found.filter((each) => !each.startsWith('.env.example')),
        all.slice(1),
      );
    });

    it('takes a pattern that looks like an option as a pattern', async () => {
      assert.deepEqual(await places('-e needle'), ['docs/c d.md:2']);
      assert.deepEqual(await places('--pre=x'), ['docs/c d.md:2']);
      assert.deepEqual(await places('--open-files-in-pager=touch'), []);
    });

    it('takes plain text literally and regular expressions as such', async () => {
      assert.deepEqual(await places('needle(2)'), ['src/a.ts:2']);
      assert.deepEqual(await places('needle\\(\\d\\)', { isRegex: true }), ['src/a.ts:2']);
      assert.deepEqual(await places('^\\s+needle$', { isRegex: true }), ['src/deep/b.tsx:2']);
    });

    it('keeps to the glob', async () => {
      assert.deepEqual(await places('needle', { glob: '*.ts' }), ['src/a.ts:1', 'src/a.ts:2']);
      assert.deepEqual(await places('needle', { glob: 'src/**/*.{ts,tsx}' }), [
        'src/a.ts:1',
        'src/a.ts:2',
        'src/deep/b.tsx:2',
      ]);
      assert.deepEqual(await places('needle', { glob: 'docs/**' }), ['docs/c d.md:1', 'docs/c d.md:2']);
      assert.deepEqual(await places('needle', { glob: '--pre=x' }), []);
      assert.deepEqual(await places('needle', { glob: ':(top)*' }), []);
    });

    it('says that matches were left out', async () => {
      const found = await query('needle', { maxMatches: 2 });
      assert.deepEqual(found.ok && [found.value.matches.length, found.value.truncated], [2, true]);
    });

    it('shortens long lines on both sides of what was found', async () => {
      const found = await query('straw');
      assert.match(found.ok ? (found.value.matches[0]?.text ?? '') : '', /^…x*straw.{0,40}$/u);
    });

    it('says what is wrong with a pattern, and finds nothing without an error', async () => {
      assert.match(
        (await places('(', { isRegex: true }))[0] ?? '',
        /^The search for "\(" did not run: .*plain text\.$/su,
      );
      assert.match((await places(''))[0] ?? '', /empty/u);
      assert.match((await places('a\nb'))[0] ?? '', /spans lines/u);
      assert.deepEqual(await places('nowhere to be found'), []);
    });

    it('does not look behind a folder that was exchanged for a link to outside', async () => {
      if (!program.git) return;
      execFileSync('git', ['-C', folder, 'add', 'src']);
      fs.renameSync(path.join(folder, 'src'), path.join(base.path, 'moved'));
      fs.symlinkSync('../moved', path.join(folder, 'src'));
      assert.deepEqual(await places('needle', { glob: 'src/**' }), []);
    });
  });
}
