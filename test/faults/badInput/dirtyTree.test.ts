import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine/longhaul.ts';
import { startModelServer } from '../../support/modelServer/modelServer.ts';
import type { ModelServer } from '../../support/modelServer/modelServer.ts';
import { smallPolicy } from '../../support/smallMission/smallPolicy.ts';
import { smallRepository } from '../../support/smallMission/smallRepository.ts';
import { assertForPeople } from './sentence.ts';

const pausedCode = 4;

describe('a working tree with changes of its user', () => {
  let line: CommandLine;
  let folder: string;
  let server: ModelServer;

  beforeEach(async () => {
    line = new CommandLine();
    folder = smallRepository();
    server = await startModelServer({ policy: smallPolicy() });
  });
  afterEach(async () => {
    await server.close();
    line.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const look = (): Record<string, string> => ({
    status: git('status', '--porcelain=v2', '--branch'),
    staged: git('diff', '--cached'),
    unstaged: git('diff'),
    untracked: readFileSync(path.join(folder, 'notes.txt'), 'utf8'),
    branches: git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads'),
  });

  it('is told at the start, stops work before its first step, keeps every byte, and goes on once it is committed', async () => {
    appendFileSync(path.join(folder, 'greet.js'), '// staged\n');
    git('add', 'greet.js');
    appendFileSync(path.join(folder, 'greet.js'), '// not staged\n');
    writeFileSync(path.join(folder, 'notes.txt'), 'mine\n');
    const before = look();
    const model = ['--model', 'compatible/policy', '--base-url', server.baseUrls.compatible];
    const paused = await line.run(['run', '--folder', folder, '--goal', 'Greet by name', '--yes', ...model]);
    assert.equal(paused.code, pausedCode, paused.err);
    const [note = '', ...rest] = paused.err.split('\n');
    assert.match(
      note,
      /^Note: there are changes that are not committed \(greet\.js, notes\.txt\)\. .*commit or stash them before work begins/,
    );
    const end = rest.join('\n');
    assert.match(
      end,
      /^Paused \(repository\)\. The working tree has changes that are not committed: greet\.js, notes\.txt\. Commit or stash them, then resume\.$/m,
    );
    assertForPeople(end);
    assert.deepEqual(look(), before);

    git('add', '.');
    git('commit', '-qm', 'my own work');
    writeFileSync(path.join(folder, 'greet.js'), "export function greet() {\n  return 'Hello';\n}\n");
    git('commit', '-qam', 'and back');
    const resumed = await line.run(['resume', '--yes', '--base-url', server.baseUrls.compatible]);
    assert.equal(resumed.code, 0, resumed.err);
    assert.equal(git('log', '--format=%s', 'main..HEAD').trim().split('\n').length, 2, 'two commits on the branch');
    assert.equal(readFileSync(path.join(folder, 'notes.txt'), 'utf8'), 'mine\n');
  }).timeout(180_000);
});
