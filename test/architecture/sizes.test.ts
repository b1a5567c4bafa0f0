import assert from 'node:assert/strict';
import { entryPoints } from './layers.ts';
import { countLines, listSourceFiles, projectRoot } from './sourceFiles.ts';

const MAX_FILE_LINES = 400;
const MAX_ENTRY_POINT_LINES = 80;

describe('the sizes of the source', () => {
  const files = listSourceFiles(projectRoot, 'src').map((file) => ({ file, lines: countLines(projectRoot, file) }));
  const lineCounts = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const quantile = (share: number) =>
    lineCounts[Math.min(lineCounts.length - 1, Math.floor(lineCounts.length * share))];

  it(`stay at most ${MAX_FILE_LINES} lines a file (${files.length} files, median ${quantile(0.5)}, p90 ${quantile(0.9)})`, () => {
    assert.ok(files.length > 0);
    assert.deepEqual(tooLong(files, MAX_FILE_LINES), []);
  });

  it(`stay at most ${MAX_ENTRY_POINT_LINES} lines for each entry point`, () => {
    const entries = files.filter(({ file }) => entryPoints.includes(file));
    assert.deepEqual(tooLong(entries, MAX_ENTRY_POINT_LINES), []);
  });

  it('are told apart when a file is too long', () => {
    assert.deepEqual(tooLong([{ file: 'src/long.ts', lines: 401 }], MAX_FILE_LINES), ['src/long.ts has 401 lines']);
  });
});

function tooLong(files: readonly { file: string; lines: number }[], maxLines: number): string[] {
  return files.filter(({ lines }) => lines > maxLines).map(({ file, lines }) => `${file} has ${lines} lines`);
}
