import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { copySample } from '../../scripts/copySample.ts';
import { finishCodeServer } from '../../scripts/editor/codeServer.ts';
import { currentVsix } from '../../scripts/editor/vsix.ts';
import { openEditorWithinMs } from '../support/editor/editor.ts';
import { hostResultsSchema, resultsVariable } from './inHost/hostResults.ts';
import type { HostResults } from './inHost/hostResults.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const silent = (): void => undefined;

describe('the extension from inside its host', () => {
  let root: string;

  before(async function () {
    this.timeout(openEditorWithinMs);
    await finishCodeServer(silent);
    // With the package comes the build that a host under development loads.
    currentVsix(silent);
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-in-host-')));
    copySample(path.join(root, 'shelf'));
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it('passes its own tests there', async function () {
    this.timeout(openEditorWithinMs);
    const { passed, failed } = await resultsFromHost(root);
    assert.deepEqual(failed, []);
    assert.ok(passed.length > 0);
  });
});

/** Throws with what VS Code said where it ended without results. */
async function resultsFromHost(root: string): Promise<HostResults> {
  const file = path.join(root, 'results.json');
  const said = new PassThrough();
  let output = '';
  said.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await runTests({
      vscodeExecutablePath: path.join(projectRoot, 'test/support/editor/codeShim.ts'),
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: path.join(projectRoot, 'test/extension/inHost/run.ts'),
      launchArgs: [path.join(root, 'shelf'), `--user-data-dir=${root}`, `--extensions-dir=${root}`],
      extensionTestsEnv: {
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`,
        [resultsVariable]: file,
      },
      stdout: said,
      stderr: said,
    });
    return hostResultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`The extension host gave no results. VS Code said:\n${output}`, { cause: error });
  }
}
