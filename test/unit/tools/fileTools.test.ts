import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { workspaceFiles } from '../../../src/adapters/node/workspaceFiles.ts';
import type { Files } from '../../../src/ports/files.ts';
import { deleteFileTool } from '../../../src/tools/deleteFile.ts';
import { editFileTool } from '../../../src/tools/editFile.ts';
import { listFolderTool } from '../../../src/tools/listFolder.ts';
import { moveFileTool } from '../../../src/tools/moveFile.ts';
import { readFileTool } from '../../../src/tools/readFile.ts';
import { searchFilesTool } from '../../../src/tools/searchFiles.ts';
import { writeFileTool } from '../../../src/tools/writeFile.ts';
import { plant, temporaryFolder } from '../adapters/node/temporaryFolder.ts';
import { observer, useTool } from './useTool.ts';

const limits = { maxReadBytes: 100_000, maxToolResultBytes: 2000 };
const fileLimits = {
  searchTimeLimitMs: 10_000,
  listTimeLimitMs: 10_000,
  maxListOutputBytes: 1_000_000,
  maxMatchLineCharacters: 500,
  maxWriteBytes: 1_000_000,
};

const CODE = `export function add(a, b) {
  return a + b;
}

export function sub(a, b) {
  return a - b;
}
`;

describe('the file tools', () => {
  const base = temporaryFolder();
  let files: Files;
  let wrote: string[];
  const onWrote = async (file: string) => void wrote.push(file);

  beforeEach(() => {
    fs.rmSync(base.path, { recursive: true, force: true });
    plant(base.path, { 'src/sum.js': CODE, 'windows.txt': 'one\r\ntwo\r\nthree\r\n', 'empty.txt': '' });
    files = workspaceFiles({ folder: base.path, limits: fileLimits });
    wrote = [];
  });
  after(() => base.remove());

  const content = (file: string) => fs.readFileSync(path.join(base.path, file), 'utf8');
  const edit = (input: Record<string, unknown>) => useTool(editFileTool({ files, limits, onWrote }), input);

  it('read a file with line numbers, in pages', async () => {
    const read = readFileTool({ files, limits });
    assert.equal(
      (await useTool(read, { path: 'src/sum.js', fromLine: 5, maxLines: 2 })).text,
      'src/sum.js, lines 5–6 of 7 lines\n5\texport function sub(a, b) {\n6\t  return a - b;\n[more: go on with fromLine 7]',
    );
    assert.match((await useTool(read, { path: 'src/sum.js' })).text, /^src\/sum\.js of 7 lines\n1\texport/);
    plant(base.path, { 'long.txt': 'a line of text\n'.repeat(500) });
    const { text } = await useTool(read, { path: 'long.txt' });
    const next = /\[more: go on with fromLine (\d+)\]$/.exec(text)?.[1];
    assert.ok(Buffer.byteLength(text) <= limits.maxToolResultBytes);
    assert.match(
      (await useTool(read, { path: 'long.txt', fromLine: Number(next) })).text,
      new RegExp(`\n${next}\ta line`),
    );
    assert.equal((await useTool(read, { path: 'empty.txt' })).text, 'empty.txt is empty.');
    assert.deepEqual(await useTool(read, { path: 'src/sum.js', fromLine: 9 }), {
      text: 'src/sum.js has only 7 lines.',
      isError: true,
    });
    assert.equal((await useTool(read, { path: '../outside.txt' })).isError, true);
  });

  it('read a file as evidence where a role asks for it', async () => {
    const { seen, onObserved } = observer();
    const { text } = await useTool(readFileTool({ files, limits, onObserved }), { path: 'src/sum.js' });
    assert.match(text, /^\[evidence E1\]\nsrc\/sum\.js of 7 lines/);
    assert.deepEqual(
      seen.map(({ kind, url }) => ({ kind, url })),
      [{ kind: 'read', url: 'src/sum.js' }],
    );
  });

  it('list and search', async () => {
    assert.match(
      (await useTool(listFolderTool({ files }), {})).text,
      /^empty\.txt 0\nsrc\/\nsrc\/sum\.js 93\nwindows\.txt 17$/,
    );
    const search = searchFilesTool({ files });
    assert.equal(
      (await useTool(search, { pattern: 'return a [+-]', regex: true })).text,
      'src/sum.js:2:   return a + b;\nsrc/sum.js:6:   return a - b;',
    );
    assert.equal((await useTool(search, { pattern: 'nowhere', glob: '*.js' })).text, 'No match for nowhere in *.js.');
    assert.equal(
      (await useTool(search, { pattern: 'return a .* b' })).text,
      'No match for return a .* b. It was searched for letter by letter; regex: true takes it as a regular expression.',
    );
    assert.equal((await useTool(search, { pattern: '(', regex: true })).isError, true);
  });

  it('show of a very long line what stands around a character', async () => {
    const line = `${'a'.repeat(1500)}${'b'.repeat(1500)}`;
    assert.equal((await files.write('long.txt', `${line}\n`)).ok, true);
    const read = readFileTool({ files, limits: { maxReadBytes: 10_000, maxToolResultBytes: 10_000 } });
    const shown = async (fromCharacter?: number): Promise<string | undefined> =>
      (await useTool(read, { path: 'long.txt', ...(fromCharacter && { fromCharacter }) })).text.split('\t')[1];
    assert.equal(await shown(), `${'a'.repeat(1000)}… [3000 characters]`);
    assert.equal(await shown(1401), `…${'a'.repeat(100)}${'b'.repeat(900)}… [3000 characters]`);
    assert.equal(await shown(2901), `…${'b'.repeat(100)} [3000 characters]`);
  });

  it('replace a text that stands in a file once', async () => {
    const input = { path: './src/sum.js', oldText: 'return a + b;', newText: 'return b + a; // $& stays' };
    assert.deepEqual(await edit(input), { text: 'Edited ./src/sum.js at line 2.', isError: false });
    assert.equal(
      content('src/sum.js'),
      CODE.replace('return a + b;', () => 'return b + a; // $& stays'),
    );
    assert.deepEqual(wrote, ['src/sum.js']);
  });

  it('refuse a text that stands there several times, unless all are meant', async () => {
    const input = { path: 'src/sum.js', oldText: '(a, b)', newText: '(x, y)' };
    assert.deepEqual(await edit(input), {
      text: 'oldText stands in src/sum.js 2 times (lines 1, 5). Take more of the lines around it, or set replaceAll.',
      isError: true,
    });
    assert.deepEqual(wrote, []);
    assert.equal((await edit({ ...input, replaceAll: true })).text, 'Edited src/sum.js at line 1, 5.');
  });

  it('show the nearest lines where a text does not stand', async () => {
    const miss = async (oldText: string) => (await edit({ path: 'src/sum.js', oldText, newText: 'x' })).text;
    assert.equal(
      await miss('export function sub(a, b) {\n    return a - b;\n}'),
      'oldText does not stand in src/sum.js, so nothing was changed. It differs only in white space from:\n5\texport function sub(a, b) {\n6\t  return a - b;\n7\t}',
    );
    assert.match(
      await miss('export function subtract(a, b) {'),
      /The nearest lines are:\n5\texport function sub\(a, b\) \{$/,
    );
    assert.match(await miss('2\t  return a + b;'), /Leave out the line numbers of read_file\.$/);
    assert.match(await miss('zzzzzzzz'), /read the file again\.$/);
    assert.equal(content('src/sum.js'), CODE);
  });

  it('keep Windows line ends', async () => {
    await edit({ path: 'windows.txt', oldText: 'one\ntwo', newText: 'one\nand\ntwo' });
    assert.equal(content('windows.txt'), 'one\r\nand\r\ntwo\r\nthree\r\n');
  });

  it('write, move and delete', async () => {
    const write = writeFileTool({ files, limits, onWrote });
    assert.equal((await useTool(write, { path: 'new/a.txt', text: 'hi\n' })).text, 'Created new/a.txt.');
    assert.equal((await useTool(write, { path: 'new/a.txt', text: 'ho\n' })).text, 'Replaced new/a.txt.');
    assert.equal(
      (await useTool(moveFileTool({ files, onWrote }), { from: 'new/a.txt', to: 'b.txt' })).text,
      'Moved new/a.txt to b.txt.',
    );
    assert.equal((await useTool(deleteFileTool({ files, onWrote }), { path: 'b.txt' })).text, 'Deleted b.txt.');
    assert.deepEqual(wrote, ['new/a.txt', 'new/a.txt', 'new/a.txt', 'b.txt', 'b.txt']);
    assert.equal((await useTool(deleteFileTool({ files, onWrote }), { path: 'b.txt' })).isError, true);
  });

  it('refuse protected paths and tell nobody', async () => {
    const write = writeFileTool({ files, limits, onWrote });
    for (const file of ['.git/config', '.longhaul/skills/a.md', '../x.txt']) {
      assert.equal((await useTool(write, { path: file, text: 'x' })).isError, true, file);
    }
    assert.deepEqual(wrote, []);
  });

  it('say after an interruption whether the change is in the file', async () => {
    const tool = editFileTool({ files, limits });
    const after = async (input: unknown) => {
      const before = await tool.interrupted?.(input);
      await useTool(tool, input);
      return [before, await tool.interrupted?.(input)];
    };
    const both = ['The edit is not in the file.', 'The edit is in the file.'];
    assert.deepEqual(await after({ path: 'src/sum.js', oldText: 'a + b', newText: 'b + a' }), both);
    assert.deepEqual(
      await after({ path: 'src/sum.js', oldText: 'return b + a;', newText: 'return b + a; // more' }),
      both,
    );
    assert.deepEqual(await after({ path: 'src/sum.js', oldText: ' // more', newText: '' }), both);
    assert.deepEqual(await after({ path: 'src/sum.js', oldText: 'a - b', newText: '- b' }), both);
    assert.match(
      (await tool.interrupted?.({ path: 'src/sum.js', oldText: 'p', newText: '' })) ?? '',
      /not in the file/,
    );
    const write = writeFileTool({ files, limits });
    assert.equal(await write.interrupted?.({ path: 'n.txt', text: 'a' }), 'The text is not in the file.');
    await useTool(write, { path: 'n.txt', text: 'a' });
    assert.equal(await write.interrupted?.({ path: 'n.txt', text: 'a' }), 'The text is in the file.');
    const move = moveFileTool({ files });
    assert.equal(await move.interrupted?.({ from: 'n.txt', to: 'm.txt' }), 'The file is still at n.txt.');
    await useTool(move, { from: 'n.txt', to: 'm.txt' });
    assert.equal(await move.interrupted?.({ from: 'n.txt', to: 'm.txt' }), 'The file has been moved.');
    const remove = deleteFileTool({ files });
    assert.equal(await remove.interrupted?.({ path: 'm.txt' }), 'The file is still there.');
    await useTool(remove, { path: 'm.txt' });
    assert.equal(await remove.interrupted?.({ path: 'm.txt' }), 'The file is gone.');
  });
});
