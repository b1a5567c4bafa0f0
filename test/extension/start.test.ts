import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firstFreePort } from '../../scripts/editor/freePort.ts';
import { workspaceFiles } from '../../src/adapters/node/workspaceFiles.ts';
import { adapterLimits } from '../../src/adapterLimits.ts';
import { openEditorWithinMs } from '../support/editor/editor.ts';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const withinMs = 60_000;
const FIRST_PORT = 42_000;
const PORTS = 10_000;

interface Start {
  child: ChildProcess;
  said: () => string;
}

describe('npm start', () => {
  let root: string;
  let port: number;
  let first: Start;
  let url: string;

  before(async function () {
    this.timeout(openEditorWithinMs);
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'longhaul-start-')));
    port = await firstFreePort(FIRST_PORT + (process.pid % PORTS));
    first = start(root, '--port', String(port));
    url = await printedAddress(first);
  });

  after(async function () {
    this.timeout(withinMs);
    await ended(first);
    rmSync(root, { recursive: true, force: true });
    rmSync(`${root}-start`, { recursive: true, force: true });
  });

  it('copies the sample to a repository of its own and opens it', () => {
    const folder = path.join(`${root}-start`, 'shelf');
    assert.equal(new URL(url).searchParams.get('folder'), folder);
    assert.ok(existsSync(path.join(folder, '.git')));
  });

  it('keeps the sample where agents may write: not among the missions', async () => {
    const folder = path.join(`${root}-start`, 'shelf');
    const files = workspaceFiles({ folder, limits: adapterLimits.files, protectedFolders: [root] });
    assert.equal((await files.write('src/probe.js', '// written\n')).ok, true);
  });

  it('lets nobody in who has not the address', async () => {
    const { status } = await fetch(`http://127.0.0.1:${port}/?folder=/`);
    assert.equal(status, 403);
    const other = await fetch(url.replace(/token=.*/, 'token=0123456789abcdef0123456789abcdef'));
    assert.equal(other.status, 403);
  });

  it('lets in who has the address, and by a cookie from then on', async () => {
    const welcome = await fetch(url, { redirect: 'manual' });
    assert.equal(welcome.status, 302);
    const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL(welcome.headers.get('location') ?? '', url), { headers: { cookie } });
    assert.equal(page.status, 200);
    assert.match(await page.text(), /workbench/);
  });

  it('says where it already runs when it is started again', async function () {
    this.timeout(withinMs);
    const second = start(root);
    const [code] = (await once(second.child, 'exit')) as [number | null];
    assert.equal(code, 0, second.said());
    assert.match(second.said(), /already runs/);
    assert.ok(second.said().includes(url), second.said());
  });

  it('refuses a folder that is not there, with a sentence', async function () {
    this.timeout(withinMs);
    const refused = start(root, '--folder', path.join(root, 'nowhere'));
    const [code] = (await once(refused.child, 'exit')) as [number | null];
    assert.equal(code, 1);
    assert.match(refused.said(), /There is no folder .*nowhere\. Give --folder the path of your repository\./);
  });

  it('leaves no process behind when it is stopped', async function () {
    this.timeout(withinMs);
    assert.ok(processesNaming(root).length > 0);
    await ended(first);
    assert.equal(first.child.exitCode, 0, first.said());
    assert.deepEqual(processesNaming(root), []);
  });
});

function start(home: string, ...options: string[]): Start {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--no-open', ...options], {
    cwd: projectRoot,
    env: { ...process.env, LONGHAUL_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return { child, said: () => output };
}

async function printedAddress({ child, said }: Start): Promise<string> {
  const exit = once(child, 'exit').then(() => true);
  for (;;) {
    const url = /http:\S+token=\S+/.exec(said())?.[0];
    if (url !== undefined) return url;
    const hasEnded = await Promise.race([exit, once(child.stdout ?? child, 'data').then(() => false)]);
    if (hasEnded) throw new Error(`npm start ended: ${said()}`);
  }
}

async function ended({ child }: Start): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

/** Processes whose command line names a folder, from /proc (Linux). */
function processesNaming(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readFileIfThere(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
    .filter((command) => command.includes(folder));
}

function readFileIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
