import assert from 'node:assert/strict';
import { listSourceFiles, projectRoot } from './sourceFiles.ts';

const EMPTY_NAMES = /(util|helper|common|manager)s?$|^index$|^misc$/i;
const CAMEL_CASE = /^[a-z][A-Za-z0-9]*$/;

describe('the names of the source', () => {
  it('say what is inside: no utils, helpers, common, manager, index', () => {
    const files = listSourceFiles(projectRoot, 'src');
    assert.ok(files.length > 0);
    assert.deepEqual(files.filter(hasEmptyName), []);
  });

  it('are refused when they say nothing', () => {
    const bad = [
      'src/agent/utils.ts',
      'src/common/turn.ts',
      'src/runner/missionManager.ts',
      'src/views/index.ts',
      'src/a-b.ts',
    ];
    assert.deepEqual(bad.filter(hasEmptyName), bad);
    assert.equal(hasEmptyName('src/agent/turn.ts'), false);
  });
});

function hasEmptyName(file: string): boolean {
  const names = file
    .replace(/\.tsx?$/, '')
    .split('/')
    .filter((name) => name !== 'webview-ui');
  return names.some((name) => EMPTY_NAMES.test(name) || !CAMEL_CASE.test(name));
}
