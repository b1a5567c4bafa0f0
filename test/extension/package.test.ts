import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finishCodeServer } from '../../scripts/editor/codeServer.ts';
import { installExtension } from '../../scripts/editor/editorServer.ts';
import { currentVsix } from '../../scripts/editor/vsix.ts';
import { openEditorWithinMs } from '../support/editor/editor.ts';

const MAX_PACKAGE_BYTES = 25_000_000;
const MAX_START_BYTES = 100_000;
const silent = (): void => undefined;

describe('the package', () => {
  let root: string;
  let vsix: string;
  let installed: string;

  before(async function () {
    this.timeout(openEditorWithinMs);
    await finishCodeServer(silent);
    vsix = currentVsix(silent);
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-package-')));
    installExtension({ home: root }, vsix);
    const extensions = path.join(root, 'extensions');
    const [name] = readdirSync(extensions).filter((entry) => entry.startsWith('longhaul.'));
    installed = path.join(extensions, name ?? 'nothing');
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it('is at most 25 MB', () => {
    assert.ok(statSync(vsix).size <= MAX_PACKAGE_BYTES);
  });

  it('holds what the extension reads, and no sources, maps or command line', () => {
    assert.deepEqual(
      readdirSync(installed).filter((entry) => !/^(\.|license)/i.test(entry)),
      ['changelog.md', 'dist', 'media', 'node_modules', 'package.json', 'readme.md', 'sample', 'skills'],
    );
    const files = readdirSync(path.join(installed, 'dist'), { recursive: true, encoding: 'utf8' });
    const foreign = files.filter(
      (file) => !/^(extension[\w-]*\.js|webview|webview[/\\][\w-]+\.(js|css|ttf))$/.test(file),
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(readdirSync(path.join(installed, 'node_modules')), ['playwright-core']);
  });

  it('names a main file and icons that are in it', () => {
    const manifest = readFileSync(path.join(installed, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:dist|media)\/[^"]+)"/g)].map(([, file]) => file ?? '');
    assert.ok(named.includes('dist/extension.js'));
    assert.deepEqual(
      named.filter((file) => !readable(path.join(installed, file))),
      [],
    );
  });

  it('loads at most 100 kB before the first mission is there', () => {
    const bytes = startFiles(path.join(installed, 'dist', 'extension.js')).map((file) => statSync(file).size);
    const sum = bytes.reduce((total, size) => total + size, 0);
    assert.ok(sum <= MAX_START_BYTES, `${sum} bytes in ${bytes.length} files`);
  });
});

function readable(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** The file and all that it imports statically, as esbuild writes it. */
function startFiles(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [...seen];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name] of text.matchAll(/^(?:import|\} from|export .* from)\s*"?[^"\n]*"(\.\/[\w-]+\.js)";$/gm)) {
    if (name !== undefined) startFiles(path.join(path.dirname(file), name), seen);
  }
  return [...seen];
}
